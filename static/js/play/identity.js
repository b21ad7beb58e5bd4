/** Public ids: UUIDv7 (RFC 9562), sortable by time and impossible to guess, the same as the server makes. */

/** @returns {string} a fresh one */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = Date.now();
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = Math.floor(time / 2 ** (40 - 8 * place)) % 256;
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
