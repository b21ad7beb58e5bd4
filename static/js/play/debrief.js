/**
 * The page after the ending. Where this browser holds the play, it tries a moment again by itself, network or not; and
 * where the server's page is out of reach, it fills the debrief from what it holds.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {import("../offline/sitting.js").Sitting} Sitting
 */

import { loadPlay, playsOf } from "../offline/plays.js";
import { bundleOf, canPlayLocally, picturesOf } from "../offline/ready.js";
import { whoSits } from "../offline/sitting.js";
import { fill, words } from "../page/fill.js";
import { debriefValues } from "./debriefing.js";
import { load, replay } from "./engine.js";
import { wayOn } from "./recommending.js";
import { takeRewinds } from "./rewinding.js";
import { takeSentences } from "./sentence.js";

/** @param {HTMLElement} main of templates/play/debrief.html */
export async function start(main) {
  const isShell = main.dataset.play === "";
  const id = main.dataset.play || window.location.pathname.split("/")[2];
  const person = (await canPlayLocally()).ok ? await whoSits() : null;
  const play = person && (await loadPlay(id).catch(() => null)); // what cannot be read is not held
  if (isShell && !(play?.finished && (await show(main, play, person)))) {
    window.location.replace(play ? `/plays/${id}` : "/practice");
    return;
  }
  if (isShell) {
    takeSentences(main, id);
  }
  if (play && (isShell || navigator.serviceWorker?.controller)) {
    takeRewinds(main, play);
    main.dataset.here = "";
  }
}

/**
 * @param {HTMLElement} main
 * @param {Play} play
 * @param {Sitting} person
 * @returns {Promise<boolean>} whether all is here that the page needs
 */
async function show(main, play, person) {
  const language = document.documentElement.lang;
  const [bundle, pictures, plays] = await Promise.all([
    bundleOf(play.scenario, play.version, language),
    picturesOf(play.scenario, play.version),
    playsOf(person.person),
  ]);
  if (!bundle || !pictures) {
    return false;
  }
  const choices = [...play.inherited, ...play.log.map(({ choice }) => choice)];
  const { next, module } = await wayOn(plays, play);
  const values = debriefValues(bundle, pictures, play, replay(load(bundle.rules), choices), next, module);
  fill(document.body, values);
  for (const form of main.querySelectorAll("[data-rewind]")) {
    form.action = `/plays/${play.play}/rewinds`;
  }
  document.title = words({ say: main.dataset.title }, values.title);
  return true;
}
