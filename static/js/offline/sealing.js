/**
 * Each play has a key of its own (AES-GCM). It seals the play's header and choices, and is itself sealed for its
 * person: with a secret that comes from a passing key pair and the person's public P-256 key (ECDH, HKDF-SHA-256).
 * Only the private key, which the server gives to whoever signs in as that person, opens it again.
 *
 * @typedef {{iv: Uint8Array, data: ArrayBuffer}} Sealed
 * @typedef {Sealed & {point: ArrayBuffer}} Wrapped
 */

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = new TextEncoder().encode("regulars play key 1");
const IV_BYTES = 12;

/**
 * @param {string} publicKey the person's, an uncompressed point in hexadecimal digits
 * @returns {Promise<{key: CryptoKey, wrapped: Wrapped}>} a fresh key that cannot be read out, and the same one wrapped
 */
export async function newPlayKey(publicKey) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const [key, wrapped] = await Promise.all([importPlayKey(raw), wrap(raw, publicKey)]);
  raw.fill(0);
  return { key, wrapped };
}

/**
 * @param {JsonWebKey} jwk
 * @returns {Promise<CryptoKey>} the person's private key, which cannot be read out
 */
export function importPrivateKey(jwk) {
  return crypto.subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]);
}

/**
 * @param {Wrapped} wrapped
 * @param {CryptoKey} privateKey
 * @returns {Promise<CryptoKey>} the play's key; rejects where it was wrapped for another key
 */
export async function unwrap(wrapped, privateKey) {
  const point = await crypto.subtle.importKey("raw", wrapped.point, CURVE, false, []);
  const around = await sharedKey(privateKey, point, wrapped.point);
  const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: wrapped.iv }, around, wrapped.data);
  return importPlayKey(new Uint8Array(raw));
}

/**
 * @param {CryptoKey} key
 * @param {any} value anything that JSON can say
 * @param {string} place what it belongs to; it opens nowhere else
 * @returns {Promise<Sealed>}
 */
export async function seal(key, value, place) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, data: await crypto.subtle.encrypt(aes(iv, place), key, bytes(JSON.stringify(value))) };
}

/**
 * @param {CryptoKey} key
 * @param {Sealed} sealed
 * @param {string} place
 * @returns {Promise<any>} what was sealed; rejects where key or place do not fit
 */
export async function unseal(key, sealed, place) {
  const data = await crypto.subtle.decrypt(aes(sealed.iv, place), key, sealed.data);
  return JSON.parse(new TextDecoder().decode(data));
}

/**
 * @param {Uint8Array} raw
 * @returns {Promise<CryptoKey>}
 */
function importPlayKey(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * @param {Uint8Array} raw
 * @param {string} publicKey
 * @returns {Promise<Wrapped>}
 */
async function wrap(raw, publicKey) {
  const passing = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const [theirs, point] = await Promise.all([
    crypto.subtle.importKey("raw", fromHex(publicKey), CURVE, false, []),
    crypto.subtle.exportKey("raw", passing.publicKey),
  ]);
  const around = await sharedKey(passing.privateKey, theirs, point);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { point, iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, around, raw) };
}

/**
 * @param {CryptoKey} privateKey
 * @param {CryptoKey} publicKey
 * @param {ArrayBuffer} point the passing key's public point, which salts the secret
 * @returns {Promise<CryptoKey>}
 */
async function sharedKey(privateKey, publicKey, point) {
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, 256);
  const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: point, info: PURPOSE };
  return crypto.subtle.deriveKey(how, source, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * @param {Uint8Array} iv
 * @param {string} place
 */
function aes(iv, place) {
  return { name: "AES-GCM", iv, additionalData: bytes(place) };
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
function bytes(text) {
  return new TextEncoder().encode(text);
}

/**
 * @param {string} digits
 * @returns {Uint8Array}
 */
function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
