/**
 * Plays and choices as the database has them, sealed, and as the other modules see them.
 *
 * @typedef {import("./sealing.js").Sealed} Sealed
 * @typedef {import("./sealing.js").Wrapped} Wrapped
 *
 * A play. `key` is there while the play is open in this sitting; `refused` once the server took a part of it back
 * for good; `counted` once the last snapshot's results include it.
 * @typedef {Sealed & {play: string, person: string, confirmed: boolean, finished: boolean, onServer: boolean,
 *   refused: boolean, counted: boolean, key: CryptoKey | null, wrapped: Wrapped}} PlayRow
 *
 * @typedef {"waiting" | "acknowledged" | "refused"} State
 * @typedef {Sealed & {play: string, number: number, person: string, state: State, code: string | null,
 *   at: number}} ChoiceRow
 *
 * What is sealed of a play. `started` in milliseconds; `inherited` are the parent's choices before `fromNumber`;
 * `enrolment` is under what the play counts, null for one that was begun freely.
 * @typedef {{scenario: string, version: number, language: string, mode: "practice" | "rewind", started: number,
 *   parent: string | null, fromNumber: number | null, inherited: string[], enrolment: string | null}} Header
 *
 * @typedef {Header & {play: string, person: string, confirmed: boolean, finished: boolean, onServer: boolean,
 *   counted: boolean, log: {number: number, choice: string, at: number, state: State, code: string | null}[]}} Play
 */

import { seal, unseal } from "./sealing.js";

/** What cannot be done with a play here: `unknown`, `not-sitting`, `refused`, `finished`, `gap` or `taken`. */
export class PlayError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(`this play does not go on here: ${code}`);
    this.name = "PlayError";
    this.code = code;
  }
}

/**
 * @param {CryptoKey} key
 * @param {string} play
 * @param {Header} header
 * @returns {Promise<Sealed>}
 */
export function sealHeader(key, play, header) {
  return seal(key, header, play);
}

/**
 * @param {PlayRow} row of an open play
 * @returns {Promise<Header>}
 */
export function openHeader(row) {
  return unseal(row.key, row, row.play);
}

/**
 * @param {CryptoKey} key
 * @param {string} play
 * @param {number} number
 * @param {string} choice
 * @returns {Promise<Sealed>}
 */
export function sealChoice(key, play, number, choice) {
  return seal(key, { choice }, `${play} ${number}`);
}

/**
 * @param {CryptoKey} key its play's
 * @param {ChoiceRow} row
 * @returns {Promise<string>} the choice's id
 */
export async function openChoice(key, row) {
  return (await unseal(key, row, `${row.play} ${row.number}`)).choice;
}

/**
 * @param {PlayRow} row of an open play
 * @param {ChoiceRow[]} choices all of its, by number
 * @returns {Promise<Play>}
 */
export async function openPlay(row, choices) {
  const [header, log] = await Promise.all([
    openHeader(row),
    Promise.all(
      choices.map(async (one) => {
        const { number, at, state, code } = one;
        return { number, choice: await openChoice(row.key, one), at, state, code };
      }),
    ),
  ]);
  const { play, person, confirmed, finished, onServer, counted } = row;
  return { ...header, play, person, confirmed, finished, onServer, counted, log };
}

/**
 * @param {string} play
 * @returns {IDBKeyRange} the keys of its choices
 */
export function choicesOf(play) {
  return IDBKeyRange.bound([play], [play, []]);
}
