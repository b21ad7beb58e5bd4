/**
 * The debrief of a finished play as its page takes it, from a bundle and the log alone: what the server renders, and
 * no more. The words around the values stand in templates/play/.
 *
 * @typedef {import("./engine.js").Outcome} Outcome
 * @typedef {import("./engine.js").Replay} Replay
 * @typedef {import("./engine.js").Scenario} Scenario
 * @typedef {import("./scene.js").Bundle & {sentences: Record<string, string>, order: string[]}} Bundle
 * @typedef {{enrolment: string, title: string, passMark: number, isPassed: boolean, goesOn: boolean}} Module
 * @typedef {{play: string, mode: string, parent: string | null, scenario: string}} Play
 */

import { begin, choose, load, moodOf, options } from "./engine.js";
import { detailsOf } from "./score-details.js";
import { PASS_MARK, isFriendReply, scorePlay, sentencesFor, trustChange, turningPoint, wonBack } from "./scoring.js";
import { trustLine } from "./trust-line.js";

const TONES = { gladly: "good", maybe: "mixed", never: "bad" };

/**
 * @param {Bundle} bundle
 * @param {Record<string, string | Element>} pictures by mood
 * @param {Play} play
 * @param {Replay} replayed and finished
 * @param {{id: string, title: string} | null} next scenario to play
 * @param {Module | null} [module] under which the play was begun
 * @returns {Record<string, any>} the values of the slots of templates/play/debrief.html
 */
export function debriefValues(bundle, pictures, play, replayed, next, module = null) {
  const scenario = load(bundle.rules);
  const { state, outcomes } = replayed;
  const isCompanion = scenario.perspective !== "employee";
  const isRewind = play.mode === "rewind";
  const turning = isCompanion ? null : turningPoint(outcomes);
  const turns = turnsOf(bundle, scenario, outcomes);
  const moments = turns.filter((turn) => turn.isFirst);
  const passMark = module?.passMark ?? PASS_MARK;
  const scored = scorePlay(scenario, replayed, bundle.friend_decisions, passMark);
  const isCounted = !isCompanion && !isRewind;
  const line = `scenes.${state.scene}`;
  return {
    ...{ title: bundle.texts.title, perspective: scenario.perspective, isCompanion },
    ...{ score: isCounted ? detailsOf(scored, bundle.principles, passMark) : null, scoreValue: scored.score },
    picture: pictures[moodOf(scenario, state)],
    story: bundle.texts[`${line}.narration`] ?? bundle.texts[`${line}.says`],
    crossed: turns.filter((turn) => turn.redLine).map(({ text }) => ({ text })),
    ledger: ledgerOf(scenario, state.scene, bundle.texts),
    isPrivate: isRewind && !isCompanion,
    marks: isCounted ? moments.map(({ grade }) => ({ grade })) : [],
    feltWelcome: isCounted && moments.length ? { welcome: welcomeIn(moments), moments: moments.length } : null,
    endedEarly: isCounted && scored.missed > 0,
    turning: turning && { ...turns[outcomes.indexOf(turning)], kind: trustChange(turning) > 0 ? "gain" : "fall" },
    trust: trustOf(scenario, replayed, turning),
    ...{ turns, moments },
    sentences: sentencesFor(outcomes, turning, bundle.sentences, bundle.order).map((text) => ({ text })),
    hasSentences: !isCompanion,
    ...onwardsOf(play, next, module),
  };
}

/**
 * @param {Bundle} bundle
 * @param {Scenario} scenario
 * @param {Outcome[]} outcomes
 * @returns {Record<string, any>[]} the whole conversation, reply by reply
 */
function turnsOf(bundle, scenario, outcomes) {
  let state = begin(scenario);
  return outcomes.map((outcome, index) => {
    const turn = turnOf(bundle, outcome, index + 1);
    const friend = isFriendReply(outcome.choice) ? undefined : options(scenario, state).find(isFriendReply);
    turn.friend = friend ? bundle.texts[`scenes.${state.scene}.choices.${friend.id}.text`] : null;
    state = choose(scenario, state, outcome.choice.id).state;
    return turn;
  });
}

/**
 * @param {Bundle} bundle
 * @param {Outcome} outcome
 * @param {number} number
 * @returns {Record<string, any>}
 */
function turnOf({ texts, principles }, outcome, number) {
  const { choice, scene } = outcome;
  const line = `scenes.${scene}.choices.${choice.id}`;
  return {
    number,
    narration: texts[`scenes.${scene}.narration`] ?? null,
    says: texts[`scenes.${scene}.says`] ?? null,
    text: texts[`${line}.text`],
    grade: choice.grade,
    felt: choice.grade ?? "none",
    why: texts[`${line}.why`] ?? null,
    principle: choice.principle && principles[choice.principle].name,
    isFirst: outcome.isFirst,
    isGraded: choice.grade !== null,
    trust: outcome.trustAfter,
    change: signed(trustChange(outcome)),
    canRewind: choice.grade !== null,
    redLine: choice.red_line,
  };
}

/**
 * @param {Scenario} scenario
 * @param {string} scene
 * @param {Record<string, string>} texts
 * @returns {Record<string, any> | null} what the ending costs and brings; the author's own words go before ours
 */
function ledgerOf(scenario, scene, texts) {
  const { sale, returns } = scenario.scenes.get(scene).ending;
  if (returns === null) {
    return null;
  }
  const line = `scenes.${scene}.ending`;
  const [saleAs, returnsAs] = [texts[`${line}.sale_as`] ?? null, texts[`${line}.returns_as`] ?? null];
  return {
    ...{ saleAs, sale: saleAs ? null : sale ? "yes" : "no" },
    ...{ returnsAs, returns: returnsAs ? null : returns },
    ...{ tells: texts[`${line}.tells`], tone: TONES[returns] },
  };
}

/**
 * @param {Scenario} scenario
 * @param {Replay} replayed
 * @param {Outcome | null} turning
 * @returns {Record<string, any> | null} the card with the line of trust
 */
function trustOf(scenario, { state, outcomes }, turning) {
  const line = trustLine(scenario.trust, outcomes, turning);
  const regained = scenario.perspective === "employee" ? wonBack(outcomes) || null : null;
  const endedSafe = state.trust >= scenario.trust;
  return line && { ...line, perspective: scenario.perspective, wonBack: regained, endedSafe };
}

/**
 * @param {Play} play
 * @param {{id: string, title: string} | null} next
 * @param {Module | null} module
 * @returns {Record<string, string | null>} where one can go from here
 */
function onwardsOf(play, next, module) {
  const onward = play.parent ? null : next;
  const under = module?.goesOn ? `?enrolment=${module.enrolment}` : "";
  return {
    parent: play.parent && `/plays/${play.parent}/debrief`,
    modulePassed: module?.isPassed ? module.title : null,
    next: onward && `/scenarios/${onward.id}${under}`,
    nextTitle: onward && onward.title,
    again: `/scenarios/${play.scenario}${under}`,
    keepAt: `/plays/${play.play}/sentence`,
  };
}

/**
 * @param {{grade: string}[]} moments
 * @returns {number}
 */
function welcomeIn(moments) {
  return moments.filter(({ grade }) => grade === "friend").length;
}

/**
 * @param {number} change
 * @returns {string} with its sign; nothing for no change
 */
function signed(change) {
  return change ? `${change > 0 ? "+" : "−"}${Math.abs(change)}` : "";
}
