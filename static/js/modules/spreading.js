/**
 * What concerns many people, an assignment or a list, goes on by itself, slice by slice, and shows how far it is; after
 * a break the button goes on.
 *
 * @param {HTMLFormElement} form with a `progress`, and parts named by `data-spreading`: `words`, `broken`, `button`
 */
export function start(form) {
  const button = part(form, "button");
  if (!button) {
    return;
  }
  const go = async () => {
    button.disabled = true;
    part(form, "broken").hidden = true;
    try {
      while (await isAnyLeft(form));
      window.location.reload();
    } catch {
      part(form, "broken").hidden = false;
      button.disabled = false;
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
  go();
}

/**
 * Send for the next slice and show how far it is.
 *
 * @param {HTMLFormElement} form
 * @returns {Promise<boolean>} whether anything is left to do
 */
async function isAnyLeft(form) {
  const answered = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new FormData(form),
  });
  if (!answered.ok) {
    throw new Error(`the server answered ${answered.status}`);
  }
  const { done, total } = await answered.json();
  const bar = form.querySelector("progress");
  bar.max = total;
  bar.value = done;
  const words = part(form, "words");
  words.textContent = words.dataset.words.replace("{done}", done).replace("{total}", total);
  return done < total;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLElement | null}
 */
function part(form, name) {
  return form.querySelector(`[data-spreading="${name}"]`);
}
