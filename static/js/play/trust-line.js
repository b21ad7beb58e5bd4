/**
 * The line of trust as a picture 480 wide and 210 high.
 *
 * @typedef {import("./engine.js").Outcome} Outcome
 */

import { trustChange } from "./scoring.js";

const [LEFT, RIGHT] = [20, 460];
const [TOP, BOTTOM] = [5, 205];
const [ABOVE, BELOW, LEAST_ABOVE] = [20, 32, 40]; // how far from its point a word stands
const [FROM_LEFT, FROM_RIGHT] = [60, 420];

/**
 * @param {number} start
 * @param {Outcome[]} outcomes
 * @param {Outcome | null} turning
 * @returns {{values: string, path: string, points: {x: number, y: number}[], here: object | null} | null} one point for
 *   the start and one after each reply, and the one where it turned; null where trust never moved
 */
export function trustLine(start, outcomes, turning) {
  const values = [start, ...outcomes.map(({ trustAfter }) => trustAfter)];
  if (values.every((value) => value === start)) {
    return null;
  }
  const step = (RIGHT - LEFT) / (values.length - 1);
  const points = values.map((trust, place) => ({
    x: Math.round(LEFT + step * place),
    y: Math.round(BOTTOM - ((BOTTOM - TOP) * trust) / 100),
  }));
  return {
    values: values.join(", "),
    path: points.map(({ x, y }) => `${x},${y}`).join(" "),
    points,
    here: turning && hereAt(points[outcomes.indexOf(turning) + 1], turning),
  };
}

/**
 * @param {{x: number, y: number}} point
 * @param {Outcome} turning
 */
function hereAt({ x, y }, turning) {
  const isGain = trustChange(turning) > 0;
  return {
    ...{ x, y, kind: isGain ? "gain" : "fall" },
    wordsY: isGain && y > LEAST_ABOVE ? y - ABOVE : y + BELOW,
    anchor: x > FROM_RIGHT ? "end" : x > FROM_LEFT ? "middle" : "start",
  };
}
