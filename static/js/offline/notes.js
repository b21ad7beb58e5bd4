/** Short notes that outlive a closed browser. One that keeps nothing reads none and loses those it is given. */

/**
 * @param {string} name
 * @returns {string | null}
 */
export function readNote(name) {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string | number} text
 */
export function writeNote(name, text) {
  try {
    window.localStorage.setItem(name, String(text));
  } catch {
    // whoever reads it lives without
  }
}

/** Nothing was ever noted. */
export function forgetNotes() {
  try {
    window.localStorage.clear();
  } catch {
    // there were none
  }
}
