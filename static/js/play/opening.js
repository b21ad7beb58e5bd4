/**
 * Opens the play of a scene page for the browser's own engine: one that this browser holds, or the one that the
 * server's page shows, which is taken in with its log.
 *
 * @typedef {{play: import("../offline/plays.js").Play, person: import("../offline/sitting.js").Sitting,
 *   bundle: import("./scene.js").Bundle, pictures: Record<string, Element>}} Opened
 */

import { enrolmentKept } from "../offline/assigned.js";
import { loadPlay } from "../offline/plays.js";
import { bundleOf, canPlayLocally, picturesOf } from "../offline/ready.js";
import { whoSits } from "../offline/sitting.js";
import { takeIn } from "../offline/snapshot.js";
import { say } from "./showing.js";

const MOVED = "regulars-moved";

/**
 * @param {HTMLElement} main of templates/play/scene.html
 * @returns {Promise<Opened | null>} null where the server's page has to go on by itself
 */
export async function opening(main) {
  if (sessionStorage.getItem(MOVED) === main.dataset.play) {
    say(main, "moved");
  }
  sessionStorage.removeItem(MOVED);
  const isShell = main.dataset.play === "";
  const opened = isShell || main.querySelector("button[name=choice]") ? await open(main) : null;
  if (!opened && isShell) {
    window.location.replace("/practice");
  }
  return opened;
}

/**
 * The page anew, as the server or this browser has it now.
 *
 * @param {string} play
 * @param {"moved" | null} notice to be said then; `moved`: it went on otherwise elsewhere
 */
export function reload(play, notice) {
  if (notice) {
    sessionStorage.setItem(MOVED, play);
  }
  window.location.reload();
}

/**
 * A page that this browser made by itself may be behind: the play went on elsewhere, and all that was said here is sent.
 *
 * @param {string} play
 * @param {import("../offline/sitting.js").Sitting} person
 * @returns {Promise<import("../offline/plays.js").Play | null>} the play as it stands with the server's choices, if the
 *   server can be asked
 */
export async function withServers(play, person) {
  const answered = await fetch(`/plays/${play}`, { headers: { Accept: "text/html" }, cache: "no-store" });
  const page = new DOMParser().parseFromString(await answered.text(), "text/html");
  const main = page.querySelector(`[data-play="${play}"]`);
  if (!main) {
    return null;
  }
  await takeIn(person.person, [onPage(main)]);
  return loadPlay(play);
}

/**
 * @param {HTMLElement} main
 * @returns {Promise<Opened | null>}
 */
async function open(main) {
  const person = (await canPlayLocally()).ok ? await whoSits() : null;
  if (!person) {
    return null;
  }
  const shown = main.dataset.play ? onPage(main) : null;
  const about = shown ?? (await loadPlay(window.location.pathname.split("/")[2]));
  const found = about && (await piecesOf(about));
  if (!found) {
    return null; // what is not here is not taken in either: the server's pages go on with it
  }
  if (shown) {
    await takeIn(person.person, [shown]);
  }
  const play = shown ? await loadPlay(shown.play) : about;
  const { bundle, drawings } = found;
  const pictures = peopleOf(drawings, main.querySelector("[data-picture]"));
  return play && { play, person: await asAssigned(person, play), bundle, pictures };
}

/**
 * @param {import("../offline/sitting.js").Sitting} person
 * @param {{enrolment?: string | null}} play
 * @returns {Promise<import("../offline/sitting.js").Sitting>} with the module's coach in place of the person's own
 */
async function asAssigned(person, { enrolment }) {
  const assigned = enrolment ? await enrolmentKept(enrolment) : null;
  return assigned ? { ...person, coach: assigned.coach, thinkFirst: assigned.think_first } : person;
}

/**
 * @param {{scenario: string, version: number, language: string}} about
 * @returns {Promise<{bundle: any, drawings: Record<string, string>} | null>} null where one of them is missing
 */
async function piecesOf({ scenario, version, language }) {
  const bundleIn = (words) => bundleOf(scenario, version, words);
  const [bundle, drawings] = await Promise.all([
    bundleIn(document.documentElement.lang).then((found) => found ?? bundleIn(language)),
    picturesOf(scenario, version),
  ]);
  return bundle && drawings ? { bundle, drawings } : null;
}

/**
 * @param {HTMLElement} main
 * @returns {import("../offline/snapshot.js").OpenPlay} the play as the server's page has it
 */
function onPage(main) {
  const { play, scenario, version, mode, parent, fromNumber, enrolment, log } = main.dataset;
  return {
    ...{ play, scenario, version: Number(version), language: document.documentElement.lang, mode, started: null },
    enrolment: enrolment || null,
    ...{ parent: parent || null, from_number: fromNumber ? Number(fromNumber) : null },
    log: log ? log.split(" ") : [],
  };
}

/**
 * The place stays as it is for the whole play; what changes are the people in it.
 *
 * @param {Record<string, string>} drawings the stage by mood, as SVG
 * @param {HTMLElement} picture where a stage is put if there is none yet
 * @returns {Record<string, Element>} the people by mood, ready to be put on the stage
 */
function peopleOf(drawings, picture) {
  const stages = Object.entries(drawings).map(([mood, svg]) => [mood, parsed(svg)]);
  const people = stages.map(([mood, stage]) => [mood, stage.querySelector(":scope > .stage__people")]);
  if (!picture.firstElementChild) {
    picture.append(parsed(Object.values(drawings)[0]));
  }
  return Object.fromEntries(people);
}

/**
 * @param {string} svg
 * @returns {Element}
 */
function parsed(svg) {
  const template = document.createElement("template");
  template.innerHTML = svg;
  return template.content.firstElementChild;
}
