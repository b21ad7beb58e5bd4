/**
 * Keeps the role-plays in reach ready for when there is no network.
 *
 * @typedef {import("./ready.js").Listed} Listed
 * @typedef {"ready" | "waiting" | "full" | "refused" | "insecure"} State `waiting`: not all of it is here yet
 * @typedef {{state: State, kept: number, of: number}} Readiness
 */

import { alone } from "./alone.js";
import { answer, inTransaction, keep, kept } from "./database.js";
import { CACHE, canPlayLocally, isFull, pathOf } from "./ready.js";
import { openHeader } from "./records.js";

const AT_ONCE = 4;
const LONGEST_FETCHING = 20_000;

/**
 * Fetches what is in reach and missing here, and removes what is not in reach any more; what a play that is held here
 * needs stays. At rest only: it takes the line and the disk.
 *
 * @returns {Promise<Readiness>} also kept as `readiness`
 */
export async function keepReady() {
  const { why } = await canPlayLocally();
  if (why) {
    await note({ state: why, kept: 0, of: 0 }).catch(() => {}); // where nothing can be kept, this cannot either
    return { state: why, kept: 0, of: 0 };
  }
  return alone("ready", async () => {
    const wanted = await inReach();
    const cache = await window.caches.open(CACHE);
    const there = new Set((await cache.keys()).map((request) => pathOf(request)));
    const missing = wanted.filter((address) => !there.has(address));
    const state = wanted.length ? await fetchAll(cache, missing) : "waiting"; // it is not known yet what is in reach
    if (state === "ready") {
      await removeOthers(cache, wanted);
    }
    const here = new Set((await cache.keys()).map((request) => pathOf(request)));
    const readiness = { state, kept: wanted.filter((address) => here.has(address)).length, of: wanted.length };
    await note(readiness);
    return readiness;
  });
}

/** Asks the browser, once, not to throw away what is kept here when its disk gets full. */
export async function askToStay() {
  if ((await kept("asked-to-stay")) || (await navigator.storage?.persisted?.())) {
    return;
  }
  await keep("asked-to-stay", true);
  await navigator.storage?.persist?.();
}

/** @param {Readiness} readiness */
async function note(readiness) {
  await keep("readiness", { ...readiness, at: Date.now() });
  document.dispatchEvent(new CustomEvent("regulars:readiness", { detail: readiness }));
}

/** @returns {Promise<string[]>} the addresses of all that is in reach, in the languages of those who reach it */
async function inReach() {
  const [snapshot, roster] = await Promise.all([kept("snapshot"), kept("roster")]);
  const own = document.documentElement.lang;
  const languages = new Set([own, ...(roster?.people ?? []).map((person) => person.language ?? own)]);
  return [
    ...new Set([
      ...[...(snapshot?.scenarios ?? []), ...(snapshot?.older ?? [])].flatMap((one) =>
        addressesOf(one, [snapshot.person.language ?? own]),
      ),
      ...(roster?.scenarios ?? []).flatMap((one) => addressesOf(one, [...languages])),
    ]),
  ];
}

/**
 * @param {Listed} listed
 * @param {string[]} languages
 * @returns {string[]}
 */
function addressesOf(listed, languages) {
  return [...languages.map((language) => listed.bundles[language]), listed.pictures].filter(Boolean);
}

/**
 * @param {Cache} cache
 * @param {string[]} addresses
 * @returns {Promise<"ready" | "waiting" | "full">}
 */
async function fetchAll(cache, addresses) {
  const left = [...addresses];
  /** @type {("ready" | "waiting" | "full")[]} */
  const ends = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      let end = "ready";
      while (left.length && end === "ready") {
        end = await fetchOne(cache, left.shift());
      }
      return end;
    }),
  );
  return ends.find((end) => end === "full") ?? ends.find((end) => end === "waiting") ?? "ready";
}

/**
 * @param {Cache} cache
 * @param {string} address
 * @returns {Promise<"ready" | "waiting" | "full">}
 */
async function fetchOne(cache, address) {
  try {
    const answered = await fetch(address, { signal: AbortSignal.timeout(LONGEST_FETCHING) });
    if (answered.ok) {
      await cache.put(address, answered);
    }
    return answered.ok ? "ready" : "waiting";
  } catch (error) {
    return isFull(error) ? "full" : "waiting";
  }
}

/**
 * @param {Cache} cache
 * @param {string[]} wanted
 */
async function removeOthers(cache, wanted) {
  const [used, reached] = [await inUse(), new Set(wanted)];
  for (const request of await cache.keys()) {
    const path = pathOf(request);
    if (!reached.has(path) && !used.some((start) => path.startsWith(start))) {
      await cache.delete(request);
    }
  }
}

/** @returns {Promise<string[]>} how the addresses begin that the plays held here need */
async function inUse() {
  const rows = await inTransaction("plays", "readonly", (reading) => answer(reading.objectStore("plays").getAll()));
  const headers = await Promise.all(rows.filter((row) => row.key).map((row) => openHeader(row).catch(() => null)));
  return headers
    .filter((header) => header !== null)
    .flatMap(({ scenario, version, language }) => [
      `/bundles/${scenario}/${version}/${language}/`,
      `/pictures/${scenario}/${version}/`,
    ]);
}
