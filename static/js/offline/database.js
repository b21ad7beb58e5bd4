/**
 * The browser's own database `regulars`: what a person has answered until the server has it, and what is kept ready.
 *
 *   plays     by their id: who plays, how far it is, the play's key, and its sealed header
 *   choices   by play and number: whose, where it stands (waiting, acknowledged, refused), when, and the sealed choice
 *   kept      single things by name: who sits here, the last snapshot, the roster, …
 */

const NAME = "regulars";
const VERSION = 1;
const LONGEST_OPENING = 5000;

/** The browser keeps nothing here: `refused` where it does not let us, `full` where there is no room. */
export class StorageError extends Error {
  /**
   * @param {"refused" | "full"} code
   * @param {unknown} [cause]
   */
  constructor(code, cause) {
    super(`this browser keeps nothing: ${code}`, { cause });
    this.name = "StorageError";
    this.code = code;
  }
}

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/**
 * One transaction. It is complete, and on its way to the disk, when this resolves.
 *
 * @template T
 * @param {string | string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(transaction: IDBTransaction) => T | Promise<T>} work waits for nothing but requests of this transaction
 * @param {IDBTransactionDurability} [durability] `strict` waits until the disk has it
 * @returns {Promise<T>}
 */
export async function inTransaction(stores, mode, work, durability = "relaxed") {
  const transaction = await begin(stores, mode, durability);
  const complete = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(storageError(transaction.error));
  });
  complete.catch(() => {}); // whoever waits for it below hears of it
  let result;
  try {
    result = await work(transaction);
  } catch (error) {
    abort(transaction);
    throw error instanceof DOMException ? storageError(error) : error;
  }
  await complete;
  return result;
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>} its result
 */
export function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} name
 * @returns {Promise<any>} what is kept under this name, or undefined
 */
export function kept(name) {
  return inTransaction("kept", "readonly", (transaction) => answer(transaction.objectStore("kept").get(name)));
}

/**
 * @param {string} name
 * @param {any} value null and undefined keep nothing
 * @param {IDBTransactionDurability} [durability]
 * @returns {Promise<void>}
 */
export async function keep(name, value, durability) {
  await inTransaction(
    "kept",
    "readwrite",
    (transaction) => {
      const store = transaction.objectStore("kept");
      return answer(value === null || value === undefined ? store.delete(name) : store.put(value, name));
    },
    durability,
  );
}

/**
 * @param {string | string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {IDBTransactionDurability} durability
 * @returns {Promise<IDBTransaction>}
 */
async function begin(stores, mode, durability) {
  const options = { durability };
  const first = await opened();
  try {
    return first.transaction(stores, mode, options);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "InvalidStateError")) {
      throw storageError(error);
    }
  }
  closed(); // by the browser, in between
  return (await opened()).transaction(stores, mode, options);
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  opening ??= inTime(openDatabase());
  return opening;
}

/**
 * Some browsers never answer. The page goes on without its database then, and comes back to it should it open after all.
 *
 * @param {Promise<IDBDatabase>} database
 * @returns {Promise<IDBDatabase>}
 */
function inTime(database) {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(() => reject(new StorageError("refused", "it does not open")), LONGEST_OPENING);
    database.then(
      (found) => {
        window.clearTimeout(timer);
        opening = database;
        resolve(found);
      },
      (error) => {
        window.clearTimeout(timer);
        closed();
        reject(storageError(error));
      },
    );
  });
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = window.indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => build(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = closed;
      database.onversionchange = () => {
        database.close();
        closed();
      };
      resolve(database);
    };
  });
}

/** The next transaction opens it again. */
function closed() {
  opening = null;
}

/** @param {IDBDatabase} database */
function build(database) {
  database.createObjectStore("plays", { keyPath: "play" });
  const choices = database.createObjectStore("choices", { keyPath: ["play", "number"] });
  choices.createIndex("person_state", ["person", "state"]);
  database.createObjectStore("kept");
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it had ended by itself, and with it nothing of it is kept
  }
}

/**
 * @param {unknown} error
 * @returns {StorageError}
 */
function storageError(error) {
  if (error instanceof StorageError) {
    return error;
  }
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  return new StorageError(isFull ? "full" : "refused", error);
}
