/**
 * The plays of this page, each with its key at hand, and what has to hold before a choice is added to one.
 *
 * @typedef {import("./records.js").PlayRow} PlayRow
 *
 * `first` is the play's own first number; `mark` changes when the play is taken in anew; `ahead` has what may be said
 * next, sealed, by its number and choice.
 * @typedef {{key: CryptoKey, person: string, first: number, mark: string,
 *   ahead?: Map<string, Promise<import("./sealing.js").Sealed>>}} Held
 */

import { answer, inTransaction } from "./database.js";
import { PlayError, openHeader } from "./records.js";

/** @type {Map<string, Held>} */
const held = new Map();

/**
 * @param {string} play
 * @returns {Promise<Held>}
 */
export async function hold(play) {
  const known = held.get(play);
  if (known) {
    return known;
  }
  const row = await inTransaction("plays", "readonly", (reading) => answer(reading.objectStore("plays").get(play)));
  if (!isOpen(row)) {
    throw new PlayError(row ? (row.refused ? "refused" : "not-sitting") : "unknown");
  }
  return note(row, await openHeader(row));
}

/**
 * @param {PlayRow | undefined} row
 * @returns {boolean} whether this sitting can read it and go on with it
 */
export function isOpen(row) {
  return Boolean(row?.key && !row.refused);
}

/**
 * @param {PlayRow | undefined} row
 * @param {{person: string} | undefined} sitting
 * @param {Held} known of the play in this page
 */
export function check(row, sitting, known) {
  if (!row) {
    throw new PlayError("unknown");
  }
  if (row.person !== sitting?.person || !row.key) {
    throw new PlayError("not-sitting");
  }
  if (row.refused) {
    throw new PlayError("refused");
  }
  if (known.mark !== markOf(row)) {
    held.delete(row.play); // the server's longer log took its place
    throw new PlayError("taken");
  }
}

/**
 * @param {PlayRow} row
 * @param {boolean} isNext
 */
export function checkNext(row, isNext) {
  if (row.finished) {
    throw new PlayError("finished");
  }
  if (!isNext) {
    throw new PlayError("gap");
  }
}

/**
 * @param {PlayRow} row
 * @param {{fromNumber: number | null}} header
 * @returns {Held}
 */
export function note(row, header) {
  const known = { key: row.key, person: row.person, first: header.fromNumber ?? 1, mark: markOf(row) };
  held.set(row.play, known);
  return known;
}

/**
 * @param {PlayRow} row
 * @returns {string} the same as long as the row has the same key
 */
function markOf(row) {
  return row.iv.join(" ");
}
