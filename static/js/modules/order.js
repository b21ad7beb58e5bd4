/**
 * The role-plays of a module in their order: moved by dragging, by arrow keys once they are picked up, or by a button
 * for each step. Every change is said in the live region and kept in the form's field.
 */

import { draggable } from "../ordering/drag.js";
import { mark, place, step } from "../ordering/steps.js";

/** @param {HTMLElement} root holds `data-chosen`, `data-offered`, `data-order` and `data-order-status` */
export function start(root) {
  new Order(root).start();
}

class Order {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.chosen = root.querySelector("[data-chosen]");
    this.offered = root.querySelector("[data-offered]");
    this.field = root.querySelector("[data-order]");
    this.status = root.querySelector("[data-order-status]");
    /** @type {{item: HTMLElement, before: Element | null} | null} what the keyboard holds, and where it was */
    this.held = null;
  }

  start() {
    this.root.addEventListener("click", (event) => this.#click(event));
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("focusout", () => this.#drop());
    for (const handle of this.root.querySelectorAll("[data-handle]")) {
      handle.hidden = false;
    }
    draggable(this.chosen, { moved: (item) => this.#said("moved", item), dropped: (item) => this.#said("dropped", item) });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target.closest("button");
    const item = button?.closest("[data-scenario]");
    if (!item) {
      return;
    }
    if ("handle" in button.dataset) {
      if (event.detail === 0) {
        this.#turn(item); // by a key, or by a screen reader: a drag with the pointer says so itself
      }
      return;
    }
    event.preventDefault();
    this.#deed(button.value.split(" ")[0], item);
  }

  /**
   * @param {string} deed
   * @param {HTMLElement} item
   */
  #deed(deed, item) {
    if (deed === "add") {
      this.#add(item);
    } else if (deed === "remove") {
      this.#remove(item);
    } else {
      step(item, deed === "up" ? -1 : 1);
      this.#said("moved", item);
      this.#keepFocus(item);
    }
  }

  /**
   * At either end one of its buttons is hidden: the other one takes the focus.
   *
   * @param {HTMLElement} item
   */
  #keepFocus(item) {
    if (!item.previousElementSibling) {
      item.querySelector('[value^="down"]').focus();
    } else if (!item.nextElementSibling) {
      item.querySelector('[value^="up"]').focus();
    }
  }

  /** @param {HTMLElement} item */
  #add(item) {
    if (this.chosen.children.length >= Number(this.root.dataset.most)) {
      this.status.textContent = this.root.dataset.sayFull;
      return;
    }
    const next = item.nextElementSibling ?? item.previousElementSibling;
    this.chosen.append(item);
    this.#said("added", item);
    (next?.querySelector('[value^="add"]') ?? item.querySelector("[data-handle]")).focus();
  }

  /** @param {HTMLElement} item */
  #remove(item) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    this.offered.append(item);
    this.#said("removed", item);
    (next?.querySelector('[value^="remove"]') ?? item.querySelector('[value^="add"]')).focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const steps = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!this.held || !("handle" in event.target.dataset)) {
      return;
    }
    if (steps) {
      event.preventDefault();
      step(this.held.item, steps);
      this.#said("moved", this.held.item);
      this.held.item.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") {
      event.preventDefault();
      place(this.held.item, this.held.before);
      this.#drop("back");
    }
  }

  /** @param {HTMLElement} item what is picked up, or put down when it is held */
  #turn(item) {
    if (this.held?.item === item) {
      this.#drop();
      return;
    }
    this.#drop();
    this.held = { item, before: item.nextElementSibling };
    mark(item, true);
    this.#said("grabbed", item);
  }

  /** @param {string} words */
  #drop(words = "dropped") {
    if (this.held) {
      const { item } = this.held;
      this.held = null;
      mark(item, false);
      this.#said(words, item);
    }
  }

  /**
   * @param {string} words the name of the sentence in `data-say-…`
   * @param {HTMLElement} item
   */
  #said(words, item) {
    const items = [...this.chosen.children];
    this.field.value = items.map((one) => one.dataset.scenario).join(" ");
    const values = { title: item.dataset.title, place: items.indexOf(item) + 1, count: items.length };
    const sentence = this.root.dataset[`say${words[0].toUpperCase()}${words.slice(1)}`];
    this.status.textContent = sentence.replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));
  }
}
