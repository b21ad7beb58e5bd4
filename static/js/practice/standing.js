/**
 * What a person has made of a role-play: what the server said last, and what it has not got or not counted yet.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {{first: number | null, best: number | null, passed: boolean | null, plays: number}} Standing scores 0 to 1
 */

import { bundleOf } from "../offline/ready.js";
import { load, replay } from "../play/engine.js";
import { scorePlay } from "../play/scoring.js";

/**
 * @param {Standing | null | undefined} known what the server said
 * @param {Play[]} plays all of the person that this browser holds, the oldest first
 * @param {import("../play/scene.js").Bundle} bundle of the newest version of the role-play
 * @returns {Promise<Standing>}
 */
export async function standingOf(known, plays, bundle) {
  const own = plays.filter(
    (play) => play.scenario === bundle.scenario && play.mode === "practice" && play.log.length > 0 && !play.counted,
  );
  const scores = await Promise.all(own.map((play) => scoreOf(play, bundle)));
  const earned = scores.filter((score) => score !== null);
  const isBetter = earned.length > 0;
  return {
    first: known?.plays ? known.first : (scores[0]?.score ?? null),
    best: isBetter ? Math.max(known?.best ?? 0, ...earned.map(({ score }) => score)) : (known?.best ?? null),
    passed: isBetter ? known?.passed === true || earned.some(({ passed }) => passed) : (known?.passed ?? null),
    plays: (known?.plays ?? 0) + own.length,
  };
}

/**
 * @param {Play} play
 * @param {number} passMark 0 to 1
 * @returns {Promise<boolean>} whether it came to its end and is passed; a companion is, once it did
 */
export async function passes(play, passMark) {
  const bundle = play.finished && (await bundleOf(play.scenario, play.version, document.documentElement.lang));
  return bundle ? (scoreIn(bundle, play, passMark).passed ?? true) : false;
}

/**
 * @param {Play} play
 * @param {import("../play/scene.js").Bundle} newest
 * @returns {Promise<{score: number, passed: boolean} | null>} null for one that is open, has no score, or is of rules
 *   that do not count any more
 */
async function scoreOf(play, newest) {
  const isNewest = play.version === newest.version;
  const bundle = isNewest ? newest : await bundleOf(play.scenario, play.version, document.documentElement.lang);
  if (!play.finished || bundle?.rules_sha !== newest.rules_sha) {
    return null;
  }
  const { score, passed } = scoreIn(bundle, play);
  return score === null ? null : { score, passed };
}

/**
 * @param {import("../play/scene.js").Bundle} bundle
 * @param {Play} play which is finished
 * @param {number} [passMark] 0 to 1
 * @returns {import("../play/scoring.js").Score}
 */
function scoreIn(bundle, play, passMark) {
  const scenario = load(bundle.rules);
  const replayed = replay(scenario, [...play.inherited, ...play.log.map(({ choice }) => choice)]);
  return scorePlay(scenario, replayed, bundle.friend_decisions, passMark);
}
