/**
 * The server knows no such play, but perhaps this browser holds it: it was begun without a network, and its person has
 * only just signed in again. Then it is sent, and the page loads once more.
 */

import { loadPlay } from "./plays.js";
import { sendNow } from "./sender.js";
import { whoSits } from "./sitting.js";

const TRIED = "regulars-held";
const LONGEST_SENDING = 1500;
const PLAY = /^\/plays\/([^/]+)/;

/** @returns {Promise<void>} */
export async function start() {
  const play = PLAY.exec(window.location.pathname)?.[1];
  if (play && (await whoSits()) && (await loadPlay(play)) && window.sessionStorage.getItem(TRIED) !== play) {
    window.sessionStorage.setItem(TRIED, play);
    await Promise.race([sendNow(), new Promise((resolve) => window.setTimeout(resolve, LONGEST_SENDING))]);
    window.location.reload();
  }
}
