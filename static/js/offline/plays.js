/**
 * The plays that this browser holds, for the person who sits here: begin one, add a choice, read one again.
 * A choice is in the database before `addChoice` resolves; everything in it that tells who said what is sealed.
 *
 * @typedef {import("./records.js").PlayRow} PlayRow
 * @typedef {import("./records.js").ChoiceRow} ChoiceRow
 * @typedef {import("./records.js").Play} Play
 */

import { answer, inTransaction, keep } from "./database.js";
import { check, checkNext, hold, isOpen, note } from "./holding.js";
import { PlayError, choicesOf, openChoice, openPlay, sealChoice, sealHeader } from "./records.js";
import { newPlayKey } from "./sealing.js";

export { PlayError } from "./records.js";
export { refused, unsent } from "./waiting.js";
export { forgetEverything, forgetRefused, sealAll, unseal } from "./locking.js";

/**
 * Begins a play of the person who sits here, or takes in one that the server has: its `log` is acknowledged then.
 * One that is here already stays as it is.
 *
 * @param {{play: string, person: string, scenario: string, version: number, language: string,
 *   mode: "practice" | "rewind", parent?: string | null, fromNumber?: number | null, inherited?: string[],
 *   enrolment?: string | null, started?: number, log?: string[], onServer?: boolean}} begun
 * @returns {Promise<void>}
 */
export async function beginPlay({ play, person, log = [], started = Date.now(), onServer = false, ...given }) {
  const sitting = await sittingOf(person);
  const header = { parent: null, fromNumber: null, inherited: [], enrolment: null, ...given, started };
  const { key, wrapped } = await newPlayKey(sitting.publicKey);
  const sealed = await sealHeader(key, play, header);
  const row = {
    ...{ play, person, key, wrapped, ...sealed },
    ...{ confirmed: sitting.kind !== "tile", finished: false, onServer },
    ...{ refused: false, counted: false },
  };
  const first = header.fromNumber ?? 1;
  const choices = await Promise.all(log.map((choice, index) => acknowledged(row, first + index, choice)));
  const isNew = await inTransaction(["plays", "choices"], "readwrite", async (transaction) => {
    if (await answer(transaction.objectStore("plays").getKey(play))) {
      return false;
    }
    transaction.objectStore("plays").add(row);
    choices.forEach((choice) => transaction.objectStore("choices").add(choice));
    return true;
  });
  if (isNew) {
    note(row, header);
  }
}

/**
 * Seals what may be said next, so that at the tap only the way to the database is left.
 *
 * @param {string} play
 * @param {number} number
 * @param {string[]} choices
 * @returns {Promise<void>}
 */
export async function sealAhead(play, number, choices) {
  const known = await hold(play);
  known.ahead = new Map(choices.map((choice) => [`${number} ${choice}`, sealChoice(known.key, play, number, choice)]));
}

/**
 * Keeps one choice; the same one again changes nothing.
 *
 * @param {string} play
 * @param {number} number the choice's own, from 1; a rewind's go on after what it inherited
 * @param {string} choice
 * @param {{finished: boolean}} after whether the play is at its ending with it
 * @returns {Promise<void>} when it is kept. Rejects with a PlayError, or a StorageError where there is no room
 */
