/**
 * The customer grows impatient: after `data-hurry` seconds their line appears and is read out.
 * Nothing is scored and no reply is taken. Each scene begins anew; one without the attribute has no haste.
 *
 * @param {HTMLElement} line hidden until then
 */
export function start(line) {
  let waiting = 0;
  const wait = () => {
    window.clearTimeout(waiting);
    line.hidden = true;
    if (line.dataset.hurry) {
      waiting = window.setTimeout(() => {
        line.hidden = false;
        document.querySelector("[data-status]").textContent = line.textContent.trim();
      }, Number(line.dataset.hurry) * 1000);
    }
  };
  document.addEventListener("regulars:scene", wait);
  wait();
}
