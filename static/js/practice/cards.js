/**
 * Practice as its page takes it, from what this browser keeps: the same cards in the same order as the server shows.
 *
 * @typedef {import("../offline/sitting.js").Sitting} Sitting
 * @typedef {import("../offline/ready.js").Listed} Listed
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {Record<string, any>} Card the values of one card's slots
 */

import { isOpen } from "../offline/assigned.js";
import { kept } from "../offline/database.js";
import { playsOf } from "../offline/plays.js";
import { readAt } from "../offline/ready.js";
import { moodOfTrust } from "../play/engine.js";
import { openPlayOf } from "../play/intro.js";
import { percent } from "../play/score-details.js";
import { dueValues } from "./due.js";
import { standingOf } from "./standing.js";

/**
 * @param {Sitting} person
 * @returns {Promise<Record<string, any>>} the values of the slots of templates/practice/practice.html
 */
export async function practiceValues(person) {
  const [snapshot, roster, plays] = await Promise.all([kept("snapshot"), kept("roster"), playsOf(person.person)]);
  const listed = snapshot ? [...snapshot.scenarios, ...(snapshot.withheld ?? [])] : (roster?.scenarios ?? []);
  const cards = await Promise.all(listed.map((one) => cardOf(one, plays, snapshot?.results[one.id])));
  const due = await dueOf(snapshot, plays, cards);
  const isNewcomer = Boolean(snapshot) && cards.every((card) => card.state === "new");
  const name = person.name.split(" ")[0];
  return {
    name: isNewcomer ? null : name,
    newcomer: isNewcomer ? name : null,
    byTile: person.kind === "tile",
    due: due.map((module, index) => ({ ...module, ...shelf("due", module.cards, index === 0) })),
    ...shelves(cards.filter((card) => !isShownIn(due, card)), Boolean(snapshot), due.length > 0),
  };
}

/**
 * @param {any} snapshot
 * @param {Play[]} plays
 * @param {Card[]} cards
 * @returns {Promise<(Record<string, any> & {cards: Card[]})[]>} what is due, module by module
 */
function dueOf(snapshot, plays, cards) {
  const byScenario = new Map(cards.map((card) => [card.scenario, card]));
  return Promise.all((snapshot?.enrolments ?? []).filter(isOpen).map((one) => dueValues(one, plays, byScenario)));
}

/**
 * @param {{cards: Card[]}[]} due
 * @param {Card} card
 * @returns {boolean} whether it stands under a module already
 */
function isShownIn(due, card) {
  return due.some((module) => module.cards.some(({ scenario }) => scenario === card.scenario));
}

/**
 * @param {Card[]} cards
 * @param {boolean} isKnown what the person has played
 * @param {boolean} isLed whether something leads already
 * @returns {Record<string, any>} continue, what is new, again; or all together
 */
function shelves(cards, isKnown, isLed) {
  const proceed = cards.filter((card) => card.state === "open");
  const fresh = cards.filter((card) => isKnown && card.state === "new");
  const again = cards.filter((card) => isKnown && card.state === "played").sort(byMostToWin);
  const here = cards.filter((card) => !isKnown && card.state !== "open");
  return {
    ...shelf("proceed", proceed, !isLed),
    ...shelf("fresh", fresh, !isLed && !proceed.length),
    ...shelf("again", again, !isLed && !proceed.length && !fresh.length),
    ...shelf("here", here, false),
  };
}

/**
 * Cards side by side; the first stands alone above them where it leads or is the only one. Those that need the network
 * come last.
 *
 * @param {string} name
 * @param {Card[]} cards
 * @param {boolean} leads
 */
function shelf(name, cards, leads) {
  const sorted = [...cards.filter((card) => !card.isAway), ...cards.filter((card) => card.isAway)];
  const isAlone = cards.length > 0 && !sorted[0].isAway && (leads || cards.length === 1);
  const [first, ...others] = sorted.map((card, index) => {
    const isLeading = leads && index === 0;
    return { ...card, leads: isLeading, follows: !isLeading && !card.isAway };
  });
  return {
    [name]: cards.length > 0,
    [`${name}Alone`]: isAlone ? [first] : [],
    [`${name}Others`]: isAlone ? others : [first, ...others].filter(Boolean),
  };
}

/**
 * @param {Card} one
 * @param {Card} other
 * @returns {number} what is not passed yet leads, companions come last
 */
function byMostToWin(one, other) {
  const rank = (card) => (card.isCompanion ? 2 : card.isPassed ? 1 : 0);
  return rank(one) - rank(other);
}

/**
 * @param {Partial<Listed> & {id: string, graded: boolean, minutes: number, titles: Record<string, string>}} listed
 * @param {Play[]} plays
 * @param {import("./standing.js").Standing | undefined} result
 * @returns {Promise<Card>} one that is not kept here needs the network, and leads nowhere without it
 */
async function cardOf(listed, plays, result) {
  const { id, graded, minutes, titles } = listed;
  const { lang } = document.documentElement;
  const [bundle, pictures] = await Promise.all([readAt(listed.bundles?.[lang]), readAt(listed.pictures)]);
  const openPlay = openPlayOf(plays, id);
  const standing = bundle ? await standingOf(result, plays, bundle) : result;
  const isAway = !openPlay && !(bundle && pictures);
  return {
    scenario: id,
    url: isAway ? null : openPlay ? `/plays/${openPlay}` : `/scenarios/${id}`,
    state: openPlay ? "open" : standing?.plays ? "played" : "new",
    title: titles[lang],
    summary: bundle?.texts.summary,
    picture: bundle && pictures?.[moodOfTrust(bundle.rules.trust)],
    minutes,
    isCompanion: !graded,
    hasBest: standing?.best != null,
    best: percent(standing?.best ?? null),
    isPassed: standing?.passed === true,
    isMissed: standing?.passed === false,
    isAway,
    away: isAway ? "network" : null,
  };
}
