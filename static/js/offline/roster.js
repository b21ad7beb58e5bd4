/**
 * The store's people and role-plays as this tablet keeps them, for when there is no network: who can tap a tile, with
 * what their answers are sealed, and what they can play.
 *
 * @typedef {{id: string, name: string, initials: string, language: string | null, has_pin: boolean,
 *   due: number, public_key: string}} RosterPerson
 * @typedef {{device: {id: string, name: string, store: string, lock_after: number}, people: RosterPerson[],
 *   scenarios: import("./ready.js").Listed[], at: number}} Roster
 */

import { keep, kept } from "./database.js";

const LONGEST_ASKING = 10_000;

/** @returns {Promise<Roster | null>} null where this browser is no tablet, or keeps nothing */
export async function rosterNow() {
  return (await kept("roster").catch(() => null)) ?? null;
}

/**
 * Asks the server anew, unless what is kept is young.
 *
 * @param {number} age in milliseconds
 * @returns {Promise<void>} rejects without a network, or where this browser keeps nothing
 */
export async function refreshRoster(age) {
  const roster = await kept("roster");
  const isYoung = roster && Math.abs(Date.now() - roster.at) < age;
  if (isYoung && roster.device.id === document.documentElement.dataset.device) {
    return;
  }
  const answered = await fetch("/tiles", {
    headers: { Accept: "application/json" },
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_ASKING),
  });
  if (!answered.ok) {
    throw new Error(`the server tells no tiles: ${answered.status}`);
  }
  const { device, people, scenarios } = await answered.json();
  await keep("roster", { device, people, scenarios, at: Date.now() });
}
