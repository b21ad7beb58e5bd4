/**
 * Sends a play straight to the server, all of it and one more choice: for a browser that keeps nothing any more.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 */

import { post } from "../offline/posting.js";

/**
 * @param {Play} play
 * @param {number} number
 * @param {string} choice
 * @returns {Promise<"kept" | "moved" | "away">} `moved`: it went on otherwise elsewhere. `away`: nobody has it
 */
export async function sendStraight(play, number, choice) {
  const said = [...play.log, { number, choice, at: Date.now() }];
  const { scenario, version, language, started, parent, fromNumber, enrolment } = play;
  const sent = {
    ...{ play: play.play, scenario, version, language, started: new Date(started).toISOString() },
    ...(parent ? { parent, from_number: fromNumber } : {}),
    ...(enrolment ? { enrolment } : {}),
    choices: said.map((one) => ({ number: one.number, choice: one.choice, at: new Date(one.at).toISOString() })),
  };
  const outcome = await post([sent], play.person);
  if (outcome.outcome !== "taken") {
    return "away";
  }
  const answered = outcome.plays.find((one) => one.play === play.play);
  return answered?.choices.find((one) => one.number === number)?.status === "accepted" ? "kept" : "moved";
}
