/**
 * Sends what waits, for the person who is signed in, from one tab at a time and one request at a time, until the
 * server has acknowledged it or refused it for good. Nothing is lost by sending it twice.
 *
 * Tells the page with the event `regulars:outbox`, and the other tabs too: how many answers wait, how many were
 * refused, and the state. `idle`: nothing to do. `sending`. `waiting`: it is tried again. `offline`: the same, while the
 * browser knows of no network. `signed-out`: the person has to sign in first.
 *
 * @typedef {"idle" | "sending" | "waiting" | "offline" | "signed-out"} State
 * @typedef {{unsent: number, refused: number, state: State, person: string | null,
 *   kind: "password" | "pin" | "tile" | null}} Outbox
 */

import { alone, listen, tell } from "./alone.js";
import { nextBatch, sizeOf } from "./batch.js";
import { StorageError, answer, inTransaction } from "./database.js";
import { refuseAll, settle } from "./outbox.js";
import { leftToWait, waitLonger, waitNoMore } from "./patience.js";
import { post } from "./posting.js";
import { whoSits } from "./sitting.js";
import { counts } from "./waiting.js";

const MOST = 200;
const AFTER_THE_SCENE = 100; // the next scene goes first
const UNLESS_SENT = 2000;
/** @type {Outbox} */
const NOTHING = { unsent: 0, refused: 0, state: "idle", person: null, kind: null };

/** @type {State} */
let state = "idle";
/** @type {Promise<void> | null} */
let running = null;
let isWanted = false;
let isEager = false;
let isNext = false;
let timer = 0;

/** Sends what is there, and from now on whatever comes, on this page. */
export function startSending() {
  if (!window.isSecureContext) {
    return; // where nothing is kept
  }
  document.addEventListener("regulars:answered", () => {
    tell({ answered: true });
    window.setTimeout(sendNow, AFTER_THE_SCENE);
  });
  for (const event of ["regulars:snapshot", "visibilitychange"]) {
    document.addEventListener(event, sendNow);
  }
  for (const event of ["online", "pagehide"]) {
    window.addEventListener(event, sendNow);
  }
  window.addEventListener("offline", () => announce(state === "waiting" ? "offline" : state));
  listen(hear);
  sendNow();
}

/** @returns {Promise<void>} when all is sent, or has to wait */
export function sendNow() {
  return run(true);
}

/** @returns {Promise<Outbox>} how it stands for the person who sits here */
export async function outboxNow() {
  const sitting = await whoSits();
  return sitting ? { ...(await counts(sitting.person)), state, person: sitting.person, kind: sitting.kind } : NOTHING;
}

/**
 * @param {boolean} isNew whether something happened, so that it is tried at once
 * @returns {Promise<void>}
 */
function run(isNew) {
  isWanted = true;
  isEager ||= isNew;
  running ??= takeTurns().finally(() => {
    running = null;
  });
  return running;
}

async function takeTurns() {
  while (isWanted) {
    const wasEager = isEager;
    isWanted = isEager = false;
    try {
      await alone("outbox", () => send(wasEager));
    } catch (error) {
      if (!(error instanceof StorageError)) {
        throw error;
      }
      await announce("idle"); // a browser that keeps nothing has nothing to send
    }
  }
}

/** @param {boolean} wasEager */
async function send(wasEager) {
  const sitting = await whoSits();
  if (!sitting || sitting.kind === "tile") {
    return announce("idle");
  }
  const left = await leftToWait(wasEager);
  if (left > 0) {
    return tryAgain(left);
  }
  const outcome = await sendAll(sitting.person);
  if (outcome.outcome === "signed-out") {
    return announce("signed-out");
  }
  if (outcome.outcome === "later") {
    return tryAgain(await waitLonger(outcome.wait, wasEager));
  }
  await waitNoMore();
  return announce("idle");
}

/**
 * @param {string} person
 * @returns {Promise<{outcome: "taken"} | {outcome: "signed-out"} | {outcome: "later", wait: number | null}>}
 */
async function sendAll(person) {
  const aside = new Set();
  let most = MOST;
  for (;;) {
    const batch = await nextBatch(person, most, aside);
    if (batch.length === 0) {
      return aside.size ? { outcome: "later", wait: null } : { outcome: "taken" };
    }
    await announce("sending");
    const outcome = await post(batch, person);
    if (outcome.outcome === "unreadable") {
      most = await narrow(batch, outcome.code);
    } else if (outcome.outcome !== "taken") {
      return outcome;
    } else if (!(await bringIn(batch, outcome.plays, aside))) {
      return { outcome: "later", wait: null };
    }
  }
}

/**
 * A body that the server does not take is halved until one choice is left, so that one bad row blocks no other.
 *
 * @param {import("./outbox.js").SentPlay[]} batch
 * @param {string} code
 * @returns {Promise<number>} how many choices the next batch may hold
 */
async function narrow(batch, code) {
  const size = sizeOf(batch);
  if (size > 1) {
    return Math.floor(size / 2);
  }
  await refuseAll(batch, code);
  return MOST;
}

/**
 * @param {import("./outbox.js").SentPlay[]} batch
 * @param {import("./outbox.js").AnsweredPlay[]} answers
 * @param {Set<string>} aside plays that wait for something earlier are added
 * @returns {Promise<boolean>} whether anything changed by it
 */
async function bringIn(batch, answers, aside) {
  const { settled, gaps, isFinished } = await settle(batch, answers);
  gaps.forEach((play) => aside.add(play));
  if (isFinished) {
    await outdateSnapshot();
  }
  return settled > 0 || gaps.size > 0;
}

/** The next page asks for the new results. */
function outdateSnapshot() {
  return inTransaction("kept", "readwrite", async (transaction) => {
    const store = transaction.objectStore("kept");
    const snapshot = await answer(store.get("snapshot"));
    if (snapshot) {
      store.put({ ...snapshot, at: 0 }, "snapshot");
    }
  });
}

/** @param {number} wait */
function tryAgain(wait) {
  wakeAfter(wait);
  return announce(navigator.onLine ? "waiting" : "offline");
}

/** @param {number} wait */
function wakeAfter(wait) {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => run(false), wait);
}

/** @param {State} next */
async function announce(next) {
  state = next;
  const outbox = await outboxNow().catch(() => NOTHING);
  show(outbox);
  tell({ outbox });
}

/** @param {Outbox} outbox */
function show(outbox) {
  document.dispatchEvent(new CustomEvent("regulars:outbox", { detail: outbox }));
}

/** @param {any} message of another tab */
async function hear({ outbox, answered }) {
  if (answered) {
    window.setTimeout(takeOver, UNLESS_SENT); // should that tab be closed before it began to send
  }
  if (!outbox || running || outbox.person !== (await whoSits())?.person) {
    return;
  }
  state = outbox.state;
  show(outbox);
  if (state === "waiting" || state === "offline") {
    wakeAfter(await leftToWait(false)); // should that tab be closed by then
  } else if (state === "sending") {
    await takeOver();
  }
}

/** Another tab sends, or is about to. Its turn may also end because it is closed; what is left is sent from here. */
async function takeOver() {
  if (isNext) {
    return;
  }
  isNext = true;
  await alone("outbox", async () => {});
  isNext = false;
  if ((await outboxNow()).unsent > 0) {
    run(false);
  }
}
