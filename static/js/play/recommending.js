/**
 * Which scenario comes next, as far as this browser knows.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {{id: string, version: number}} Listed
 */

import { kept } from "../offline/database.js";
import { bundleOf } from "../offline/ready.js";

/**
 * @param {Play[]} plays that this browser holds of the person
 * @param {string} after the scenario just played
 * @returns {Promise<{id: string, title: string} | null>} the first other one that the person has not started yet
 */
export async function nextScenario(plays, after) {
  const [snapshot, roster] = await Promise.all([kept("snapshot"), kept("roster")]);
  const listed = snapshot?.scenarios ?? roster?.scenarios ?? [];
  const next = listed.find(({ id }) => id !== after && !snapshot?.results?.[id]?.plays && !isStarted(plays, id));
  const bundle = next && (await bundleOf(next.id, next.version, document.documentElement.lang));
  return bundle ? { id: next.id, title: bundle.texts.title } : null;
}

/**
 * @param {Play[]} plays
 * @param {string} scenario
 * @returns {boolean}
 */
function isStarted(plays, scenario) {
  return plays.some((play) => play.scenario === scenario && play.mode === "practice" && play.log.length > 0);
}
