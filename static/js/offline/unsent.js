/**
 * The page of what is not sent yet: what waits, what was refused for good, and how many answers of others are here.
 *
 * @typedef {import("./records.js").Play} Play
 */

import { fill } from "../page/fill.js";
import { forgetRefused, playsOf, refused, unsent } from "./plays.js";
import { bundleOf } from "./ready.js";
import { outboxNow, sendNow } from "./sender.js";

/** @param {HTMLElement} page with the slots of templates/offline/unsent.html */
export function start(page) {
  const show = async () => fill(page, await valuesOf());
  document.addEventListener("regulars:outbox", show);
  page.querySelector("[data-send]").addEventListener("click", sendNow);
  page.querySelector("[data-forget]").addEventListener("click", async () => {
    await forgetRefused((await outboxNow()).person);
    sendNow();
  });
  show();
}

/** @returns {Promise<Record<string, any>>} */
async function valuesOf() {
  const { person, state, kind, unsent: count } = await outboxNow();
  const [own, everybody] = person ? await Promise.all([readOf(person), unsent()]) : [NOBODYS, await unsent()];
  const others = everybody.count - count;
  return {
    ...own,
    others: others || null,
    unsent: count || null,
    isEmpty: count === 0 && own.refused.length === 0,
    isWaiting: count > 0,
    canSend: count > 0 && kind !== "tile" && state !== "signed-out",
    isOffline: state === "offline" || state === "waiting",
    isSignedOut: state === "signed-out",
    isSending: state === "sending",
    isTile: kind === "tile",
  };
}

const NOBODYS = { waiting: [], refused: [], hasRefused: false };

/**
 * @param {string} person
 * @returns {Promise<{waiting: object[], refused: object[], hasRefused: boolean}>}
 */
async function readOf(person) {
  const [plays, lost] = await Promise.all([playsOf(person), refused(person)]);
  const waiting = plays.filter((play) => play.log.some((one) => one.state === "waiting"));
  return {
    waiting: await Promise.all(waiting.map(waitingValues)),
    refused: await Promise.all(lost.map(refusedValues)),
    hasRefused: lost.length > 0,
  };
}

/**
 * @param {Play} play
 * @returns {Promise<Record<string, any>>}
 */
async function waitingValues(play) {
  const own = play.log.filter((one) => one.state === "waiting");
  return {
    title: await titleOf(play),
    when: momentOf(own[0].at),
    count: own.length,
    toConfirm: !play.confirmed,
    isUnfinished: !play.finished,
  };
}

/**
 * @param {Awaited<ReturnType<typeof refused>>[number]} lost
 * @returns {Promise<Record<string, any>>}
 */
async function refusedValues(lost) {
  return {
    title: lost.scenario && (await titleOf(lost)),
    when: momentOf(lost.at),
    count: lost.count,
    why: lost.code.replace(/-(\w)/g, (_all, letter) => letter.toUpperCase()),
  };
}

/**
 * @param {{scenario: string, version: number, language: string}} play
 * @returns {Promise<string | null>}
 */
async function titleOf({ scenario, version, language }) {
  const bundle = await bundleOf(scenario, version, language);
  return bundle?.texts.title ?? null;
}

/**
 * @param {number} at in milliseconds
 * @returns {string}
 */
function momentOf(at) {
  const form = { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(at);
}
