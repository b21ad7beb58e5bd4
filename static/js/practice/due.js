/**
 * What is due, as Practice shows it: the open enrolments of the last snapshot, with what was passed here since.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {import("./cards.js").Card} Card
 * @typedef {import("../offline/assigned.js").Enrolment} Enrolment
 */

import { openPlayOf } from "../play/intro.js";
import { dueDay, todayIn } from "./due-day.js";
import { passes } from "./standing.js";

/**
 * @param {Enrolment} enrolment
 * @param {Play[]} plays all of the person that this browser holds
 * @returns {Promise<string[]>} the module's scenarios that are passed, here or by what the server said
 */
export async function passedOf(enrolment, plays) {
  const since = Date.parse(enrolment.assigned);
  const counting = plays.filter((play) => enrolment.mode === "practice" && countsFor(play, enrolment, since));
  const found = await Promise.all(counting.map((play) => passes(play, enrolment.pass_mark)));
  const here = counting.filter((_play, index) => found[index]).map(({ scenario }) => scenario);
  return enrolment.scenarios.filter((scenario) => [...enrolment.passed, ...here].includes(scenario));
}

/**
 * @param {Enrolment} enrolment
 * @param {string[]} passed scenarios
 * @param {string} after the scenario just played
 * @returns {string | null} the module's next one that is not passed, from the beginning again after the last
 */
export function nextOf({ scenarios }, passed, after) {
  const here = scenarios.indexOf(after) + 1;
  const around = [...scenarios.slice(here), ...scenarios.slice(0, here)];
  return around.find((scenario) => scenario !== after && !passed.includes(scenario)) ?? null;
}

/**
 * @param {Enrolment} enrolment
 * @param {Play[]} plays all of the person that this browser holds
 * @param {Map<string, Card>} cards of all scenarios, as they stand without an enrolment
 * @returns {Promise<Record<string, any> & {cards: Card[]}>} the values of the slots of templates/practice/due.html
 */
export async function dueValues(enrolment, plays, cards) {
  const passed = await passedOf(enrolment, plays);
  const today = todayIn(enrolment.time_zone);
  const isOverdue = enrolment.due < today;
  const own = enrolment.scenarios
    .filter((scenario) => cards.has(scenario))
    .map((scenario) => dueCard(enrolment, cards.get(scenario), scenario, plays, passed.includes(scenario)));
  return {
    heading: `due-${enrolment.id}`,
    title: enrolment.module,
    text: enrolment.text,
    note: enrolment.note,
    noteBy: enrolment.note_by,
    isCheck: enrolment.mode === "check",
    isOverdue,
    urgency: isOverdue ? "late" : null,
    ...dueDay(enrolment.due, today, document.documentElement.lang),
    done: { done: passed.length, of: enrolment.scenarios.length },
    cards: own.sort((one, other) => rank(one) - rank(other)),
  };
}

/**
 * @param {Enrolment} enrolment
 * @param {Card} card
 * @param {string} scenario
 * @param {Play[]} plays
 * @param {boolean} isDone
 * @returns {Card} a check needs the network, and nothing of free practice stands on it
 */
function dueCard(enrolment, card, scenario, plays, isDone) {
  const isMissed = card.isMissed && !isDone;
  if (enrolment.mode === "check") {
    const left = isDone ? null : enrolment.left[scenario];
    const dead = { url: null, isAway: true, away: "check", state: "new" };
    return { ...card, ...dead, isDone, isCheck: !isDone, left, hasBest: false, isPassed: false, isMissed: false };
  }
  const openPlay = openPlayOf(plays.filter((play) => !play.enrolment || play.enrolment === enrolment.id), scenario);
  const wasPlayed = isDone || isMissed; // what was passed before it was assigned begins anew
  const state = openPlay ? "open" : wasPlayed ? "played" : "new";
  const hasBest = wasPlayed && card.hasBest;
  const intro = card.isAway ? null : `/scenarios/${scenario}?enrolment=${enrolment.id}`;
  return { ...card, url: openPlay ? `/plays/${openPlay}` : intro, state, isDone, hasBest, isPassed: false, isMissed };
}

/**
 * @param {Card} card
 * @returns {number} what is open leads, what is done comes last
 */
function rank({ isDone, state }) {
  return (isDone ? 2 : 0) + (state === "open" ? 0 : 1);
}

/**
 * @param {Play} play
 * @param {Enrolment} enrolment
 * @param {number} since when it was assigned
 * @returns {boolean} whether it counts for the enrolment, once it is passed
 */
function countsFor(play, enrolment, since) {
  const isFree = !play.enrolment && play.started >= since;
  const isNamed = enrolment.scenarios.includes(play.scenario) && play.mode === "practice";
  return isNamed && (isFree || play.enrolment === enrolment.id);
}
