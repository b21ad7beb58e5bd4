/**
 * Somebody stands up: what the server has is deleted, and what it has not got stays here, sealed for its person.
 * Somebody sits down again: their plays are opened with their private key.
 *
 * @typedef {import("./records.js").PlayRow} PlayRow
 * @typedef {import("./records.js").ChoiceRow} ChoiceRow
 */

import { answer, inTransaction } from "./database.js";
import { choicesOf } from "./records.js";
import { unwrap } from "./sealing.js";

const STORES = ["plays", "choices", "kept"];

/**
 * Seals every play. On a shared tablet one that is neither finished nor sent stays open, so that whoever comes back
 * under their tile without a network goes on at the exact scene.
 *
 * @returns {Promise<void>}
 */
export function sealAll() {
  return inTransaction(STORES, "readwrite", sealIn);
}

/**
 * Nobody sits here any more: every play is sealed, and what told who it was is gone.
 *
 * @returns {Promise<void>}
 */
export function leaveNothing() {
  return inTransaction(STORES, "readwrite", async (transaction) => {
    transaction.objectStore("kept").delete("sitting");
    transaction.objectStore("kept").delete("snapshot");
    noteStandingUp(transaction);
    await sealIn(transaction);
  });
}

/** @param {IDBTransaction} transaction */
async function sealIn(transaction) {
  const [rows, choices, roster] = await Promise.all([
    answer(transaction.objectStore("plays").getAll()),
    answer(transaction.objectStore("choices").getAll()),
    answer(transaction.objectStore("kept").getKey("roster")),
  ]);
  const unsent = new Set(choices.filter((choice) => choice.state !== "acknowledged").map((choice) => choice.play));
  for (const row of rows) {
    const isUnderWay = roster !== undefined && !row.finished && !row.refused;
    if (unsent.has(row.play) || (isUnderWay && !row.onServer)) {
      transaction.objectStore("plays").put(isUnderWay ? row : { ...row, key: null });
    } else {
      remove(transaction, row.play);
    }
  }
}

/**
 * Opens the plays of a person who signed in. What was sealed for another key of theirs is lost, and said to be.
 *
 * @param {string} person
 * @param {CryptoKey} privateKey
 * @returns {Promise<void>}
 */
export async function unseal(person, privateKey) {
  /** @type {PlayRow[]} */
  const rows = await inTransaction("plays", "readonly", (reading) => answer(reading.objectStore("plays").getAll()));
  for (const row of rows.filter((one) => one.person === person && !one.key)) {
    const key = await unwrap(row.wrapped, privateKey).catch(() => null);
    await inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
      const now = await answer(transaction.objectStore("plays").get(row.play));
      if (now) {
        transaction.objectStore("plays").put({ ...now, key, refused: now.refused || !key });
        await (key ? undefined : refuse(transaction, row.play, "locked"));
      }
    });
  }
}

/**
 * Whatever was played under the tile of a person is theirs once they have signed in.
 *
 * @param {string} person
 * @returns {Promise<void>}
 */
export function confirm(person) {
  return inTransaction("plays", "readwrite", async (transaction) => {
    const plays = transaction.objectStore("plays");
    for (const row of await answer(plays.getAll())) {
      if (row.person === person && !row.confirmed) {
        plays.put({ ...row, confirmed: true });
      }
    }
  });
}

/**
 * The tablet was taken out of service: nothing stays.
 *
 * @returns {Promise<{unsent: number}>} how many answers the server never got
 */
export function forgetEverything() {
  return inTransaction(STORES, "readwrite", async (transaction) => {
    const choices = await answer(transaction.objectStore("choices").getAll());
    for (const store of STORES) {
      transaction.objectStore(store).clear();
    }
    noteStandingUp(transaction);
    return { unsent: choices.filter((choice) => choice.state === "waiting").length };
  });
}

/**
 * Somebody has read what was refused of theirs: it goes, and with it what else is here of those plays, unless some of
 * that is still to be sent.
 *
 * @param {string} person
 * @returns {Promise<void>}
 */
export function forgetRefused(person) {
  return inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    const choices = transaction.objectStore("choices");
    const index = choices.index("person_state");
    const [refused, waiting] = await Promise.all(
      ["refused", "waiting"].map((state) => answer(index.getAll([person, state]))),
    );
    const unsent = new Set(waiting.map((choice) => choice.play));
    for (const { play, number } of refused) {
      if (unsent.has(play)) {
        choices.delete([play, number]);
      } else {
        remove(transaction, play);
      }
    }
  });
}

/**
 * Moves the waiting choices of a play, from a number on, to what was refused for good.
 *
 * @param {IDBTransaction} transaction over `choices`
 * @param {string} play
 * @param {string} code
 * @param {number} [from]
 * @returns {Promise<void>}
 */
export async function refuse(transaction, play, code, from = 0) {
  const choices = transaction.objectStore("choices");
  for (const choice of await answer(choices.getAll(choicesOf(play)))) {
    if (choice.state === "waiting" && choice.number >= from) {
      choices.put({ ...choice, state: "refused", code });
    }
  }
}

/**
 * Whatever is on its way for whoever sat here comes too late from now on.
 *
 * @param {IDBTransaction} transaction over `kept`
 */
function noteStandingUp(transaction) {
  transaction.objectStore("kept").put(crypto.randomUUID(), "stood-up");
}

/**
 * @param {IDBTransaction} transaction over `plays` and `choices`
 * @param {string} play
 */
export function remove(transaction, play) {
  transaction.objectStore("plays").delete(play);
  transaction.objectStore("choices").delete(choicesOf(play));
}
