/**
 * The engine of a role-play, the same as the server's and as pure: no clock, no chance, no page. A choice's effects
 * (trust, facts) come first; the conditions of `goto` then see them. A decision is counted once per play, by its
 * scene, at its first answer. tests/conformance/ holds both engines to one another.
 *
 * @typedef {{facts: string[], not_facts: string[], at_least: number | null, at_most: number | null}} Condition
 * @typedef {{id: string, grade: string | null, principle: string | null, trust: number, learns: string[],
 *   needs: Condition | null, red_line: boolean, goto: {scene: string, needs: Condition | null}[]}} Choice
 * @typedef {{id: string, mood: string | null, choices: Choice[],
 *   ending: {sale: boolean | null, returns: string | null} | null}} Scene
 * @typedef {{id: string, perspective: string, start: string, trust: number, scenes: Map<string, Scene>}} Scenario
 * @typedef {{scene: string, trust: number, facts: string[], answered: string[]}} State facts and answered decisions
 *   stand in the order of their code points
 * @typedef {{scene: string, choice: Choice, isFirst: boolean, trustBefore: number, trustAfter: number,
 *   learned: string[], next: string}} Outcome
 * @typedef {{state: State, outcomes: Outcome[], isFinished: boolean}} Replay
 */

const MOST_TRUST = 100;
const MOODS = ["fleeing", "uneasy", "neutral", "at-ease", "delighted"];

/** A choice that cannot be taken. `code` is the server's: `finished` or `not-offered`. */
export class EngineError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * @param {{id: string, perspective: string, start: string, trust: number, scenes: Scene[]}} rules as a bundle has them
 * @returns {Scenario} with its scenes by id
 */
export function load(rules) {
  return { ...rules, scenes: new Map(rules.scenes.map((scene) => [scene.id, scene])) };
}

/**
 * @param {Scenario} scenario
 * @returns {State} before the first choice
 */
export function begin(scenario) {
  return { scene: scenario.start, trust: scenario.trust, facts: [], answered: [] };
}

/**
 * @param {Scenario} scenario
 * @param {State} state
 * @returns {boolean} whether the play has reached an ending
 */
export function isFinished(scenario, state) {
  return scenario.scenes.get(state.scene).ending !== null;
}

/**
 * @param {Scenario} scenario
 * @param {State} state
 * @returns {string} the customer's face: the scene's own mood, else the one that trust gives
 */
export function moodOf(scenario, state) {
  return scenario.scenes.get(state.scene).mood ?? moodOfTrust(state.trust);
}

/**
 * @param {number} trust
 * @returns {string} the face that goes with it
 */
export function moodOfTrust(trust) {
  return MOODS[Math.floor(Math.min(trust, MOST_TRUST - 1) / 20)];
}

/**
 * @param {Scenario} scenario
 * @param {State} state
 * @returns {Choice[]} the replies offered, in file order; none at an ending
 */
export function options(scenario, state) {
  const scene = scenario.scenes.get(state.scene);
  return scene.ending ? [] : scene.choices.filter((choice) => holds(choice.needs, state.trust, state.facts));
}

/**
 * @param {Scenario} scenario
 * @param {State} state
 * @param {string} id of the choice
 * @returns {{state: State, outcome: Outcome}}
 * @throws {EngineError}
 */
export function choose(scenario, state, id) {
  if (isFinished(scenario, state)) {
    throw new EngineError("finished", "This play has reached its ending; begin a new one.");
  }
  const choice = options(scenario, state).find((one) => one.id === id);
  if (!choice) {
    throw new EngineError("not-offered", `The reply “${id}” is not offered in this scene.`);
  }
  return take(state, choice);
}

/**
 * @param {State} state
 * @param {Choice} choice
 * @returns {{state: State, outcome: Outcome}}
 */
function take(state, choice) {
  const trust = Math.max(0, Math.min(MOST_TRUST, state.trust + choice.trust));
  const facts = union(state.facts, choice.learns);
  const next = choice.goto.find((target) => holds(target.needs, trust, facts)).scene;
  const outcome = {
    scene: state.scene,
    choice,
    isFirst: !state.answered.includes(state.scene),
    trustBefore: state.trust,
    trustAfter: trust,
    learned: choice.learns.filter((fact) => !state.facts.includes(fact)),
    next,
  };
  return { state: { scene: next, trust, facts, answered: union(state.answered, [state.scene]) }, outcome };
}

/**
 * @param {Scenario} scenario
 * @param {Iterable<string>} ids of choices, from the start on
 * @returns {Replay}
 * @throws {EngineError} as `choose` does, at the first that does not fit
 */
export function replay(scenario, ids) {
  let state = begin(scenario);
  const outcomes = [];
  for (const id of ids) {
    const taken = choose(scenario, state, id);
    state = taken.state;
    outcomes.push(taken.outcome);
  }
  return { state, outcomes, isFinished: isFinished(scenario, state) };
}

/**
 * @param {Choice[]} choices
 * @param {string} playId
 * @param {string} sceneId
 * @returns {Choice[]} in their order on screen: by the hash of `<play>/<scene>/<choice>`, then by id
 */
export function onScreen(choices, playId, sceneId) {
  return choices
    .map((choice) => ({ choice, hash: fnv1a32(`${playId}/${sceneId}/${choice.id}`) }))
    .sort((one, other) => one.hash - other.hash || byCodePoint(one.choice.id, other.choice.id))
    .map(({ choice }) => choice);
}

/**
 * @param {Condition | null} needs
 * @param {number} trust
 * @param {string[]} facts
 * @returns {boolean} whether all its parts hold; the bounds of trust are inclusive
 */
function holds(needs, trust, facts) {
  return (
    needs === null ||
    (needs.facts.every((fact) => facts.includes(fact)) &&
      !needs.not_facts.some((fact) => facts.includes(fact)) &&
      (needs.at_least === null || trust >= needs.at_least) &&
      (needs.at_most === null || trust <= needs.at_most))
  );
}

/**
 * @param {string} text
 * @returns {number} the 32-bit FNV-1a hash of its UTF-8 bytes
 */
export function fnv1a32(text) {
  return new TextEncoder().encode(text).reduce((value, byte) => Math.imul(value ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

/**
 * @param {string[]} some
 * @param {string[]} more
 * @returns {string[]} all of them once, in the order of their code points
 */
function union(some, more) {
  return [...new Set([...some, ...more])].sort(byCodePoint);
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number} their order by code points; JavaScript's own is by halves of surrogate pairs
 */
function byCodePoint(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((letter, place) => letter !== right[place]);
  if (at < 0) {
    return left.length - right.length;
  }
  return at in right ? left[at].codePointAt(0) - right[at].codePointAt(0) : 1;
}
