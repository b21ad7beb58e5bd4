/**
 * When to try again. All tabs share one waiting time, and it outlives the page, so that many pages are no storm.
 *
 * `until` in milliseconds; `isNamed` when the server named the time, which nothing shortens then.
 * @typedef {{tries: number, until: number, isNamed: boolean}} Waiting
 */

import { keep, kept } from "./database.js";

const FIRST = 1000;
const LONGEST = 60_000;
const LONGEST_NAMED = 3_600_000;
const SPREAD = 1000;

/**
 * @param {boolean} isEager something new happened: only a time that the server named still counts
 * @returns {Promise<number>} milliseconds to wait before the next try; 0 for none
 */
export async function leftToWait(isEager) {
  /** @type {Waiting | undefined} */
  const waiting = await kept("retry");
  const left = (waiting?.until ?? 0) - Date.now();
  const isMeant = left > 0 && left <= LONGEST_NAMED + SPREAD; // else somebody set the clock
  return isMeant && (waiting.isNamed || !isEager) ? left : 0;
}

/**
 * After a failed try: the time that the server named, else anything up to twice as long as the last time.
 *
 * @param {number | null} named milliseconds
 * @param {boolean} isEager whether that try was the first of a new beginning
 * @returns {Promise<number>} milliseconds
 */
export async function waitLonger(named, isEager) {
  const tries = isEager ? 1 : ((await kept("retry"))?.tries ?? 0) + 1;
  const wait =
    named === null
      ? Math.random() * Math.min(LONGEST, FIRST * 2 ** (tries - 1))
      : Math.min(LONGEST_NAMED, named) + Math.random() * SPREAD;
  await keep("retry", { tries, until: Date.now() + wait, isNamed: named !== null });
  return wait;
}

/** @returns {Promise<void>} after a success */
export async function waitNoMore() {
  if (await kept("retry")) {
    await keep("retry", null);
  }
}
