/**
 * The page before a play as it takes it: from a bundle, and from what this browser knows of the person.
 *
 * @typedef {import("./scene.js").Bundle} Bundle
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {import("../offline/assigned.js").Enrolment} Enrolment
 * @typedef {{first: number | null, best: number | null}} Result scores from 0 to 1
 */

import { moodOfTrust } from "./engine.js";
import { isGraded } from "./scene.js";
import { percent } from "./score-details.js";
import { PASS_MARK } from "./scoring.js";

/**
 * @param {Bundle} bundle
 * @param {Record<string, string>} pictures by mood
 * @param {Result | null} result
 * @param {Enrolment | null} enrolment
 * @returns {Record<string, any>} the values of the slots of templates/practice/intro.html, but for its buttons
 */
export function introValues(bundle, pictures, result, enrolment) {
  const { texts, shown, rules } = bundle;
  const best = result?.best ?? null;
  return {
    ...(enrolment && moduleValues(enrolment)),
    title: texts.title,
    role: texts.role,
    minutes: shown.minutes,
    picture: pictures[moodOfTrust(rules.trust)],
    whereAndWhen: `${shown.where} · ${texts.when}`,
    isCompanion: !isGraded(bundle),
    passMark: percent(enrolment?.pass_mark ?? PASS_MARK),
    first: best === null ? null : percent(result.first),
    best: percent(best),
    hasBest: best !== null,
  };
}

/**
 * @param {Enrolment} enrolment
 * @returns {Record<string, any>} what the page says of the module
 */
export function moduleValues({ id, module, mode }) {
  return { module, isCheck: mode === "check", enrolment: id };
}

/**
 * @param {string} scenario
 * @param {string} play the id of the one that the button begins
 * @param {string | null} openPlay the one that can be continued
 * @returns {Record<string, any>} the values of the buttons
 */
export function buttonValues(scenario, play, openPlay) {
  return {
    ...{ scenario, play },
    openPlay: openPlay && `/plays/${openPlay}`,
    beginLook: `button button--large${openPlay ? " button--quiet" : ""}`,
  };
}

/**
 * @param {Play[]} plays all of the person that this browser holds, the oldest first
 * @param {string} scenario
 * @returns {string | null} the newest, if it has begun and not ended
 */
export function openPlayOf(plays, scenario) {
  const last = plays.filter((play) => play.scenario === scenario && play.mode === "practice").at(-1);
  return last && !last.finished && last.log.length ? last.play : null;
}
