/**
 * A notice for pages that browsers do not call secure, where practice without a network is off.
 *
 * @param {HTMLElement} notice hidden until then
 */
export function start(notice) {
  notice.hidden = window.isSecureContext;
}
