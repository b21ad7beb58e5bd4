/** Dragging an item of a list by its handle, with a finger, a pen or a mouse. */

import { mark, step } from "./steps.js";

const EDGE = 72; // pixels at the window's top and bottom where the page moves along
const SPEED = 12; // pixels a frame

/**
 * @param {HTMLElement} list whose items hold a `data-handle`
 * @param {{moved: (item: HTMLElement) => void, dropped: (item: HTMLElement) => void}} told
 */
export function draggable(list, told) {
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (handle && event.isPrimary && event.button === 0) {
      new Drag(handle, told).start(event);
    }
  });
}

class Drag {
  /**
   * @param {HTMLElement} handle
   * @param {{moved: (item: HTMLElement) => void, dropped: (item: HTMLElement) => void}} told
   */
  constructor(handle, told) {
    this.handle = handle;
    this.item = handle.closest("li");
    this.told = told;
    this.y = 0;
    this.frame = 0;
  }

  /** @param {PointerEvent} event */
  start(event) {
    const ended = new AbortController();
    const { signal } = ended;
    this.y = event.clientY;
    this.handle.setPointerCapture(event.pointerId);
    mark(this.item, true);
    this.handle.addEventListener("pointermove", (move) => this.#to(move.clientY), { signal });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.handle.addEventListener(end, () => this.#end(ended), { signal });
    }
    this.#follow();
  }

  /** @param {number} y */
  #to(y) {
    this.y = y;
    const { previousElementSibling: before, nextElementSibling: after } = this.item;
    if (before && y < middle(before)) {
      this.#step(-1);
    } else if (after && y > middle(after)) {
      this.#step(1);
    }
  }

  /** @param {-1 | 1} by */
  #step(by) {
    step(this.item, by);
    this.told.moved(this.item);
    this.#to(this.y);
  }

  /** The page moves along where the pointer is at its edge. */
  #follow() {
    this.frame = window.requestAnimationFrame(() => {
      const by = this.y < EDGE ? -SPEED : this.y > window.innerHeight - EDGE ? SPEED : 0;
      if (by) {
        window.scrollBy({ top: by, behavior: "instant" });
        this.#to(this.y);
      }
      this.#follow();
    });
  }

  /** @param {AbortController} ended */
  #end(ended) {
    ended.abort();
    window.cancelAnimationFrame(this.frame);
    mark(this.item, false);
    this.told.dropped(this.item);
  }
}

/**
 * @param {Element} item
 * @returns {number} where its middle is in the window
 */
function middle(item) {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}
