/**
 * What the server has not got yet, and what it refused for good.
 *
 * @typedef {import("./records.js").ChoiceRow} ChoiceRow
 * @typedef {import("./records.js").PlayRow} PlayRow
 */

import { answer, inTransaction } from "./database.js";
import { openHeader } from "./records.js";

/**
 * @param {string} [person] nobody in particular: everybody's
 * @returns {Promise<{count: number, oldest: number | null}>} how many answers wait, and when the oldest was given
 */
export async function unsent(person) {
  const rows = await choicesIn("waiting", person);
  const oldest = rows.reduce((least, row) => Math.min(least, row.at), Number.POSITIVE_INFINITY);
  return { count: rows.length, oldest: rows.length ? oldest : null };
}

/**
 * @param {string} person
 * @returns {Promise<{unsent: number, refused: number}>} how many answers wait, and how many were refused for good
 */
export function counts(person) {
  return inTransaction("choices", "readonly", async (reading) => {
    const index = reading.objectStore("choices").index("person_state");
    const [unsent, refused] = await Promise.all(
      ["waiting", "refused"].map((state) => answer(index.count([person, state]))),
    );
    return { unsent, refused };
  });
}

/**
 * @param {string} person
 * @returns {Promise<{play: string, count: number, code: string, at: number, scenario: string | null,
 *   version: number | null, language: string | null}[]>} what was refused, by play and the oldest first; without its
 *   scenario where it is sealed
 */
export async function refused(person) {
  const rows = await choicesIn("refused", person);
  const plays = [...new Set(rows.map((row) => row.play))];
  const found = await Promise.all(plays.map((play) => refusedOf(play, rows.filter((row) => row.play === play))));
  return found.sort((one, other) => one.at - other.at);
}

/**
 * @param {"waiting" | "refused"} state
 * @param {string} [person]
 * @returns {Promise<ChoiceRow[]>}
 */
function choicesIn(state, person) {
  return inTransaction("choices", "readonly", async (reading) => {
    const choices = reading.objectStore("choices");
    if (person !== undefined) {
      return answer(choices.index("person_state").getAll([person, state]));
    }
    return (await answer(choices.getAll())).filter((row) => row.state === state);
  });
}

/**
 * @param {string} play
 * @param {ChoiceRow[]} rows
 */
async function refusedOf(play, rows) {
  /** @type {PlayRow} */
  const row = await inTransaction("plays", "readonly", (reading) => answer(reading.objectStore("plays").get(play)));
  const { scenario, version, language } = row?.key
    ? await openHeader(row)
    : { scenario: null, version: null, language: null };
  return { play, count: rows.length, code: rows[0].code, at: rows[0].at, scenario, version, language };
}
