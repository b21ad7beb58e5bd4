/** Steps of an item through a list. */

/**
 * @param {HTMLElement} item
 * @param {boolean} isHeld
 */
export function mark(item, isHeld) {
  item.toggleAttribute("data-held", isHeld);
  item.querySelector("[data-handle]").setAttribute("aria-pressed", String(isHeld));
}

/**
 * Moves an item one place by moving its neighbour around it, so that it keeps the focus and the pointer.
 *
 * @param {HTMLElement} item
 * @param {-1 | 1} by
 */
export function step(item, by) {
  if (by < 0) {
    const before = item.previousElementSibling;
    if (before) {
      item.after(before);
    }
  } else if (item.nextElementSibling) {
    item.before(item.nextElementSibling);
  }
}

/**
 * @param {HTMLElement} item
 * @param {Element | null} before what it stands before again; null is the end
 */
export function place(item, before) {
  while (item.nextElementSibling !== before) {
    const isLater = before === null || Boolean(item.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING);
    step(item, isLater ? 1 : -1);
  }
}
