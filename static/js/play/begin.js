/**
 * The page before a play. Where this browser has the role-play and can keep the answers, the play begins here, network
 * or not. What stands in the way is said now, not after the first answer; then the form begins the play on the server.
 *
 * @typedef {import("../offline/sitting.js").Sitting} Sitting
 * @typedef {import("../offline/assigned.js").Enrolment} Enrolment
 */

import { enrolmentKept } from "../offline/assigned.js";
import { kept } from "../offline/database.js";
import { beginPlay, playsOf } from "../offline/plays.js";
import { bundleOf, canPlayLocally, picturesOf } from "../offline/ready.js";
import { whoSits } from "../offline/sitting.js";
import { fill } from "../page/fill.js";
import { newId } from "./identity.js";
import { buttonValues, introValues, moduleValues, openPlayOf } from "./intro.js";

/** @param {HTMLElement} main of templates/practice/intro.html */
export async function start(main) {
  if (main.dataset.check !== undefined || !main.querySelector("form")) {
    return; // a check is played on the server
  }
  const isShell = main.dataset.intro === "";
  const scenario = main.dataset.intro || decodeURIComponent(window.location.pathname.split("/")[2]);
  const { ok, why } = await canPlayLocally();
  const person = await whoSits();
  const listed = person ? await listedOf(scenario) : null;
  const enrolment = person ? await enrolmentNow() : null;
  if (enrolment?.mode === "check") {
    await sayCheck(main, scenario, enrolment);
    return;
  }
  const version = Number(main.dataset.version) || listed?.version;
  const bundle = version ? await bundleOf(scenario, version, document.documentElement.lang) : null;
  const pictures = bundle && (await picturesOf(scenario, version));
  if (person) {
    const values = isShell && pictures ? introValues(bundle, pictures, listed.result, enrolment) : null;
    await fillIn(main, { scenario, person, enrolment, values });
  }
  const isReady = ok && Boolean(pictures) && (isShell || Boolean(navigator.serviceWorker?.controller));
  if (isReady) {
    takeOver(main, { person, scenario, version, enrolment: enrolmentIn(main) });
  } else {
    sayWhy(main, why, isShell);
  }
  main.hidden = false;
}

/**
 * @param {HTMLElement} main
 * @param {{scenario: string, person: Sitting, enrolment: Enrolment | null, values: Record<string, any> | null}} about
 *   `values` of the whole page, where the server has not filled it
 */
async function fillIn(main, { scenario, person, enrolment, values }) {
  const go = main.querySelector("[data-begin]");
  const play = go.querySelector("[name=play]").value || newId();
  const known = go.querySelector("a").getAttribute("href")?.split("/")[2] ?? null;
  const named = enrolmentIn(main) ?? enrolment?.id ?? null;
  const counting = (await playsOf(person.person)).filter((one) => !named || !one.enrolment || one.enrolment === named);
  const openPlay = openPlayOf(counting, scenario) ?? known;
  fill(values ? main : go, { notice: null, ...values, ...buttonValues(scenario, play, openPlay), enrolment: named });
  if (values) {
    document.title = `${values.title} · Regulars`;
  }
}

/**
 * @param {HTMLElement} main
 * @param {{person: Sitting, scenario: string, version: number, enrolment: string | null}} about
 */
function takeOver(main, { person, scenario, version, enrolment }) {
  let isBegun = false;
  main.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (form.dataset.toServer !== undefined) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isBegun) {
        return;
      }
      isBegun = true;
      const play = form.elements.namedItem("play").value;
      const language = document.documentElement.lang;
      try {
        await beginPlay({ play, person: person.person, scenario, version, language, enrolment, mode: "practice" });
        window.location.assign(`/plays/${play}`);
      } catch {
        isBegun = false;
        onServer(main, form);
      }
    },
    { capture: true },
  );
  main.dataset.here = ""; // the browser begins the play from now on
}

/**
 * This browser did not keep the play, although it could a moment ago.
 *
 * @param {HTMLElement} main
 * @param {HTMLFormElement} form
 */
function onServer(main, form) {
  if (form.elements.namedItem("csrf_token") === null || !navigator.onLine) {
    say(main, "unkept");
    return;
  }
  form.dataset.toServer = "";
  form.requestSubmit();
}

/**
 * @param {HTMLElement} main
 * @param {"insecure" | "refused" | "full" | null} why
 * @param {boolean} isShell
 */
function sayWhy(main, why, isShell) {
  const isKept = why !== "refused" && why !== "full";
  if (isShell) {
    main.querySelector("form button").disabled = true;
    say(main, isKept ? "away" : "unkept");
  } else if (!isKept) {
    say(main, why);
  }
}

/**
 * @param {HTMLElement} main
 * @param {string} notice one of those that the page has words for
 */
function say(main, notice) {
  fill(main.querySelector("[data-if=notice]"), { notice });
}

/**
 * A page without a network says only what the check is, and that it waits for one.
 *
 * @param {HTMLElement} main
 * @param {string} scenario
 * @param {Enrolment} enrolment
 */
async function sayCheck(main, scenario, enrolment) {
  const { withheld } = await kept("snapshot");
  const card = withheld?.find(({ id }) => id === scenario);
  const title = card?.titles[document.documentElement.lang];
  fill(main, { ...moduleValues(enrolment), title, minutes: card?.minutes, notice: "check" });
  main.querySelector("form button").disabled = true;
  main.hidden = false;
}

/**
 * @param {HTMLElement} main
 * @returns {string | null} the id of the enrolment that the form carries
 */
function enrolmentIn(main) {
  return main.querySelector("form").elements.namedItem("enrolment")?.value || null;
}

/** @returns {Promise<Enrolment | null>} the one that the address names, as the last snapshot has it */
async function enrolmentNow() {
  const id = new URLSearchParams(window.location.search).get("enrolment");
  return id && enrolmentKept(id);
}

/**
 * @param {string} scenario
 * @returns {Promise<{version: number, result: import("./intro.js").Result | null} | null>} the newest version that
 *   this browser has heard of, and what the person made of the scenario so far
 */
async function listedOf(scenario) {
  const [snapshot, roster] = await Promise.all([kept("snapshot"), kept("roster")]);
  const versions = [snapshot, roster]
    .flatMap((list) => list?.scenarios ?? [])
    .filter((one) => one.id === scenario)
    .map((one) => one.version);
  return versions.length
    ? { version: Math.max(...versions), result: snapshot?.results?.[scenario] ?? null }
    : null;
}
