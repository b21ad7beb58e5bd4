/**
 * One scene of a play as its page takes it, from a bundle and the log alone: what the server renders, and no more.
 *
 * @typedef {import("./engine.js").Replay} Replay
 * @typedef {{scenario: string, version: number, language: string, friend_decisions: number | null, rules: any,
 *   texts: Record<string, string>, shown: {where: string, hurry: Record<string, number>},
 *   principles: Record<string, {name: string, friend: string}>}} Bundle
 */

import { load, moodOf, onScreen, options } from "./engine.js";

const NAME_FACT = "name";

/**
 * @param {Bundle} bundle
 * @param {Record<string, string | Element>} pictures by mood
 * @param {{play: string, mode: string}} play
 * @param {Replay} replayed
 * @param {{coach: string, thinkFirst: boolean, haste: boolean}} person
 * @returns {Record<string, any>} the values of the slots of templates/play/scene.html
 */
export function sceneValues(bundle, pictures, play, replayed, person) {
  const { texts } = bundle;
  const { state, outcomes, isFinished } = replayed;
  const scenario = load(bundle.rules);
  const last = outcomes.at(-1) ?? null;
  const said = last && texts[`${lineOf(last.scene, last.choice)}.text`];
  const coach = person.coach === "slip" ? coachOf(bundle, last) : null;
  return {
    scene: state.scene,
    number: outcomes.length + 1,
    title: texts.title,
    ...stepsOf(bundle, replayed),
    picture: pictures[moodOf(scenario, state)],
    whereAndWhen: isFinished ? bundle.shown.where : `${bundle.shown.where} · ${texts.when}`,
    who: (!state.facts.includes(NAME_FACT) && texts["customer.seen_as"]) || texts["customer.name"],
    isRewind: play.mode === "rewind",
    isCompanion: !isGraded(bundle),
    narration: texts[`scenes.${state.scene}.narration`] ?? null,
    says: texts[`scenes.${state.scene}.says`] ?? null,
    ask: texts[`scenes.${state.scene}.ask`] ?? null,
    ...hurryOf(bundle, state.scene, person.haste),
    isAfterReply: last !== null,
    said,
    ...coach,
    plainSaid: coach ? null : said,
    thinkFirst: person.thinkFirst,
    isEnding: isFinished,
    replies: onScreen(options(scenario, state), play.play, state.scene).map((choice, index) => ({
      ...{ name: "choice", id: choice.id, key: index + 1 },
      text: texts[`${lineOf(state.scene, choice)}.text`],
    })),
    action: `/plays/${play.play}/choices`,
    debrief: isFinished ? `/plays/${play.play}/debrief` : null,
    notice: null,
  };
}

/**
 * @param {Bundle} bundle
 * @returns {boolean} false for a companion, which has neither grades nor a score
 */
export function isGraded(bundle) {
  return bundle.rules.perspective === "employee";
}

/**
 * @param {string} scene
 * @param {{id: string}} choice
 * @returns {string} the beginning of the ids of the choice's lines
 */
function lineOf(scene, choice) {
  return `scenes.${scene}.choices.${choice.id}`;
}

/**
 * @param {Bundle} bundle
 * @param {import("./engine.js").Outcome | null} last
 * @returns {{why: string, principle: string, rule: string} | null} the slip about the last reply; a companion has none
 */
function coachOf(bundle, last) {
  if (last === null || last.choice.principle === null) {
    return null;
  }
  const { name, friend } = bundle.principles[last.choice.principle];
  return { why: bundle.texts[`${lineOf(last.scene, last.choice)}.why`], principle: name, rule: friend };
}

/**
 * @param {Bundle} bundle
 * @param {string} scene
 * @param {boolean} isWanted
 */
function hurryOf(bundle, scene, isWanted) {
  const seconds = isWanted ? (bundle.shown.hurry[scene] ?? null) : null;
  return { hurrySeconds: seconds, hurrySays: seconds && bundle.texts[`scenes.${scene}.hurry.says`] };
}

/**
 * Neutral progress: a mark a decision, about as many as the friend path has.
 *
 * @param {Bundle} bundle
 * @param {Replay} replayed
 */
function stepsOf(bundle, { state, outcomes, isFinished }) {
  const done = state.answered.length;
  const open = Math.max(0, (bundle.friend_decisions ?? 0) - done - 1);
  const ahead = isFinished ? [] : ["now", ...new Array(open).fill("open")];
  const steps = isGraded(bundle) ? [...new Array(done).fill("done"), ...ahead].map((step) => ({ step })) : [];
  return { steps, moment: steps.length ? { number: outcomes.length + 1, all: steps.length } : null };
}
