/**
 * Hands the tablet on: at a tap on “Next, please”, or when nobody has touched it for a while. The cookie of touches
 * ends with it, and with the cookie its mark, so that the server lets nobody go on; what this browser holds is sealed;
 * and the tiles show, with a network or without.
 */

import { readNote, writeNote } from "./notes.js";
import { noteWay } from "./way-back.js";

const COOKIE = "regulars-touched";
const LAST = "regulars-last-touch";
const RENEWED_AFTER = 5000;
const WARNED_BEFORE = 15_000;
const TOUCHES = ["pointerdown", "keydown", "scroll", "wheel"];

let isLocking = false;

/**
 * @param {{person: string, lockAfter: number}} held who has the tablet, and after how many seconds it locks
 */
export function start({ person, lockAfter }) {
  noteWay(person, window.location.pathname);
  const mark = markNow();
  if (!mark) {
    lock();
    return;
  }
  let [last, renewed] = [Date.now(), 0];
  const left = () => Math.max(last, lastElsewhere()) + lockAfter * 1000 - Date.now();
  const look = () => (left() <= 0 ? lock() : stillThere(left() <= WARNED_BEFORE));
  const touch = () => {
    if (isLocking || left() <= 0) {
      lock(); // a touch that wakes the tablet up comes too late
      return;
    }
    last = Date.now();
    if (Math.abs(last - renewed) > RENEWED_AFTER) {
      renewed = last;
      renew(mark, lockAfter);
    }
    stillThere(false);
  };
  TOUCHES.forEach((name) => window.addEventListener(name, touch, { capture: true, passive: true }));
  window.setInterval(look, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  window.addEventListener("pageshow", (event) => event.persisted && markNow() !== mark && lock());
  document.querySelectorAll("[data-lock]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      lock();
    });
  });
  touch();
}

/** Nobody has the tablet any more: what can be sent at once is sent, the rest is sealed, and the tiles show. */
export async function lock() {
  if (isLocking) {
    return;
  }
  isLocking = true;
  const { leave } = await import("./leaving.js").catch(() => ({ leave: async () => {} }));
  await leave();
  write("", 0);
  window.location.replace("/tiles");
}

/**
 * Somebody has the tablet from now on.
 *
 * @param {string} mark of their session
 * @param {number} lockAfter seconds without a touch
 */
export function renew(mark, lockAfter) {
  write(mark, lockAfter);
  writeNote(LAST, Date.now());
}

/** @returns {string | null} the mark of whoever has the tablet; null when it was not touched for a while */
function markNow() {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) || null;
}

/** @returns {number} when this tablet was last touched in whichever tab */
function lastElsewhere() {
  const at = Number(readNote(LAST));
  return at <= Date.now() ? at : 0;
}

/**
 * @param {string} value
 * @param {number} seconds
 */
function write(value, seconds) {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax${secure}`;
}

/** @param {boolean} isAsked whether the page asks for a touch, because the tablet is about to lock */
function stillThere(isAsked) {
  const banner = document.querySelector("[data-still-there]");
  const words = isAsked ? banner?.dataset.words : "";
  if (banner && banner.textContent !== words) {
    banner.textContent = words;
  }
}
