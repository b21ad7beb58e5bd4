/**
 * Which scenario comes next, as far as this browser knows.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {import("./debriefing.js").Module} Module
 * @typedef {{id: string, title: string}} Next
 */

import { enrolmentKept, isOpen } from "../offline/assigned.js";
import { kept } from "../offline/database.js";
import { bundleOf } from "../offline/ready.js";
import { nextOf, passedOf } from "../practice/due.js";

const PASSED = ["passed", "passed-late"];

/**
 * @param {Play[]} plays that this browser holds of the person
 * @param {Play} play just played
 * @returns {Promise<{next: Next | null, module: Module | null}>} the module's next scenario where it was begun under
 *   one that has something left to do; else the first other one that the person has not started yet
 */
export async function wayOn(plays, play) {
  const [snapshot, roster] = await Promise.all([kept("snapshot"), kept("roster")]);
  const listed = snapshot?.scenarios ?? roster?.scenarios ?? [];
  const enrolment = play.enrolment ? await enrolmentKept(play.enrolment) : null;
  if (!enrolment) {
    return { next: await titled(listed.find(isFresh)), module: null };
  }
  const passed = await passedOf(enrolment, plays);
  const isPassed = PASSED.includes(enrolment.state) || passed.length === enrolment.scenarios.length;
  const goesOn = isOpen(enrolment) && !isPassed;
  const module = { enrolment: enrolment.id, title: enrolment.module, passMark: enrolment.pass_mark, isPassed, goesOn };
  const following = nextOf(enrolment, passed, play.scenario);
  return { next: await titled(listed.find((one) => (goesOn ? one.id === following : isFresh(one)))), module };

  function isFresh({ id }) {
    return id !== play.scenario && !snapshot?.results?.[id]?.plays && !isStarted(plays, id);
  }
}

/**
 * @param {{id: string, version: number} | undefined} listed
 * @returns {Promise<Next | null>} null where it is not here
 */
async function titled(listed) {
  const bundle = listed && (await bundleOf(listed.id, listed.version, document.documentElement.lang));
  return bundle ? { id: listed.id, title: bundle.texts.title } : null;
}

/**
 * @param {Play[]} plays
 * @param {string} scenario
 * @returns {boolean}
 */
function isStarted(plays, scenario) {
  return plays.some((play) => play.scenario === scenario && play.mode === "practice" && play.log.length > 0);
}
