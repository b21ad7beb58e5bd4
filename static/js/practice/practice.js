/**
 * Practice, where one comes to rest: what is in reach is kept ready from here. A page that the browser shows by itself
 * is filled from what it keeps. Once everything is sent, the page is asked for again, so that it counts what was sent.
 */

import { start as showAgainOnceOnline } from "../modules/online.js";
import { askToStay } from "../offline/keeping.js";
import { keepReady } from "../offline/ready.js";
import { whoSits } from "../offline/sitting.js";
import { fill } from "../page/fill.js";
import { practiceValues } from "./cards.js";

const { shell } = document.documentElement.dataset;

/** @param {HTMLElement} head of the page, its greeting */
export async function start(head) {
  const main = head.closest("main");
  if (shell) {
    await show(main);
    showAgainOnceOnline();
    return;
  }
  showAgainOnceSent();
  document.addEventListener("regulars:snapshot", () => getReady(main));
  (window.requestIdleCallback ?? window.setTimeout)(() => getReady(main));
}

/** @param {HTMLElement} main the page without a person in it */
async function show(main) {
  const person = await whoSits();
  if (person) {
    fill(main, await practiceValues(person));
  }
}

/** @param {HTMLElement} main */
async function getReady(main) {
  try {
    const { state } = await keepReady();
    const sign = main.querySelector("[data-readiness]");
    sign.dataset.readiness = state;
    sign.hidden = !["ready", "full", "refused"].includes(state);
    fill(sign, { readiness: state });
    await askToStay();
  } catch {
    // storage that fails between two of its answers: the next page tries again
  }
}

function showAgainOnceSent() {
  let [wasWaiting, isLeaving] = [false, false];
  window.addEventListener("click", () => {
    isLeaving = true; // somebody has chosen where to go
  }, { capture: true });
  document.addEventListener("regulars:outbox", (event) => {
    const { unsent, state } = event.detail;
    if (wasWaiting && unsent === 0 && state === "idle" && !isLeaving) {
      window.location.reload();
    }
    wasWaiting ||= unsent > 0;
  });
}
