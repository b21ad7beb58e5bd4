/**
 * Large keys for a PIN in place of the field, which stays for keyboards and screen readers. Where a form asks for two,
 * they come one after the other.
 */

import { wayBackOf } from "./way-back.js";

const SHORTEST = 4;
const LONGEST = 6;

/** @param {HTMLFormElement} form with `data-pin` for each PIN it asks for, and one `data-pad` */
export function start(form) {
  const steps = [...form.querySelectorAll("[data-pin]")].map(stepOf);
  let now = 0;
  const show = (at) => {
    now = at;
    steps.forEach((step, place) => {
      step.part.hidden = place !== at;
    });
    steps[at].field.focus({ preventScroll: true });
  };

  form.dataset.hasKeys = "";
  form.querySelector("[data-pad]").hidden = false;
  form.querySelector("[data-plain]").hidden = true;
  form.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit], [data-erase]");
    if (key) {
      type(steps[now], key.dataset.digit);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (typeFromKeyboard(steps[now], event)) {
      event.preventDefault();
    }
  });
  form.addEventListener(
    "submit",
    (event) => {
      if (steps[now].field.value.length < SHORTEST) {
        hold(event);
        steps[now].field.focus();
      } else if (now < steps.length - 1) {
        hold(event);
        show(now + 1);
      }
    },
    { capture: true },
  );
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      steps.forEach(empty);
      show(0);
    }
  });
  goOnWhereTheyWere(form);
  show(0);
}

/** @typedef {{part: HTMLElement, field: HTMLInputElement, dots: HTMLElement}} Step */

/**
 * @param {HTMLElement} part
 * @returns {Step}
 */
function stepOf(part) {
  const step = { part, field: part.querySelector("input"), dots: part.querySelector("[data-dots]") };
  step.field.inputMode = "none"; // the keys are on the page
  step.field.dataset.apart = ""; // for keyboards and screen readers; what was typed shows in the dots
  step.dots.hidden = false;
  step.field.addEventListener("input", () => put(step, step.field.value));
  empty(step);
  return step;
}

/** @param {Step} step */
function empty(step) {
  put(step, "");
}

/**
 * @param {Step} step
 * @param {string} value what is not a digit is left out
 */
function put(step, value) {
  step.field.value = value.replace(/[^0-9]/g, "").slice(0, LONGEST);
  [...step.dots.children].forEach((dot, place) => {
    dot.toggleAttribute("data-is-full", place < step.field.value.length);
  });
}

/**
 * @param {Step} step
 * @param {string | undefined} digit none takes the last one back
 */
function type(step, digit) {
  put(step, digit === undefined ? step.field.value.slice(0, -1) : step.field.value + digit);
}

/**
 * @param {Step} step
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was for the PIN, with the focus somewhere else
 */
function typeFromKeyboard(step, event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target === step.field) {
    return false;
  }
  if (/^[0-9]$/.test(event.key)) {
    type(step, event.key);
  } else if (event.key === "Backspace") {
    type(step, undefined);
  } else {
    return false;
  }
  step.field.focus({ preventScroll: true });
  return true;
}

/**
 * The form is not sent yet, and whoever listens after this one does not hear of it.
 *
 * @param {SubmitEvent} event
 */
function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @param {HTMLFormElement} form brings along where its person was when this tablet locked */
function goOnWhereTheyWere(form) {
  const field = form.querySelector("[data-way-back]");
  if (field) {
    field.value = wayBackOf(form.dataset.person) ?? "";
  }
}
