/**
 * What is to be sent next, as `POST /sync` takes it.
 *
 * @typedef {import("./outbox.js").SentPlay} SentPlay
 * @typedef {import("./records.js").PlayRow} PlayRow
 * @typedef {import("./records.js").ChoiceRow} ChoiceRow
 * @typedef {import("./records.js").Header} Header
 */

import { answer, inTransaction } from "./database.js";
import { giveUp } from "./outbox.js";
import { openChoice, openHeader } from "./records.js";

/**
 * The next answers to send of a person: the oldest play first, each in order, a play before its rewinds.
 *
 * @param {string} person
 * @param {number} most how many choices at most
 * @param {Set<string>} aside plays that have to wait, and their rewinds with them
 * @returns {Promise<SentPlay[]>} empty when there is nothing to send
 */
export async function nextBatch(person, most, aside) {
  const [rows, choices] = await inTransaction(["plays", "choices"], "readonly", (reading) =>
    Promise.all([
      answer(reading.objectStore("plays").getAll()),
      answer(reading.objectStore("choices").index("person_state").getAll([person, "waiting"])),
    ]),
  );
  const waiting = grouped(choices);
  const open = rows.filter((row) => row.key && waiting.has(row.play));
  const plays = (await Promise.all(open.map(opened))).filter((play) => play !== null);
  const unready = new Set([...aside, ...rows.filter((row) => !row.key).map((row) => row.play)]);
  const batch = [];
  let room = most;
  for (const { row, header } of inOrder(plays)) {
    if (room === 0 || unready.has(row.play) || unready.has(header.parent)) {
      unready.add(row.play);
      continue;
    }
    const taken = waiting.get(row.play).slice(0, room);
    const sent = await sentPlay(row, header, taken).catch(() => spoiled(row));
    if (sent) {
      room -= taken.length;
      batch.push(sent);
    }
  }
  return batch;
}

/**
 * @param {SentPlay[]} batch
 * @returns {number} how many choices are in it
 */
export function sizeOf(batch) {
  return batch.reduce((sum, sent) => sum + sent.choices.length, 0);
}

/**
 * @param {ChoiceRow[]} choices by play and number
 * @returns {Map<string, ChoiceRow[]>}
 */
function grouped(choices) {
  const groups = new Map();
  for (const choice of choices) {
    groups.set(choice.play, [...(groups.get(choice.play) ?? []), choice]);
  }
  return groups;
}

/**
 * @param {PlayRow} row
 * @returns {Promise<{row: PlayRow, header: Header} | null>}
 */
async function opened(row) {
  const header = await openHeader(row).catch(() => spoiled(row));
  return header && { row, header };
}

/**
 * @param {{row: PlayRow, header: Header}[]} plays
 * @returns {{row: PlayRow, header: Header}[]} the oldest first, and each after the play that it goes back to
 */
function inOrder(plays) {
  const rest = [...plays].sort((one, other) => one.header.started - other.header.started);
  const ordered = [];
  while (rest.length) {
    const isFree = ({ header }) => !rest.some((other) => other.row.play === header.parent);
    ordered.push(...rest.splice(Math.max(0, rest.findIndex(isFree)), 1));
  }
  return ordered;
}

/**
 * @param {PlayRow} row
 * @param {Header} header
 * @param {ChoiceRow[]} choices
 * @returns {Promise<SentPlay>}
 */
async function sentPlay(row, header, choices) {
  const { scenario, version, language, started, parent, fromNumber, enrolment } = header;
  const back = parent ? { parent, from_number: fromNumber } : {};
  const under = enrolment ? { enrolment } : {};
  const said = choices.map(async (one) => ({
    number: one.number,
    choice: await openChoice(row.key, one),
    at: new Date(one.at).toISOString(),
  }));
  return {
    ...{ play: row.play, scenario, version, language, started: new Date(started).toISOString() },
    ...back,
    ...under,
    choices: await Promise.all(said),
  };
}

/**
 * A play that its own key does not open was changed here from outside: it is set aside for good, and blocks nobody.
 *
 * @param {PlayRow} row
 * @returns {Promise<null>}
 */
async function spoiled(row) {
  await giveUp(row.play, "locked", 0);
  return null;
}
