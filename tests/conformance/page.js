/**
 * A page as the server made it, and the same template without values as the browser fills it: both as an outline.
 *
 * @param {string} json `server` and `shell`: the HTML of both; `language`; `values`: the module and the name of the
 *   function that makes the values, from `before`, the replayed `choices` of the `rules`, and `after`
 * @returns {Promise<string>} JSON: the outlines `server` and `browser`, and the `values`
 */
async (json) => {
  const { server, shell, language, values: [module, name], rules, choices, before, after } = JSON.parse(json);
  const [{ fill }, { load, replay }, makers] = await Promise.all(
    ["/js/page/fill.js", "/js/play/engine.js", module].map((address) => import(address)),
  );
  document.documentElement.lang = language;
  const values = makers[name](...before, replay(load(rules), choices), ...after);
  const filled = parsed(shell);
  fill(filled.body, values);
  return JSON.stringify({ server: outline(parsed(server)), browser: outline(filled), values });

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html");
  }

  /** What one sees and hears of the page, line by line. */
  function outline(page) {
    page.querySelectorAll("[hidden], template, script, [name=csrf_token], .bar > :not(.bar__title)").forEach((one) => one.remove());
    const parts = [...page.querySelectorAll(".bar, main")];
    return [...parts.flatMap((part) => linesOf(part, "")), ...parts.map((part) => spaced(part.textContent))];
  }

  function linesOf(node, indent) {
    if (node.nodeType === Node.TEXT_NODE) {
      return node.textContent.trim() ? [indent + spaced(node.textContent).trim()] : [];
    }
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return [];
    }
    const attributes = [...node.attributes].map(attributeOf).filter(Boolean).sort();
    return [
      `${indent}<${[node.localName, ...attributes].join(" ")}>`,
      ...[...node.childNodes].flatMap((child) => linesOf(child, `${indent} `)),
    ];
  }

  /** Hooks for scripts, and where a form goes, are each side's own. */
  function attributeOf({ name, value }) {
    if (name.startsWith("data-") || name === "action") {
      return "";
    }
    const words = spaced(value).trim();
    return name === "class" ? `class=${words.split(" ").sort().join(" ")}` : `${name}=${words}`;
  }

  function spaced(text) {
    return text.replace(/\s+/g, " ");
  }
};
