/**
 * Who sits in front of this browser. On a page of the server it is the person who is signed in; what the browser needs
 * to play for them comes from `GET /ready`. Without a network it is whoever sat here last, or somebody who tapped
 * their tile (`kind` "tile", nothing proved). Whoever stands up leaves nothing readable behind.
 *
 * @typedef {{person: string, name: string, language: string, theme: string, coach: string, thinkFirst: boolean,
 *   haste: boolean, kind: "password" | "pin" | "tile", publicKey: string}} Sitting
 */

import { alone } from "./alone.js";
import { keep, kept } from "./database.js";
import { confirm, leaveNothing, unseal } from "./locking.js";
import { importPrivateKey } from "./sealing.js";
import { spare, takeIn, tidyUp } from "./snapshot.js";

const STALE_AFTER = 5 * 60_000;
const LONGEST_ASKING = 10_000;
const AS_IT_COMES = { theme: "auto", coach: "slip", thinkFirst: false, haste: true };
const page = document.documentElement.dataset;

/** @type {Promise<void> | null} */
let settled = null;
let isLeaving = false;

/**
 * @returns {Promise<Sitting | null>} null where nobody sits, or nothing can be played here for them
 */
export async function whoSits() {
  if (!window.isSecureContext) {
    return null;
  }
  settled ??= settle();
  try {
    await settled;
    const sitting = await kept("sitting");
    return sitting && (page.shell || sitting.person === page.person) ? sitting : null;
  } catch {
    settled = null; // no network, no storage, or no session any more: asked again next time
    return null;
  }
}

/**
 * Somebody taps their tile while there is no network.
 *
 * @param {{person: string, name: string, language: string, publicKey: string}} tile
 * @returns {Promise<void>}
 */
export async function sit({ person, name, language, publicKey }) {
  await sealBehind();
  await keep("sitting", { ...AS_IT_COMES, person, name, language, publicKey, kind: "tile" });
}

/**
 * Whoever sits here leaves, and this page with them.
 *
 * @returns {Promise<void>} when nobody sits here any more, and nothing of theirs can be read
 */
export function standUp() {
  isLeaving = true;
  return sealBehind();
}

/**
 * Asks the server anew for what this browser needs, and opens what was sealed here.
 *
 * @returns {Promise<void>} rejects without a network, or when somebody else is signed in by now
 */
export async function refresh() {
  const [before, spared] = [await kept("stood-up"), await spare(page.person)];
  const ready = await fetchReady();
  await alone("sitting", async () => {
    if (isLeaving || before !== (await kept("stood-up"))) {
      throw new Error("somebody stood up in between");
    }
    await keep("sitting", sittingOf(ready));
    await unseal(page.person, await importPrivateKey(ready.key.private));
    await confirm(page.person);
    await takeIn(page.person, ready.plays);
    const { key: _keys, plays: _plays, ...rest } = ready;
    await keep("snapshot", { ...rest, release: page.release, at: Date.now() });
    await tidyUp(spared, ready.plays);
  });
  document.dispatchEvent(new CustomEvent("regulars:snapshot"));
}

/** @returns {Promise<void>} when it is clear who sits here */
async function settle() {
  if (page.shell) {
    return;
  }
  const sitting = await kept("sitting");
  if (sitting && (page.person ? sitting.person !== page.person : document.querySelector("[data-nobody]"))) {
    await sealBehind();
  }
  if (!page.person) {
    return;
  }
  const isSettled = sitting?.person === page.person && sitting.kind === page.kind && settingsOf(sitting) === page.settings;
  const snapshot = isSettled ? await kept("snapshot") : null; // a page that was left at once may not have come to it
  if (snapshot?.person.id === page.person) {
    (window.requestIdleCallback ?? window.setTimeout)(refreshIfStale);
  } else {
    await refresh();
  }
}

/**
 * @param {Sitting} sitting
 * @returns {string} the person's own settings as a page of the server carries them
 */
function settingsOf({ language, theme, coach, thinkFirst, haste }) {
  return [language, theme, coach, Number(thinkFirst), Number(haste)].join(" ");
}

/** @returns {Promise<void>} */
function sealBehind() {
  return alone("sitting", leaveNothing);
}

async function refreshIfStale() {
  const snapshot = await kept("snapshot").catch(() => null);
  const age = Date.now() - (snapshot?.at ?? 0);
  if (snapshot?.release !== page.release || age < 0 || age > STALE_AFTER) {
    await refresh().catch(() => {}); // the next page tries again
  }
}

/** @returns {Promise<any>} */
async function fetchReady() {
  const answered = await fetch("/ready", {
    headers: { Accept: "application/json" },
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_ASKING),
  });
  const ready = answered.ok ? await answered.json() : null;
  if (ready?.person.id !== page.person) {
    throw new Error("this person is not signed in");
  }
  return ready;
}

/**
 * @param {any} ready
 * @returns {Sitting}
 */
function sittingOf({ person, key }) {
  const { id, name, language, theme, coach, think_first: thinkFirst, haste } = person;
  return { person: id, name, language, theme, coach, thinkFirst, haste, kind: page.kind, publicKey: key.public };
}