export async function addChoice(play, number, choice, { finished }) {
  const at = Date.now();
  const known = await hold(play);
  const { key, person, first } = known;
  const sealed = await (known.ahead?.get(`${number} ${choice}`) ?? sealChoice(key, play, number, choice));
  const there = await inTransaction(["plays", "choices", "kept"], "readwrite", async (transaction) => {
    const [plays, choices] = [transaction.objectStore("plays"), transaction.objectStore("choices")];
    const [row, sitting, before, there] = await Promise.all([
      answer(plays.get(play)),
      answer(transaction.objectStore("kept").get("sitting")),
      answer(choices.getKey([play, number - 1])),
      answer(choices.get([play, number])),
      addNew(choices, { play, number, person, state: "waiting", code: null, at, ...sealed }),
    ]);
    check(row, sitting, known);
    if (there) {
      return there;
    }
    checkNext(row, number === first || before !== undefined);
    const confirmed = row.confirmed && sitting.kind !== "tile";
    if (finished || confirmed !== row.confirmed) {
      plays.put({ ...row, finished, confirmed });
    }
    return null;
  });
  if (there && (await openChoice(key, there)) !== choice) {
    throw new PlayError("taken");
  }
  bringToDisk(at);
  document.dispatchEvent(new CustomEvent("regulars:answered", { detail: { play, number } }));
}

/**
 * @param {string} play
 * @returns {Promise<Play | null>} the play with its log, as far as it was not refused; null for one that this
 *   browser cannot go on with: unknown, sealed, somebody else's, or taken back by the server
 */
export async function loadPlay(play) {
  const { row, choices, sitting } = await inTransaction(["plays", "choices", "kept"], "readonly", async (reading) => {
    const [row, choices, sitting] = await Promise.all([
      answer(reading.objectStore("plays").get(play)),
      answer(reading.objectStore("choices").getAll(choicesOf(play))),
      answer(reading.objectStore("kept").get("sitting")),
    ]);
    return { row, choices, sitting };
  });
  if (!isOpen(row) || row.person !== sitting?.person) {
    return null;
  }
  const loaded = await openPlay(row, choices);
  note(row, loaded);
  return loaded;
}

/**
 * @param {string} person
 * @returns {Promise<Play[]>} all that this browser holds open of this person, the oldest first
 */
export async function playsOf(person) {
  const [rows, choices] = await inTransaction(["plays", "choices"], "readonly", (reading) =>
    Promise.all(["plays", "choices"].map((store) => answer(reading.objectStore(store).getAll()))),
  );
  const own = rows.filter((row) => row.person === person && isOpen(row));
  const plays = await Promise.all(
    own.map((row) => openPlay(row, choices.filter((choice) => choice.play === row.play)).catch(() => null)),
  );
  return plays.filter((play) => play !== null).sort((one, other) => one.started - other.started);
}

/**
 * @param {string} person
 * @returns {Promise<import("./sitting.js").Sitting>}
 */
async function sittingOf(person) {
  const sitting = await inTransaction("kept", "readonly", (reading) =>
    answer(reading.objectStore("kept").get("sitting")),
  );
  if (sitting?.person !== person) {
    throw new PlayError("not-sitting");
  }
  return sitting;
}

/**
 * @param {PlayRow} row
 * @param {number} number
 * @param {string} choice
 * @returns {Promise<ChoiceRow>} a choice that the server has
 */
async function acknowledged(row, number, choice) {
  const sealed = await sealChoice(row.key, row.play, number, choice);
  return { play: row.play, number, person: row.person, state: "acknowledged", code: null, at: 0, ...sealed };
}

/**
 * Adds it in the same breath as what is asked about it, so that a choice costs one way to the database and back; where
 * a check fails, the transaction takes it back.
 *
 * @param {IDBObjectStore} choices
 * @param {ChoiceRow} row
 * @returns {Promise<void>} also when this number is there already
 */
function addNew(choices, row) {
  const request = choices.add(row);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = (event) => {
      if (request.error.name === "ConstraintError") {
        event.preventDefault();
        resolve();
      } else {
        reject(request.error);
      }
    };
  });
}

/**
 * A choice is handed to the system before the next scene shows; that it is on the disk too, and survives a power cut,
 * is waited for when nobody waits: a strict transaction brings everything before it to the disk.
 *
 * @param {number} at
 */
function bringToDisk(at) {
  (window.requestIdleCallback ?? window.setTimeout)(() => {
    keep("on-disk", at, "strict").catch(() => {}); // what it is for is kept already
  });
}
