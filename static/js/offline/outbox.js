/**
 * What the server's answer to a batch means for the rows here: acknowledged, sent again, or refused for good.
 *
 * What `POST /sync` takes and answers, play by play:
 * @typedef {{play: string, scenario: string, version: number, language: string, started: string,
 *   enrolment?: string, parent?: string, from_number?: number, choices: {number: number, choice: string, at: string}[]}} SentPlay
 * @typedef {{play: string, status: string, code?: string, choices: {number: number, status: string,
 *   code?: string}[], result: object | null}} AnsweredPlay
 */

import { answer, inTransaction } from "./database.js";
import { refuse } from "./locking.js";
import { choicesOf } from "./records.js";

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
 * @param {string} play
 * @param {string} code
 * @param {number} from the first of its numbers that will not be taken
 * @returns {Promise<void>}
 */
export function giveUp(play, code, from) {
  return inTransaction(["plays", "choices"], "readwrite", (transaction) => takeBack(transaction, play, code, from));
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
