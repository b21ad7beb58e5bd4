/**
 * Plays on in place, with the browser's own engine: each reply is kept in this browser's database, and the next scene
 * stands there with the next frame, whatever the network does. What each reply would lead to is worked out beforehand.
 * Where this browser keeps nothing, the page goes on as the server plays it, by its form.
 *
 * @typedef {import("../offline/plays.js").Play} Play
 * @typedef {import("../offline/sitting.js").Sitting} Sitting
 * @typedef {import("./ahead.js").Ahead} Ahead
 */

import { StorageError } from "../offline/database.js";
import { addChoice, loadPlay, sealAhead } from "../offline/plays.js";
import { aheadOf } from "./ahead.js";
import { load, moodOf, replay } from "./engine.js";
import { opening, reload, withServers } from "./opening.js";
import { sceneValues } from "./scene.js";
import { oncePainted, prepared, say, show } from "./showing.js";
import { sendStraight } from "./straight.js";
import { clickAtOnce } from "./touch.js";

const SLOW = 100;

/** @param {HTMLElement} main of templates/play/scene.html */
export async function start(main) {
  const opened = await opening(main);
  if (opened) {
    new Player(main, opened).begin();
  }
}

class Player {
  #main;
  #bundle;
  #scenario;
  #pictures;
  #person;
  /** @type {Play} */
  #play;
  /** @type {import("./engine.js").Replay} */
  #replayed;
  /** @type {Map<string, Ahead>} */
  #ahead = new Map();
  #isBusy = false;
  #isStraight = false;

  /**
   * @param {HTMLElement} main
   * @param {import("./opening.js").Opened} opened
   */
  constructor(main, { play, person, bundle, pictures }) {
    this.#main = main;
    this.#person = person;
    this.#bundle = bundle;
    this.#scenario = load(bundle.rules);
    this.#pictures = pictures;
    this.#goTo(play);
  }

  /** Takes over the page, which shows the play as it stood when it was made. */
  begin() {
    const isShell = this.#main.dataset.play === "";
    if (isShell || this.#main.dataset.log !== idsOf(this.#play).join(" ")) {
      this.#show();
    } else {
      this.#pictures[moodOf(this.#scenario, this.#replayed.state)] = this.#main.querySelector(".stage__people");
      this.#lookAhead();
    }
    this.#main.dataset.here = ""; // the browser plays from now on
    this.#main.addEventListener("click", (event) => this.#taken(event, event.target.closest("button[name=choice]")));
    clickAtOnce(this.#main);
    this.#main.addEventListener("submit", (event) => this.#submitted(event), { capture: true });
    document.addEventListener("regulars:outbox", (event) => event.detail.refused && this.#lookForRefusal());
    window.addEventListener("pageshow", (event) => event.persisted && this.#catchUp(null));
    if (isShell && this.#play.onServer) {
      (window.requestIdleCallback ?? window.setTimeout)(() => this.#askServer());
    }
  }

  /** @param {SubmitEvent} event that no click began */
  #submitted(event) {
    event.stopImmediatePropagation();
    this.#taken(event, event.submitter);
  }

  /**
   * A click is taken as it comes: without the way through the form there is more of the frame left.
   *
   * @param {MouseEvent | SubmitEvent} event
   * @param {HTMLButtonElement | null} button
   */
  async #taken(event, button) {
    if (!button) {
      return;
    }
    event.preventDefault();
    const ahead = this.#ahead.get(button.value);
    if (this.#isBusy || !ahead) {
      return;
    }
    this.#isBusy = true;
    const slow = window.setTimeout(() => button.setAttribute("data-taken", ""), SLOW);
    const kept = this.#keep(ahead);
    button.blur(); // while it is being kept: to take the focus away with the button would cost a layout
    await kept;
    window.clearTimeout(slow);
    button.removeAttribute("data-taken");
    if (button.isConnected) {
      button.focus({ preventScroll: true }); // nothing was taken
    }
    this.#isBusy = false;
  }

  /** @param {Ahead} ahead */
  async #keep(ahead) {
    const number = this.#replayed.outcomes.length + 1;
    try {
      if (this.#isStraight) {
        await this.#sendStraight(ahead, number);
        return;
      }
      await addChoice(this.#play.play, number, ahead.id, { finished: ahead.replayed.isFinished });
      this.#goOn(ahead, number);
    } catch (error) {
      await (error instanceof StorageError
        ? this.#sendStraight(ahead, number)
        : this.#catchUp(error.code === "not-sitting" ? null : "moved"));
    }
  }

  /**
   * @param {Ahead} ahead
   * @param {number} number
   */
  #goOn(ahead, number) {
    const said = { number, choice: ahead.id, at: Date.now(), state: "waiting", code: null };
    this.#play = { ...this.#play, log: [...this.#play.log, said] };
    this.#replayed = ahead.replayed;
    this.#show(ahead.values);
  }

  /**
   * The browser does not keep it: the server does, or nobody.
   *
   * @param {Ahead} ahead
   * @param {number} number
   */
  async #sendStraight(ahead, number) {
    const outcome = await sendStraight(this.#play, number, ahead.id);
    if (outcome === "kept") {
      this.#isStraight = true;
      this.#goOn(ahead, number);
      say(this.#main, "straight");
    } else if (outcome === "moved") {
      reload(this.#play.play, "moved");
    } else {
      say(this.#main, "unkept");
    }
  }

  /**
   * Here is where the play stands now; or whatever there is instead, where nobody may go on with it here.
   *
   * @param {"moved" | null} notice
   */
  async #catchUp(notice) {
    const play = await loadPlay(this.#play.play);
    if (!play) {
      reload(this.#play.play, notice);
      return;
    }
    this.#goTo(play);
    this.#show();
    if (notice) {
      say(this.#main, notice);
    }
  }

  async #askServer() {
    const play = await withServers(this.#play.play, this.#person).catch(() => null); // no network: as it stands here
    if (play && !this.#isBusy && play.log.length > this.#play.log.length) {
      this.#goTo(play);
      this.#show();
      say(this.#main, "moved");
    }
  }

  /** The server has taken back a part of this play: its page shows where the play stands. */
  async #lookForRefusal() {
    if (!this.#isStraight && !(await loadPlay(this.#play.play).catch(() => this.#play))) {
      reload(this.#play.play, "moved");
    }
  }

  /** @param {Play} play */
  #goTo(play) {
    this.#play = play;
    this.#replayed = replay(this.#scenario, idsOf(play));
  }

  #show(values = this.#valuesOf(this.#replayed)) {
    show(this.#main, values);
    this.#ahead.clear();
    oncePainted(() => this.#lookAhead());
  }

  #lookAhead() {
    this.#ahead = aheadOf(this.#scenario, this.#replayed, (replayed) => prepared(this.#valuesOf(replayed)));
    sealAhead(this.#play.play, this.#replayed.outcomes.length + 1, [...this.#ahead.keys()]).catch(() => {
      // whoever may not go on here hears of it at the tap
    });
  }

  /** @param {import("./engine.js").Replay} replayed */
  #valuesOf(replayed) {
    return sceneValues(this.#bundle, this.#pictures, this.#play, replayed, this.#person);
  }
}

/**
 * @param {Play} play
 * @returns {string[]} its choices from the start, those of the play that it goes back to included
 */
function idsOf(play) {
  return [...play.inherited, ...play.log.map(({ choice }) => choice)];
}
