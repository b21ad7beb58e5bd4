/**
 * One batch to the server, and what came of it. A batch goes only under its own person's session: the CSRF token
 * comes with the person's id from `GET /session`, and the server takes it in no other session than that one.
 *
 * @typedef {import("./outbox.js").SentPlay} SentPlay
 * @typedef {import("./outbox.js").AnsweredPlay} AnsweredPlay
 *
 * `taken`: the answer for each play. `unreadable`: the server does not take this body, whatever is tried. `signed-out`:
 * not this person's session any more. `later`: anything else, a lost answer included; `wait` in milliseconds where
 * the server named a time.
 * @typedef {{outcome: "taken", plays: AnsweredPlay[]} | {outcome: "unreadable", code: string} |
 *   {outcome: "signed-out"} | {outcome: "later", wait: number | null}} Outcome
 */

const LONGEST_SENDING = 20_000;
const MOST_KEPT_ALIVE = 30_000; // of the 64 KB that a page may leave behind when it closes
const LATER = { outcome: "later", wait: null };

/** @type {{person: string, token: string} | null} */
let session = null;

/**
 * @param {SentPlay[]} batch
 * @param {string} person whose it is
 * @returns {Promise<Outcome>}
 */
export async function post(batch, person) {
  try {
    const isFresh = session === null;
    const outcome = await postOnce(batch, person);
    return outcome === "stale" && !isFresh ? settled(await postOnce(batch, person)) : settled(outcome);
  } catch {
    return LATER; // no network, no answer in time, or half of one
  }
}

/**
 * @param {Outcome | "stale"} outcome
 * @returns {Outcome}
 */
function settled(outcome) {
  return outcome === "stale" ? LATER : outcome;
}

/**
 * @param {SentPlay[]} batch
 * @param {string} person
 * @returns {Promise<Outcome | "stale">} `stale` when the session has changed since its token was given
 */
async function postOnce(batch, person) {
  if (session === null) {
    const answered = await ask("/session", {});
    if (!answered.ok) {
      return refusal(answered);
    }
    const { person: signedIn, csrf_token: token } = await answered.json();
    session = { person: signedIn.id, token };
  }
  if (session.person !== person) {
    session = null;
    return { outcome: "signed-out" };
  }
  const answered = await ask("/sync", sync(batch, session.token));
  return answered.ok ? { outcome: "taken", plays: (await answered.json()).plays } : refusal(answered);
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
function ask(path, init) {
  return fetch(path, {
    ...init,
    headers: { Accept: "application/json", ...init.headers },
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_SENDING),
  });
}

/**
 * @param {SentPlay[]} batch
 * @param {string} token
 * @returns {RequestInit}
 */
function sync(batch, token) {
  const body = JSON.stringify({ plays: batch });
  const headers = {
    "Content-Type": "application/json",
    "X-CSRFToken": token,
    "X-Device-Time": new Date().toISOString(),
  };
  return { method: "POST", body, headers, keepalive: body.length < MOST_KEPT_ALIVE };
}

/**
 * @param {Response} answered
 * @returns {Promise<Outcome | "stale">}
 */
async function refusal(answered) {
  const code = (await answered.json().catch(() => null))?.error?.code;
  if (answered.status === 400 && code === "csrf") {
    session = null;
    return "stale";
  }
  if (answered.status === 401) {
    session = null;
    return { outcome: "signed-out" };
  }
  if (answered.status === 413 || answered.status === 422) {
    return { outcome: "unreadable", code: code ?? "unreadable" };
  }
  return { outcome: "later", wait: waitOf(answered.headers.get("Retry-After")) };
}

/**
 * @param {string | null} retryAfter seconds, or a date
 * @returns {number | null} milliseconds
 */
function waitOf(retryAfter) {
  if (!retryAfter) {
    return null;
  }
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : null;
}
