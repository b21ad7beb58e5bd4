/**
 * The score as its fold in the debrief takes it.
 *
 * @typedef {import("./scoring.js").Score} Score
 */

import { MOST_POINTS, NEVER_CAP } from "./scoring.js";

/**
 * @param {Score} scored of a play that counts
 * @param {Record<string, {name: string}>} principles by id
 * @param {number} passMark 0 to 1
 * @returns {Record<string, any>} percentages and counts; what is not worth a word is null
 */
export function detailsOf(scored, principles, passMark) {
  const points = MOST_POINTS * scored.friend_decisions;
  const cost = scored.lost + scored.missed;
  const isCapped = scored.score === NEVER_CAP && cost < points * (1 - NEVER_CAP);
  return {
    percent: percent(scored.score),
    passed: scored.passed,
    passMark: percent(passMark),
    friendsWay: { num: scored.friend_decisions, points },
    lost: { num: scored.lost },
    missed: scored.missed ? { num: scored.missed } : null,
    left: cost < points ? { left: points - cost, points } : null,
    cap: isCapped ? percent(NEVER_CAP) : null,
    principles: Object.entries(scored.principles).map(([id, earned]) => ({
      name: principles[id].name,
      points: earned,
      answers: { num: earned.possible / MOST_POINTS },
    })),
  };
}

/**
 * @param {number | null} score from 0 to 1
 * @returns {number | null} in percent, rounded down so that nobody reads a mark that was not reached
 */
export function percent(score) {
  return score === null ? null : Math.floor(score * 100 + 1e-9);
}
