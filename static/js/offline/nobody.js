/**
 * A page on which nobody is signed in: whoever sat here stands up. What they have not sent is sealed, and counted in
 * `data-sealed`, so that whoever just left knows that it is not lost.
 */

import { words } from "../page/fill.js";
import { unsent } from "./plays.js";
import { whoSits } from "./sitting.js";

/** @param {HTMLElement} page */
export async function start(page) {
  await whoSits();
  const note = page.querySelector("[data-sealed]");
  const { count } = await unsent().catch(() => ({ count: 0 }));
  if (note && count > 0) {
    note.textContent = words(note.dataset, count);
    note.hidden = false;
  }
}
