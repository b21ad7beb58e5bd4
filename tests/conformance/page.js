/**
 * A page as the server made it, and the same template without values as the browser fills it: both as an outline.
 *
 * @param {(page: Document) => string[]} outline of outline.js
 * @param {string} json `server` and `shell`: the HTML of both; `language`; `values`: the module and the name of the
 *   function that makes the values, from `before`, the replayed `choices` of the `rules`, and `after`
 * @returns {Promise<string>} JSON: the outlines `server` and `browser`, and the `values`
 */
(outline) => async (json) => {
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
};
