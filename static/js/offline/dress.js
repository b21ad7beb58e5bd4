/** A page that the browser shows by itself looks the way its person likes it, and has what their sign-in has. */

import { whoSits } from "./sitting.js";

/** @returns {Promise<void>} */
export async function start() {
  const person = await whoSits();
  if (person) {
    document.documentElement.dataset.theme = person.theme;
    for (const entry of document.querySelectorAll("[data-by]")) {
      entry.toggleAttribute("hidden", (entry.getAttribute("data-by") === "password") !== (person.kind === "password"));
    }
  }
}
