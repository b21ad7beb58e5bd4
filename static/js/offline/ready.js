/**
 * Whether this browser can play without a network, and what it needs to: the role-plays with their pictures.
 *
 * @typedef {{id: string, version: number, bundles: Record<string, string>, pictures: string}} Listed
 */

import { keep, kept } from "./database.js";

export const CACHE = "regulars-bundles";
const LEAST_ROOM = 2_000_000;
const TRIAL = 50_000;
const LONGEST_ASKING = 4000;

/** @type {Promise<{ok: boolean, why: "insecure" | "refused" | "full" | null}> | null} */
let tried = null;

/**
 * Whether plays can be kept and played here. It is tried for real, once a page.
 *
 * @returns {Promise<{ok: boolean, why: "insecure" | "refused" | "full" | null}>}
 */
export function canPlayLocally() {
  tried ??= whyNot().then((why) => ({ ok: why === null, why }));
  return tried;
}

/**
 * Keeps ready what is in reach. At rest only: it takes the line and the disk.
 *
 * @returns {Promise<import("./keeping.js").Readiness>}
 */
export async function keepReady() {
  return (await import("./keeping.js")).keepReady();
}

/**
 * @param {string} scenario
 * @param {number} version
 * @param {string} language
 * @returns {Promise<any | null>} the bundle, from here or from the network; null where neither has it
 */
export function bundleOf(scenario, version, language) {
  return found(`/bundles/${scenario}/${version}/${language}/`, (listed) => listed.bundles[language], scenario, version);
}

/**
 * @param {string} scenario
 * @param {number} version
 * @returns {Promise<Record<string, string> | null>} the drawings by their names, as SVG; null where there are none
 */
export function picturesOf(scenario, version) {
  return found(`/pictures/${scenario}/${version}/`, (listed) => listed.pictures, scenario, version);
}

/**
 * @param {string | undefined} address of a bundle or of pictures
 * @returns {Promise<any | null>} what is there, from here or from the network; null where neither has it
 */
export async function readAt(address) {
  try {
    const cache = await window.caches.open(CACHE);
    const answered = address && ((await cache.match(address)) ?? (await fetchInto(cache, address)));
    return answered ? await answered.json() : null;
  } catch {
    return null;
  }
}

/** @returns {Promise<"insecure" | "refused" | "full" | null>} */
async function whyNot() {
  if (!window.isSecureContext) {
    return "insecure";
  }
  try {
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    if (quota !== undefined && quota - usage < LEAST_ROOM) {
      return "full";
    }
    await keep("trial", new Uint8Array(TRIAL));
    await keep("trial", null);
    await window.caches.open(CACHE);
    return null;
  } catch (error) {
    return isFull(error) ? "full" : "refused";
  }
}

/**
 * @param {any} error of the database or of the cache
 * @returns {boolean}
 */
export function isFull(error) {
  return error?.code === "full" || error?.name === "QuotaExceededError";
}

/**
 * @param {string} start of the address, all but its hash
 * @param {(listed: Listed) => string | undefined} addressIn
 * @param {string} scenario
 * @param {number} version
 * @returns {Promise<any | null>}
 */
async function found(start, addressIn, scenario, version) {
  try {
    const cache = await window.caches.open(CACHE);
    const here = (await cache.keys()).find((request) => pathOf(request).startsWith(start));
    if (here) {
      return await (await cache.match(here)).json();
    }
    const lists = await Promise.all([kept("snapshot"), kept("roster")]);
    const listed = lists.flatMap((list) => [...(list?.scenarios ?? []), ...(list?.older ?? [])]);
    return await readAt(listed.filter((one) => one.id === scenario && one.version === version).map(addressIn)[0]);
  } catch {
    return null;
  }
}

/**
 * @param {Cache} cache
 * @param {string} address
 * @returns {Promise<Response | null>}
 */
async function fetchInto(cache, address) {
  const answered = await fetch(address, { signal: AbortSignal.timeout(LONGEST_ASKING) });
  if (!answered.ok) {
    return null;
  }
  await cache.put(address, answered.clone()).catch(() => {}); // a full disk does not keep it from being read
  return answered;
}

/**
 * @param {Request} request
 * @returns {string}
 */
export function pathOf(request) {
  return new URL(request.url).pathname;
}
