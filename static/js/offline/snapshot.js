/**
 * Brings what this browser holds together with what the server said it has.
 *
 * @typedef {{play: string, scenario: string, version: number, language: string, mode: "practice" | "rewind",
 *   parent: string | null, from_number: number | null, started: string | null, log: string[]}} OpenPlay
 */

import { answer, inTransaction } from "./database.js";
import { remove } from "./locking.js";
import { beginPlay } from "./plays.js";
import { choicesOf } from "./records.js";

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
 * @param {string} person
 * @returns {Promise<string[]>} their plays of which the server has everything, up to the ending
 */
export function toCount(person) {
  return inTransaction(["plays", "choices"], "readonly", async (reading) => {
    const [rows, choices] = await Promise.all(
      ["plays", "choices"].map((store) => answer(reading.objectStore(store).getAll())),
    );
    const unsent = new Set(choices.filter((one) => one.state !== "acknowledged").map((one) => one.play));
    return rows
      .filter((row) => row.person === person && row.finished && !unsent.has(row.play))
      .map((row) => row.play);
  });
}

/**
 * The results of these plays are in the snapshot now: they are not needed here, except on the screen.
 *
 * @param {string[]} plays
 * @returns {Promise<void>}
 */
export function counted(plays) {
  return inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    for (const play of plays) {
      const row = await answer(transaction.objectStore("plays").get(play));
      if (row && window.location.pathname.includes(play)) {
        transaction.objectStore("plays").put({ ...row, counted: true });
      } else {
        remove(transaction, play);
      }
    }
  });
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
