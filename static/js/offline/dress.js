/** A page that the browser shows by itself looks the way the person who sits here likes it. */

import { whoSits } from "./sitting.js";

/** @returns {Promise<void>} */
export async function start() {
  const person = await whoSits();
  if (person) {
    document.documentElement.dataset.theme = person.theme;
  }
}
