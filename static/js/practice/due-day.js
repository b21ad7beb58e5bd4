/**
 * A due day in words, the same as the server's (web/due_days.py): today, tomorrow, by Friday, since Monday.
 */

const A_DAY = 86_400_000;
const WITHIN_A_WEEK = 7;
const NAMED = { 0: "today", 1: "tomorrow", "-1": "yesterday" };

/**
 * @param {string} dueOn the day, such as `2031-03-08`
 * @param {string} today
 * @param {string} language
 * @returns {{dueOn: string | null, dueBy: string | null, dueSince: string | null}} one of them: a day that has a name, or
 *   the one that is to come or past, in words
 */
export function dueDay(dueOn, today, language) {
  const days = (Date.parse(dueOn) - Date.parse(today)) / A_DAY;
  const named = NAMED[days] ?? null;
  const day = named ? null : dayInWords(dueOn, today, days, language);
  return { dueOn: named, dueBy: days > 0 ? day : null, dueSince: days < 0 ? day : null };
}

/**
 * @param {string} timeZone
 * @returns {string} the day that it is there
 */
export function todayIn(timeZone) {
  return new Intl.DateTimeFormat("sv", { timeZone }).format(Date.now()); // Swedes write dates as ISO 8601 does;
}

/**
 * @param {string} day
 * @param {string} today
 * @param {number} days between the two
 * @param {string} language
 * @returns {string} the weekday within a week, else day and month, with the year where it is another one
 */
function dayInWords(day, today, days, language) {
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  const date = isThisYear ? { month: "long", day: "numeric" } : { dateStyle: "long" };
  const form = Math.abs(days) < WITHIN_A_WEEK ? { weekday: "long" } : date;
  return new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(Date.parse(day));
}
