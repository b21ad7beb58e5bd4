/**
 * What each reply on offer would lead to, worked out while somebody still reads.
 *
 * @typedef {import("./engine.js").Replay} Replay
 * @typedef {{id: string, replayed: Replay, values: Record<string, any>}} Ahead
 */

import { choose, isFinished, options } from "./engine.js";

/**
 * @param {import("./engine.js").Scenario} scenario
 * @param {Replay} replayed how the play stands
 * @param {(replayed: Replay) => Record<string, any>} valuesOf a scene
 * @returns {Map<string, Ahead>} by the choice's id
 */
export function aheadOf(scenario, { state, outcomes }, valuesOf) {
  return new Map(
    options(scenario, state).map(({ id }) => {
      const taken = choose(scenario, state, id);
      const next = { state: taken.state, outcomes: [...outcomes, taken.outcome] };
      const replayed = { ...next, isFinished: isFinished(scenario, taken.state) };
      return [id, { id, replayed, values: valuesOf(replayed) }];
    }),
  );
}
