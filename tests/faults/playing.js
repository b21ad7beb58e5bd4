/**
 * Plays on a page of the product with the product's own modules, one choice at a time, as fast as they go. Whoever
 * drives it lives outside the browser, says what to choose, and knows what was kept when the browser is gone.
 */

import { kept } from "../../static/js/offline/database.js";
import { addChoice, beginPlay, loadPlay, refused, unsent } from "../../static/js/offline/plays.js";
import { bundleOf } from "../../static/js/offline/ready.js";
import { whoSits } from "../../static/js/offline/sitting.js";
import { isFinished, load, options, replay } from "../../static/js/play/engine.js";
import { newId } from "../../static/js/play/identity.js";

/** @type {Map<string, any>} scenarios by version and language */
const scenarios = new Map();

/**
 * @param {string} scenario
 * @returns {Promise<object>} how the new play stands
 */
async function begin(scenario) {
  const { person, language } = await whoSits();
  const lists = await Promise.all([kept("snapshot"), kept("roster")]);
  const { version } = lists.flatMap((list) => list?.scenarios ?? []).find((one) => one.id === scenario);
  const play = newId();
  await beginPlay({ play, person, scenario, version, language, mode: "practice" });
  return standing(play);
}

/**
 * @param {string} play
 * @returns {Promise<object | null>} null where this browser does not hold the play open
 */
async function standing(play) {
  const loaded = await loadPlay(play);
  if (!loaded) {
    return null;
  }
  const scenario = await scenarioOf(loaded);
  const log = loaded.log.map(({ choice }) => choice);
  const { state } = replay(scenario, log);
  return { play, log, options: options(scenario, state).map(({ id }) => id), ending: isFinished(scenario, state) };
}

/**
 * @param {string} play
 * @param {string[]} log of the play so far
 * @param {string} choice
 * @returns {Promise<object>} how the play stands once the choice is kept
 */
async function say(play, log, choice) {
  const scenario = await scenarioOf(await loadPlay(play));
  const { state } = replay(scenario, [...log, choice]);
  const ending = isFinished(scenario, state);
  await addChoice(play, log.length + 1, choice, { finished: ending });
  return { play, log: [...log, choice], options: options(scenario, state).map(({ id }) => id), ending };
}

/**
 * @param {string} play
 * @param {string[]} log
 * @param {string} choice
 * @returns {Promise<string>} `kept`, or the code of why it was not
 */
async function attempt(play, log, choice) {
  try {
    await say(play, log, choice);
    return "kept";
  } catch (error) {
    return error.code;
  }
}

/** @returns {Promise<{unsent: number, refused: object[]}>} of whoever sits here, and of everybody */
async function outbox() {
  const sitting = await whoSits();
  return { unsent: (await unsent()).count, refused: sitting ? await refused(sitting.person) : [] };
}

/**
 * @param {number} patience in milliseconds
 * @returns {Promise<boolean>} whether whoever sits here has nothing left to send by then
 */
async function allSent(patience) {
  const { person } = await whoSits();
  return waitFor(async () => (await unsent(person)).count === 0, patience);
}

/**
 * @param {number} patience in milliseconds
 * @returns {Promise<boolean>} whether all that is in reach is kept here by then, and the service worker stands by
 */
async function isReady(patience) {
  return waitFor(async () => {
    const [readiness, snapshot] = await Promise.all([kept("readiness"), kept("snapshot")]);
    return navigator.serviceWorker.controller !== null && readiness?.state === "ready" && readiness.at > snapshot?.at;
  }, patience);
}

/**
 * @param {() => Promise<boolean>} holds
 * @param {number} patience in milliseconds
 * @returns {Promise<boolean>} whether it holds by then
 */
async function waitFor(holds, patience) {
  const deadline = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      return false;
    }
    await new Promise((resolve) => window.setTimeout(resolve, 50));
  }
  return true;
}

async function scenarioOf({ scenario, version, language }) {
  const name = `${scenario}/${version}/${language}`;
  if (!scenarios.has(name)) {
    scenarios.set(name, load((await bundleOf(scenario, version, language)).rules));
  }
  return scenarios.get(name);
}

window.playing = { begin, standing, say, attempt, outbox, allSent, isReady, whoSits };
