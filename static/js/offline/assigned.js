/**
 * What was assigned to the person who sits here, as the last snapshot has it.
 *
 * @typedef {{id: string, module: string, text: string, mode: "practice" | "check", due: string, state: string,
 *   scenarios: string[], passed: string[], left: Record<string, number | null>, note: string,
 *   note_by: string | null, pass_mark: number, coach: string, think_first: boolean, time_zone: string,
 *   assigned: string}} Enrolment
 */

import { kept } from "./database.js";

const OPEN = ["overdue", "started", "not-started"];

/**
 * @param {string} id
 * @returns {Promise<Enrolment | null>}
 */
export async function enrolmentKept(id) {
  const snapshot = await kept("snapshot");
  return snapshot?.enrolments?.find((one) => one.id === id) ?? null;
}

/**
 * @param {Enrolment} enrolment
 * @returns {boolean} whether there is something to do under it
 */
export function isOpen({ state }) {
  return OPEN.includes(state);
}
