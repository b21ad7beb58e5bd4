/**
 * What makes a browser a store's tablet, on each of its pages: it locks, keeps the store's people for when there is no
 * network, tells the server how it is, and forgets everything when it was taken out of use.
 */

import { lock, start as startLock } from "./lock.js";
import { forgetNotes, readNote, writeNote } from "./notes.js";

const REPORTED = "regulars-reported";
const FORGOTTEN = "regulars-forgotten";
const REPORTED_EVERY = 60_000;
const ROSTER_AGE = 10 * 60_000;
const STATES = ["ready", "insecure", "refused", "full"];
const page = document.documentElement.dataset;

let timer = 0;

/** @returns {Promise<void>} */
export async function start() {
  if (page.shell) {
    await startShell();
    return;
  }
  if (page.person && page.lockAfter) {
    startLock({ person: page.person, lockAfter: Number(page.lockAfter) });
  }
  (window.requestIdleCallback ?? window.setTimeout)(() => {
    report();
    keepRoster();
  });
  document.addEventListener("regulars:outbox", reportSoon);
  document.addEventListener("regulars:readiness", reportSoon);
}

/** Without a network it is the roster that says that this is a tablet. */
async function startShell() {
  const [{ rosterNow }, { whoSits }] = await Promise.all([import("./roster.js"), import("./sitting.js")]);
  const [roster, sitting] = await Promise.all([rosterNow(), whoSits()]);
  document.querySelectorAll("[data-sign-out]").forEach((form) => {
    form.hidden = Boolean(roster) || !sitting;
  });
  if (roster && sitting) {
    startLock({ person: sitting.person, lockAfter: roster.device.lock_after });
  } else if (roster && page.shell !== "tiles") {
    await lock();
  }
}

/** Tells the server how this tablet is: what is not sent, since when, and whether it could do without a network. */
async function report() {
  writeNote(REPORTED, Date.now());
  const answered = await post("/device/state", await stateNow()).catch(() => null);
  if (answered?.status === 410) {
    await forget();
  }
}

/** Something was sent, or came to be sent: told once a minute at most. */
function reportSoon() {
  window.clearTimeout(timer);
  const since = Date.now() - Number(readNote(REPORTED));
  timer = window.setTimeout(report, since < 0 ? 0 : Math.max(0, REPORTED_EVERY - since));
}

/** The tablet was taken out of use: nothing stays here, and the server hears how much it never got. */
async function forget() {
  const unsent = await import("./plays.js").then((plays) => plays.forgetEverything()).catch(() => ({ unsent: 0 }));
  const lost = Math.max(unsent.unsent, Number(readNote(FORGOTTEN)));
  forgetNotes();
  writeNote(FORGOTTEN, lost); // until the server has heard it
  for (const name of (await window.caches?.keys()) ?? []) {
    await window.caches.delete(name);
  }
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await worker.unregister();
  }
  const answered = await post("/device/forgotten", { unsent: lost }).catch(() => null);
  if (answered?.ok) {
    forgetNotes();
    window.location.replace("/pair");
  }
}

/** @returns {Promise<{unsent: number, unsent_since: string | null, offline: string}>} */
async function stateNow() {
  const waiting = await import("./plays.js").then((plays) => plays.unsent()).catch(() => ({ count: 0, oldest: null }));
  return {
    unsent: waiting.count,
    unsent_since: waiting.oldest ? new Date(waiting.oldest).toISOString() : null,
    offline: await readiness(),
  };
}

/** @returns {Promise<string>} as the server names it */
async function readiness() {
  try {
    const [{ canPlayLocally }, { kept }] = await Promise.all([import("./ready.js"), import("./database.js")]);
    const { ok, why } = await canPlayLocally();
    const state = ok ? (await kept("readiness"))?.state : why;
    return STATES.includes(state) ? state : "unknown";
  } catch {
    return "unknown";
  }
}

/**
 * @param {string} path
 * @param {Record<string, unknown>} body
 * @returns {Promise<Response>}
 */
function post(path, body) {
  const token = document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), redirect: "error" });
}

/** The roster; and while nobody has the tablet, what can be played by all who are on it. */
async function keepRoster() {
  const isAtRest = document.querySelector("[data-nobody]") !== null;
  try {
    const { refreshRoster } = await import("./roster.js");
    await refreshRoster(isAtRest ? 0 : ROSTER_AGE);
    if (isAtRest) {
      const { askToStay, keepReady } = await import("./keeping.js");
      await keepReady();
      await askToStay();
    }
  } catch {
    // no network, or a browser that keeps nothing: the next page tries again
  }
}
