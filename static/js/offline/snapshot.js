/**
 * Brings what this browser holds together with what the server said it has.
 *
 * @typedef {{play: string, scenario: string, version: number, language: string, mode: "practice" | "rewind",
 *   enrolment: string | null, parent: string | null, from_number: number | null, started: string | null, log: string[]}} OpenPlay
 */

import { answer, inTransaction } from "./database.js";
import { remove } from "./locking.js";
import { beginPlay } from "./plays.js";
import { choicesOf } from "./records.js";

const A_DAY = 86_400_000;

/**
 * Takes in the person's open plays, so that they go on here without a network. A play with answers that are not sent
 * stays as it is; one that went on elsewhere is replaced.
 *
 * @param {string} person who sits here
 * @param {OpenPlay[]} plays
 * @returns {Promise<void>}
 */
export async function takeIn(person, plays) {
  for (const { play, from_number: fromNumber, started, log, ...given } of plays) {
    const before = (fromNumber ?? 1) - 1;
    if (await makeRoom(play, log.length - before)) {
      await beginPlay({
        ...{ ...given, play, person, fromNumber, started: started ? Date.parse(started) : Date.now() },
        ...{ inherited: log.slice(0, before), log: log.slice(before), onServer: true },
      });
    }
  }
}

/**
 * What may go once the server has been asked anew: plays that it has up to the ending, those that it has so far and
 * that are not open there any more, and those in which nothing was said for a day.
 *
 * @param {string} person
 * @returns {Promise<{finished: string[], open: string[], empty: string[]}>}
 */
export function spare(person) {
  return inTransaction(["plays", "choices"], "readonly", async (reading) => {
    const [rows, choices] = await Promise.all(
      ["plays", "choices"].map((store) => answer(reading.objectStore(store).getAll())),
    );
    const unsent = new Set(choices.filter((one) => one.state !== "acknowledged").map((one) => one.play));
    const said = new Set(choices.map((one) => one.play));
    const own = rows.filter((row) => row.person === person && !unsent.has(row.play));
    return {
      finished: own.filter((row) => row.finished).map((row) => row.play),
      open: own.filter((row) => !row.finished && row.onServer).map((row) => row.play),
      empty: own.filter((row) => !row.onServer && !said.has(row.play) && isOld(row.play)).map((row) => row.play),
    };
  });
}

/**
 * The results of the finished ones are in the snapshot now. What is on the screen stays.
 *
 * @param {{finished: string[], open: string[], empty: string[]}} spared from before the server was asked
 * @param {OpenPlay[]} plays that are open on the server
 * @returns {Promise<void>}
 */
export function tidyUp({ finished, open, empty }, plays) {
  const isOpen = new Set(plays.map(({ play }) => play));
  const goneOn = open.filter((play) => !isOpen.has(play));
  return inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    for (const play of [...finished, ...goneOn, ...empty].filter((one) => !isOnScreen(one))) {
      remove(transaction, play);
    }
    for (const play of finished.filter(isOnScreen)) {
      const row = await answer(transaction.objectStore("plays").get(play));
      if (row) {
        transaction.objectStore("plays").put({ ...row, counted: true });
      }
    }
  });
}

/**
 * @param {string} play
 * @returns {boolean}
 */
function isOnScreen(play) {
  return window.location.pathname.includes(play);
}

/**
 * @param {string} play whose id, a UUID of version 7, begins with when it was made
 * @returns {boolean}
 */
function isOld(play) {
  return Date.now() - Number.parseInt(play.replace("-", "").slice(0, 12), 16) > A_DAY;
}

/**
 * @param {string} play
 * @param {number} length of its own log on the server
 * @returns {Promise<boolean>} whether it is to be taken in; an older state of it is gone then
 */
function makeRoom(play, length) {
  return inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    const [row, choices] = await Promise.all([
      answer(transaction.objectStore("plays").get(play)),
      answer(transaction.objectStore("choices").getAll(choicesOf(play))),
    ]);
    const isBehind = choices.length < length && choices.every((choice) => choice.state === "acknowledged");
    if (row && isBehind) {
      remove(transaction, play);
    }
    return !row || isBehind;
  });
}
