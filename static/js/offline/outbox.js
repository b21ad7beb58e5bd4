/**
 * What is to be sent, as `POST /sync` takes it, and what its answer means for the rows here.
 *
 * @typedef {import("./records.js").PlayRow} PlayRow
 * @typedef {import("./records.js").ChoiceRow} ChoiceRow
 * @typedef {import("./records.js").Header} Header
 *
 * @typedef {{play: string, scenario: string, version: number, language: string, started: string, parent?: string,
 *   from_number?: number, choices: {number: number, choice: string, at: string}[]}} SentPlay
 * @typedef {{play: string, status: string, code?: string, choices: {number: number, status: string,
 *   code?: string}[], result: object | null}} AnsweredPlay
 */

import { answer, inTransaction } from "./database.js";
import { refuse } from "./locking.js";
import { choicesOf, openChoice, openHeader } from "./records.js";

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
 * @param {AnsweredPlay[]} answers
 * @returns {Promise<{settled: number, gaps: Set<string>, isFinished: boolean}>} how many choices need no more sending,
 *   the plays of which the server lacks something earlier, and whether one of them has got its result
 */
export async function settle(batch, answers) {
  const found = { settled: 0, gaps: new Set(), isFinished: false };
  await inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    for (const sent of batch) {
      const answered = answers.find((one) => one.play === sent.play);
      if (answered) {
        await settlePlay(transaction, sent, answered, found);
      }
    }
  });
  return found;
}

/**
 * @param {SentPlay[]} batch of a single choice, which the server cannot read
 * @param {string} code
 * @returns {Promise<void>}
 */
export async function refuseAll(batch, code) {
  for (const sent of batch) {
    await giveUp(sent.play, code, sent.choices[0].number);
  }
}

/**
 * @param {SentPlay[]} batch
 * @returns {number} how many choices are in it
 */
export function sizeOf(batch) {
  return batch.reduce((sum, sent) => sum + sent.choices.length, 0);
}

/**
 * @param {IDBTransaction} transaction
 * @param {SentPlay} sent
 * @param {AnsweredPlay} answered
 * @param {{settled: number, gaps: Set<string>, isFinished: boolean}} found
 */
async function settlePlay(transaction, sent, answered, found) {
  const plays = transaction.objectStore("plays");
  if (answered.status !== "accepted") {
    const before = sent.parent && (await answer(plays.get(sent.parent)));
    if (answered.code === "gap" && !before?.refused) {
      found.gaps.add(sent.play); // a rewind of a play that the server has not got to its end yet
    } else {
      await takeBack(transaction, sent.play, answered.code ?? "refused", 0);
      found.settled += sent.choices.length;
    }
    return;
  }
  const row = await answer(plays.get(sent.play));
  if (row && !row.onServer) {
    plays.put({ ...row, onServer: true });
  }
  const said = new Map(answered.choices.map((one) => [one.number, one]));
  const accepted = sent.choices.filter(({ number }) => said.get(number)?.status === "accepted");
  await acknowledge(transaction, sent.play, accepted.map(({ number }) => number));
  found.settled += accepted.length;
  found.isFinished ||= Boolean(answered.result);
  const refused = sent.choices.map(({ number }) => said.get(number)).find((one) => one?.status === "refused");
  if (refused?.code === "gap") {
    found.gaps.add(sent.play);
    await sendAgain(transaction, sent.play, refused.number);
  } else if (refused) {
    await takeBack(transaction, sent.play, refused.code ?? "refused", refused.number);
    found.settled += 1;
  }
}

/**
 * @param {IDBTransaction} transaction
 * @param {string} play
 * @param {number[]} numbers
 */
async function acknowledge(transaction, play, numbers) {
  const choices = transaction.objectStore("choices");
  for (const number of numbers) {
    const row = await answer(choices.get([play, number]));
    if (row) {
      choices.put({ ...row, state: "acknowledged", code: null });
    }
  }
}

/**
 * The server lacks a number that it had acknowledged: whatever is before goes out again.
 *
 * @param {IDBTransaction} transaction
 * @param {string} play
 * @param {number} before
 */
async function sendAgain(transaction, play, before) {
  const choices = transaction.objectStore("choices");
  for (const row of await answer(choices.getAll(choicesOf(play)))) {
    if (row.state === "acknowledged" && row.number < before) {
      choices.put({ ...row, state: "waiting" });
    }
  }
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

/**
 * @param {string} play
 * @param {string} code
 * @param {number} from
 * @returns {Promise<void>}
 */
function giveUp(play, code, from) {
  return inTransaction(["plays", "choices"], "readwrite", (transaction) => takeBack(transaction, play, code, from));
}

/**
 * @param {IDBTransaction} transaction
 * @param {string} play
 * @param {string} code
 * @param {number} from
 */
async function takeBack(transaction, play, code, from) {
  const plays = transaction.objectStore("plays");
  const row = await answer(plays.get(play));
  if (row) {
    plays.put({ ...row, refused: true });
  }
  await refuse(transaction, play, code, from);
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
  const { scenario, version, language, started, parent, fromNumber } = header;
  const back = parent ? { parent, from_number: fromNumber } : {};
  const said = choices.map(async (one) => ({
    number: one.number,
    choice: await openChoice(row.key, one),
    at: new Date(one.at).toISOString(),
  }));
  return {
    ...{ play: row.play, scenario, version, language, started: new Date(started).toISOString() },
    ...back,
    choices: await Promise.all(said),
  };
}
