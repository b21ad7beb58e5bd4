/**
 * The service worker of one release: its files and its shells are kept together and change together.
 *
 * A page comes from the server. Where the network says nothing, and for a play that this browser holds, it is the shell
 * that fits, which its own scripts fill from the browser's database. Nothing personal is ever kept here.
 */

/** @type {{release: string, files: string[], shells: string[], languages: string[]}} from `/sw.js`, which brings this file in */
const { release: RELEASE, files, shells: SHELLS, languages: LANGUAGES } = self.regulars;
const FILES = new Set(files);

const CACHE = `regulars-${RELEASE}`;
const BUNDLES = "regulars-bundles";
const LONGEST_WAIT = 3000;
const SHORT_WAIT = 1000; // the network said nothing a moment ago
const MOMENT = 30_000;
const GATEWAY_SAYS_NO = new Set([502, 503, 504]);

/** Which shell stands in for which address; of a play the id is remembered. */
const PLACES = [
  [/^\/(?:practice)?$/, "practice"],
  [/^\/progress$/, "progress"],
  [/^\/scenarios\/[^/]+$/, "intro"],
  [/^\/plays\/([^/]+)$/, "scene"],
  [/^\/plays\/([^/]+)\/debrief$/, "debrief"],
  [/^\/tiles(?:\/[^/]+)?$/, "tiles"],
  [/^\/unsent$/, "unsent"],
];

let silentUntil = 0;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(heard(event)));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin) {
    return;
  }
  if (event.request.mode === "navigate") {
    event.respondWith(event.request.method === "GET" ? page(event.request, address.pathname) : sent(event.request));
  } else if (event.request.method === "GET" && FILES.has(address.pathname)) {
    event.respondWith(file(event.request));
  } else if (event.request.method === "GET" && /^\/(?:bundles|pictures)\//.test(address.pathname)) {
    event.respondWith(keptOrFetched(event.request));
  }
});

/**
 * All of the release or nothing of it: where one file is missing, this worker is not installed. What is kept of this very
 * release, by a worker that was lost, is not asked for again.
 */
async function install() {
  const cache = await caches.open(CACHE);
  const shells = LANGUAGES.flatMap((language) => SHELLS.map((name) => addressOf(language, name)));
  const kept = await Promise.all([...FILES, ...shells].map(async (address) => [address, await cache.match(address)]));
  await cache.addAll(kept.filter(([, answer]) => !answer).map(([address]) => address));
}

/** Older releases go, unless a newer one is just being kept: then it is that one's turn. */
async function activate() {
  if (!self.registration.installing && !self.registration.waiting) {
    const names = await caches.keys();
    const older = names.filter((name) => name.startsWith("regulars-") && name !== CACHE && name !== BUNDLES);
    await Promise.all(older.map((name) => caches.delete(name)));
  }
  await self.clients.claim();
}

/** A page asks whether this worker runs, or for the new release. */
async function heard(event) {
  if (event.data === "are you there") {
    event.ports[0].postMessage("here");
  } else if (event.data === "take over") {
    await takeOver(event);
  }
}

/** Done at rest: while a play is on some screen of this browser, nothing is swapped. */
async function takeOver(event) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const isPlaying = windows.some((one) => new URL(one.url).pathname.startsWith("/plays/"));
  event.ports[0]?.postMessage(isPlaying ? "playing" : "taking over");
  if (!isPlaying) {
    await self.skipWaiting();
  }
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE })) ?? fetch(request);
}

async function keptOrFetched(request) {
  return (await caches.match(request, { cacheName: BUNDLES })) ?? fetch(request);
}

/** A form of the server's own pages. What cannot be sent is not lost: the page to go back to still has it. */
async function sent(request) {
  try {
    return await fetch(request);
  } catch {
    return shell("undone", await read());
  }
}

async function page(request, path) {
  const { name, play } = placeOf(path);
  if (!name) {
    return fetch(request).catch(async () => shell("nothing", await read()));
  }
  const network = play ? null : fetch(request);
  network?.catch(() => {}); // it is looked at below
  const known = await read(play).catch(() => ({}));
  if (play && known.held && (name === "scene" || known.unsent)) {
    return shell(name, known);
  }
  return inTime(network ?? fetch(request), fitting(name, known), known);
}

function placeOf(path) {
  const found = PLACES.map(([pattern, name]) => ({ match: pattern.exec(path), name })).find(({ match }) => match);
  return { name: found?.name, play: found?.match[1] };
}

/** Where nobody sits, a store's tablet shows its tiles; what this browser cannot show needs the network. */
function fitting(name, { sitting, roster, held }) {
  if (name === "unsent") {
    return name;
  }
  if (name === "tiles" || !sitting) {
    return roster ? "tiles" : "nothing";
  }
  return (name === "scene" || name === "debrief") && !held ? "nothing" : name;
}

/** The server's page; or the shell, where the network fails or is silent for longer than somebody waits. */
async function inTime(network, name, known) {
  const wait = Date.now() < silentUntil ? SHORT_WAIT : LONGEST_WAIT;
  const silence = new Promise((resolve) => setTimeout(resolve, wait, null));
  try {
    const answer = await (name === "nothing" ? network : Promise.race([network, silence]));
    silentUntil = answer ? 0 : Date.now() + MOMENT;
    network.then(itSpeaks, () => {}); // late is not silent: the next page waits for it again
    if (answer && (name === "nothing" || !GATEWAY_SAYS_NO.has(answer.status))) {
      return answer;
    }
  } catch {
    silentUntil = Date.now() + MOMENT;
  }
  return shell(name, known);
}

function itSpeaks() {
  silentUntil = 0;
}

async function shell(name, { sitting }) {
  const wanted = [sitting?.language, ...navigator.languages.map((one) => one.slice(0, 2)), LANGUAGES[0]];
  const language = wanted.find((one) => LANGUAGES.includes(one));
  return (await caches.match(addressOf(language, name), { cacheName: CACHE })) ?? Response.error();
}

function addressOf(language, name) {
  return `/shells/${language}/${name}?release=${RELEASE}`;
}

/** What the browser's database says about who sits here, and about a play. It is read where it is there, never made. */
async function read(play) {
  const database = await openDatabase();
  if (!database) {
    return {};
  }
  try {
    const reading = database.transaction(["plays", "choices", "kept"]);
    const [sitting, roster, row, choices] = await Promise.all([
      answer(reading.objectStore("kept").get("sitting")),
      answer(reading.objectStore("kept").getKey("roster")),
      play && answer(reading.objectStore("plays").get(play)),
      play && answer(reading.objectStore("choices").getAll(IDBKeyRange.bound([play], [play, []]))),
    ]);
    const held = Boolean(row?.key && !row.refused && row.person === sitting?.person);
    return { sitting, roster, held, unsent: held && choices.some((choice) => choice.state === "waiting") };
  } finally {
    database.close();
  }
}

function openDatabase() {
  const opening = indexedDB.open("regulars");
  opening.onupgradeneeded = () => opening.transaction.abort();
  return answer(opening).catch(() => null);
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
