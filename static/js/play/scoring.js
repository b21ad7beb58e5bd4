/**
 * The score and what the debrief reads from a play, the same as the server's: from the log alone.
 *
 * @typedef {import("./engine.js").Choice} Choice
 * @typedef {import("./engine.js").Outcome} Outcome
 * @typedef {import("./engine.js").Replay} Replay
 * @typedef {import("./engine.js").Scenario} Scenario
 * @typedef {{points: number, possible: number}} Points
 * @typedef {{score: number | null, passed: boolean | null, red_line: boolean, lost: number, missed: number,
 *   friend_decisions: number | null, principles: Record<string, Points>}} Score
 */

const LOSS = { friend: 0, fair: 1, prey: 2 };
export const MOST_POINTS = 2;
const ROUNDING = 1e-9;
const SENTENCES = 3;
export const PASS_MARK = 0.75;
export const NEVER_CAP = 0.4;

/**
 * @param {Outcome[]} outcomes
 * @returns {Outcome[]} each decision's first answer, in order
 */
export function firstAnswers(outcomes) {
  return outcomes.filter((outcome) => outcome.isFirst);
}

/**
 * @param {Scenario} scenario
 * @param {Replay} replayed and finished
 * @param {number | null} friendDecisions the friend path's number of distinct decisions; null for a companion
 * @param {number} [passMark] 0 to 1
 * @returns {Score} with the score unrounded
 */
export function scorePlay(scenario, replayed, friendDecisions, passMark = PASS_MARK) {
  if (!replayed.isFinished) {
    throw new Error("only a finished play has a score");
  }
  if (friendDecisions === null) {
    return {
      score: null,
      passed: null,
      red_line: false,
      lost: 0,
      missed: 0,
      friend_decisions: null,
      principles: {},
    };
  }
  const never = scenario.scenes.get(replayed.state.scene).ending.returns === "never";
  const firsts = firstAnswers(replayed.outcomes);
  const lost = firsts.reduce((sum, { choice }) => sum + (choice.grade === null ? 0 : LOSS[choice.grade]), 0);
  const missed = Math.max(0, friendDecisions - firsts.length);
  const earned = Math.max(0, 1 - (lost + missed) / (2 * friendDecisions));
  const score = never ? Math.min(earned, NEVER_CAP) : earned;
  const redLine = replayed.outcomes.some((outcome) => outcome.choice.red_line);
  return {
    score,
    passed: score >= passMark - ROUNDING && !redLine && !never,
    red_line: redLine,
    lost,
    missed,
    friend_decisions: friendDecisions,
    principles: principlePoints(firsts),
  };
}

/**
 * @param {Outcome[]} firsts
 * @returns {Record<string, Points>} points earned and possible by principle, in the order in which they came up
 */
function principlePoints(firsts) {
  /** @type {Record<string, Points>} */
  const found = {};
  for (const { choice } of firsts) {
    if (choice.principle !== null && choice.grade !== null) {
      found[choice.principle] ??= { points: 0, possible: 0 };
      found[choice.principle].points += MOST_POINTS - LOSS[choice.grade];
      found[choice.principle].possible += MOST_POINTS;
    }
  }
  return found;
}

/**
 * @param {Scenario} scenario
 * @param {Replay} replayed and finished
 * @param {number | null} friendDecisions
 * @param {Record<string, string>} texts of the bundle
 * @returns {Score & {ledger: {sale: boolean | null, returns: string, tells: string | null} | null}} as the server's
 *   JSON has a play's result
 */
export function resultOf(scenario, replayed, friendDecisions, texts) {
  const { scene } = replayed.state;
  const { sale, returns } = scenario.scenes.get(scene).ending;
  const tells = texts[`scenes.${scene}.ending.tells`] ?? null;
  const ledger = returns === null ? null : { sale, returns, tells };
  return { ...scorePlay(scenario, replayed, friendDecisions), ledger };
}

/**
 * @param {Outcome} outcome
 * @returns {number} the change of trust that took effect, -100 to +100
 */
export function trustChange(outcome) {
  return outcome.trustAfter - outcome.trustBefore;
}

/**
 * @param {Outcome[]} outcomes
 * @returns {Outcome | null} the largest fall of trust, or if there was none the largest gain; the earlier of equals
 */
export function turningPoint(outcomes) {
  const changes = outcomes.map(trustChange);
  const [deepest, highest] = [Math.min(0, ...changes), Math.max(0, ...changes)];
  return outcomes[changes.indexOf(deepest || highest || NaN)] ?? null;
}

/**
 * @param {Outcome[]} outcomes
 * @returns {number} trust regained after the first fall: the sum of later gains, up to what the falls had cost
 */
export function wonBack(outcomes) {
  let [openLoss, regained] = [0, 0];
  for (const change of outcomes.map(trustChange)) {
    const gain = Math.min(Math.max(0, change), openLoss);
    openLoss -= Math.min(0, change) + gain;
    regained += gain;
  }
  return regained;
}

/**
 * @param {Choice} choice
 * @returns {boolean} whether it is graded friend and crosses no red line
 */
export function isFriendReply(choice) {
  return choice.grade === "friend" && !choice.red_line;
}

/**
 * @param {Outcome[]} outcomes
 * @param {Outcome | null} turning
 * @param {Record<string, string>} known the sentence of each principle
 * @param {string[]} order of the principles, for when there is nothing to say
 * @returns {string[]} three: for the turning point, then for the slips, then for what went well, then any
 */
export function sentencesFor(outcomes, turning, known, order) {
  const slips = firstAnswers(outcomes).filter((outcome) => outcome.choice.grade !== "friend");
  const wanted = [turning, ...slips, ...outcomes].map((outcome) => outcome?.choice.principle);
  const found = [...wanted, ...order].map((principle) => known[principle]).filter(Boolean);
  return [...new Set(found)].slice(0, SENTENCES);
}
