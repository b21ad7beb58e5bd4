/**
 * A page that the browser shows by itself is asked for again once the server is there, unless somebody has gone on by
 * then; and not over and over again, should the server be there and yet be slow.
 */

import { readNote, writeNote } from "../offline/notes.js";

const ASKED = "regulars-asked-again";
const ASKED_EVERY = 30_000;

export function start() {
  let isLeaving = false;
  window.addEventListener("pointerdown", () => {
    isLeaving = true;
  });
  window.addEventListener("keydown", () => {
    isLeaving = true;
  });
  const look = async () => {
    if (!document.hidden && (await isServerThere()) && !isLeaving && isTime()) {
      writeNote(ASKED, Date.now());
      window.location.reload();
    }
  };
  window.addEventListener("online", look);
  window.setInterval(look, ASKED_EVERY);
  look();
}

/** @returns {boolean} */
function isTime() {
  const since = Date.now() - Number(readNote(ASKED));
  return since < 0 || since > ASKED_EVERY;
}

/** @returns {Promise<boolean>} */
function isServerThere() {
  return fetch("/healthz", { cache: "no-store" }).then((answered) => answered.ok, () => false);
}
