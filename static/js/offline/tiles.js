/**
 * The wall of tiles: the search looks while one types. Without a network it is filled from the roster, and whoever
 * taps their tile sits down without a PIN; what they play is to be confirmed.
 */

import { fill } from "../page/fill.js";
import { renew } from "./lock.js";
import { rosterNow } from "./roster.js";
import { sit } from "./sitting.js";
import { wayBackOf } from "./way-back.js";

const HUES = 8;
const MANY = 20;
const LONGEST_ASKING = 1500;
const ASKED_EVERY = 30_000;
const UNPROVED = "tile"; // the mark of a touch that belongs to no session
const TAPPED = /^\/tiles\/([0-9a-f-]{36})/;

/** @param {HTMLElement} board */
export async function start(board) {
  if (document.documentElement.dataset.shell) {
    await startShell(board);
  }
  const search = board.querySelector("[data-search]");
  if (search) {
    startSearch(board, search);
  }
}

/** @param {HTMLElement} board the tiles without a person in them */
async function startShell(board) {
  const roster = await rosterNow();
  if (!roster) {
    return; // no tablet: the page says that there is no network
  }
  const people = roster.people.map(tileOf);
  fill(board, { store: roster.device.store, device: roster.device.name, people });
  board.querySelector("[data-search]").hidden = people.length <= MANY;
  watchNetwork(board.querySelector("[data-offline]"));
  board.addEventListener("click", (event) => {
    const tile = event.target.closest("[data-tile]");
    if (tile) {
      event.preventDefault();
      tapped(roster, tile.dataset.tile);
    }
  });
  const already = TAPPED.exec(window.location.pathname);
  if (already) {
    await sitDown(roster, already[1]); // the tap was on a page of the server, and then there was no network
  }
}

/**
 * @param {import("./roster.js").Roster} roster
 * @param {string} id of the person
 */
async function tapped(roster, id) {
  if (await isServerThere()) {
    window.location.assign(`/tiles/${id}`);
  } else {
    await sitDown(roster, id);
  }
}

/**
 * @param {import("./roster.js").Roster} roster
 * @param {string} id
 */
async function sitDown(roster, id) {
  const person = roster.people.find((one) => one.id === id);
  if (!person) {
    window.location.replace("/tiles");
    return;
  }
  const language = person.language ?? document.documentElement.lang;
  await sit({ person: id, name: person.name, language, publicKey: person.public_key });
  renew(UNPROVED, roster.device.lock_after);
  window.location.assign(wayBackOf(id) ?? "/practice");
}

/** @param {HTMLElement} sign that there is no network; from then on a tap asks for the PIN again */
function watchNetwork(sign) {
  const look = async () => {
    sign.hidden = await isServerThere();
  };
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  window.setInterval(look, ASKED_EVERY);
}

/** @returns {Promise<boolean>} */
async function isServerThere() {
  try {
    return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(LONGEST_ASKING) })).ok;
  } catch {
    return false;
  }
}

/**
 * @param {import("./roster.js").RosterPerson} person
 * @returns {Record<string, unknown>} a tile as the page's slots take it
 */
function tileOf({ id, name, initials, has_pin: hasPin, due }) {
  const hue = Number.parseInt(id.slice(-1), 16) % HUES;
  return { id, name, initials, hue: String(hue), url: `/tiles/${id}`, is_new: !hasPin, due: due || null };
}

/**
 * @param {HTMLElement} board
 * @param {HTMLFormElement} form
 */
function startSearch(board, form) {
  const field = form.querySelector("input");
  form.querySelector("[data-search-button]").hidden = true;
  const look = () => {
    const wanted = plain(field.value);
    const tiles = [...board.querySelectorAll("[data-name]")];
    tiles.forEach((tile) => {
      tile.hidden = !plain(tile.dataset.name).includes(wanted);
    });
    board.querySelector("[data-none]").hidden = tiles.some((tile) => !tile.hidden);
  };
  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = [...board.querySelectorAll("[data-name]:not([hidden]) a")];
    if (found.length === 1) {
      found[0].click();
    }
  });
  look();
}

/**
 * @param {string} text
 * @returns {string} without accents and in one case
 */
function plain(text) {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}
