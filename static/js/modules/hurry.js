/**
 * The customer grows impatient: after `data-hurry` seconds their line appears and is read out.
 * Nothing is scored and no reply is taken.
 *
 * @param {HTMLElement} line hidden until then
 */
export function start(line) {
  window.setTimeout(() => {
    line.hidden = false;
    document.querySelector("[data-status]").textContent = line.textContent.trim();
  }, Number(line.dataset.hurry) * 1000);
}
