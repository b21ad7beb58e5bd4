/**
 * Reads the scene aloud: what happens and what the customer says, in a voice of the page's language that is on the
 * device if there is one. The button appears only where the browser has such a voice; the next scene ends the reading.
 *
 * @param {HTMLButtonElement} button
 */
export function start(button) {
  if (!("speechSynthesis" in window)) {
    return;
  }
  const offer = () => {
    button.hidden = !voice();
  };
  speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
  button.addEventListener("click", () => (isReading(button) ? stop(button) : read(button)));
  document.addEventListener("regulars:scene", () => stop(button));
  document.addEventListener("click", (event) => event.target.closest("button[name=choice]") && stop(button));
  window.addEventListener("pagehide", () => stop(button));
}

/** @returns {SpeechSynthesisVoice | undefined} */
function voice() {
  const language = document.documentElement.lang;
  const fitting = speechSynthesis.getVoices().filter((one) => one.lang.split(/[-_]/)[0] === language);
  return fitting.find((one) => one.localService) ?? fitting[0];
}

/**
 * @param {HTMLElement} button
 * @returns {boolean}
 */
function isReading(button) {
  return button.getAttribute("aria-pressed") === "true";
}

/** @param {HTMLElement} button */
function read(button) {
  const parts = [...document.querySelectorAll("[data-announce-text]:not([hidden])")].map((part) => part.textContent);
  const utterances = parts.map((words) => new SpeechSynthesisUtterance(words.trim()));
  for (const utterance of utterances) {
    utterance.voice = voice();
    utterance.lang = utterance.voice.lang;
  }
  for (const event of ["end", "error"]) {
    utterances.at(-1).addEventListener(event, () => button.setAttribute("aria-pressed", "false"));
  }
  button.setAttribute("aria-pressed", "true");
  speechSynthesis.cancel();
  utterances.forEach((utterance) => speechSynthesis.speak(utterance));
}

/** @param {HTMLElement} button */
function stop(button) {
  if (isReading(button)) {
    speechSynthesis.cancel();
    button.setAttribute("aria-pressed", "false");
  }
}
