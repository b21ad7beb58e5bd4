/**
 * Where each person was on this tablet when they left it, so that they go on at the very scene. It is kept for a shift,
 * also while the browser is closed; it holds the addresses of plays and nothing else.
 */

import { readNote, writeNote } from "./notes.js";

const NAME = "regulars-way-back";
const KEPT_FOR = 12 * 60 * 60_000;
const PLAY = /^\/plays\/[0-9a-f-]{36}(?:\/debrief)?$/;

/** @typedef {Record<string, {path: string, at: number}>} Ways by person */

/**
 * @param {string} person
 * @param {string} path of the page they are on; only a play is worth coming back to
 */
export function noteWay(person, path) {
  const ways = read();
  delete ways[person];
  if (PLAY.test(path)) {
    ways[person] = { path, at: Date.now() };
  }
  writeNote(NAME, JSON.stringify(ways));
}

/**
 * @param {string} person
 * @returns {string | null} the path of the play they were in the midst of
 */
export function wayBackOf(person) {
  return read()[person]?.path ?? null;
}

/** @returns {Ways} those of this shift */
function read() {
  try {
    const ways = Object.entries(JSON.parse(readNote(NAME) ?? "{}"));
    return Object.fromEntries(ways.filter(([, way]) => Math.abs(Date.now() - way.at) < KEPT_FOR));
  } catch {
    return {}; // something that is not ours
  }
}
