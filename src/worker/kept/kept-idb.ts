/**
 * Kept tables in a database of the browser of their own: losing it loses time and nothing else, and emptying it touches no work of the
 * user's. What describes a table lies apart from its bytes, so that listing reads no bytes.
 */
import { isKeptEntry, type KeptStore } from "../../engine/kept/kept-tables.ts";
import { KEPT_FORMAT } from "../../engine/kept/fingerprint.ts";
import type { KeptSettings } from "./protocol.ts";

const NAME = "strata-kept";
const ENTRIES = "entries";
const BODIES = "bodies";
const SETTINGS = "settings";

export interface KeptPlace extends KeptStore {
  settings(): Promise<KeptSettings | null>;
  setSettings(settings: KeptSettings): Promise<void>;
}

export function keptInBrowser(): KeptPlace {
  let opening: Promise<IDBDatabase> | null = null;
  const open = (): Promise<IDBDatabase> =>
    (opening ??= openDatabase(() => (opening = null)).catch((thrown: unknown) => {
      opening = null;
      throw thrown;
    }));

  async function work<T>(
    stores: readonly string[],
    mode: IDBTransactionMode,
    act: (transaction: IDBTransaction) => IDBRequest<T> | null,
  ): Promise<T | null> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([...stores], mode);
      const request = act(transaction);
      transaction.oncomplete = () => resolve(request === null ? null : request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser gave up."));
      transaction.onerror = () => reject(transaction.error ?? new Error("The browser refused."));
    });
  }

  return {
    async list() {
      const found = (await work<unknown[]>([ENTRIES], "readonly", (on) => on.objectStore(ENTRIES).getAll())) ?? [];
      return found.filter(isKeptEntry);
    },
    async read(key) {
      const body = await work<unknown>([BODIES], "readonly", (on) => on.objectStore(BODIES).get(key));
      return body instanceof Uint8Array ? body : null;
    },
    async write(entry, body) {
      await work([ENTRIES, BODIES], "readwrite", (on) => {
        on.objectStore(BODIES).put(body, entry.key);
        on.objectStore(ENTRIES).put(entry, entry.key);
        return null;
      });
    },
    async touch(key, used) {
      await work([ENTRIES], "readwrite", (on) => {
        const entries = on.objectStore(ENTRIES);
        const asked = entries.get(key);
        asked.onsuccess = () => {
          if (isKeptEntry(asked.result)) entries.put({ ...asked.result, used }, key);
        };
        return null;
      });
    },
    async remove(keys) {
      await work([ENTRIES, BODIES], "readwrite", (on) => {
        for (const key of keys) {
          on.objectStore(ENTRIES).delete(key);
          on.objectStore(BODIES).delete(key);
        }
        return null;
      });
    },
    async settings() {
      const found = await work<unknown>([SETTINGS], "readonly", (on) => on.objectStore(SETTINGS).get("kept"));
      return isSettings(found) ? found : null;
    },
    async setSettings(settings) {
      await work([SETTINGS], "readwrite", (on) => {
        on.objectStore(SETTINGS).put(settings, "kept");
        return null;
      });
    },
  };
}

function openDatabase(onLost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === "undefined") {
      reject(new Error("This browser keeps nothing."));
      return;
    }
    const request = indexedDB.open(NAME, KEPT_FORMAT);
    request.onupgradeneeded = () => {
      // Another format: what was kept under the old one is of no use.
      for (const store of [...request.result.objectStoreNames]) request.result.deleteObjectStore(store);
      for (const store of [ENTRIES, BODIES, SETTINGS]) request.result.createObjectStore(store);
    };
    request.onerror = () => reject(request.error ?? new Error("The browser refused."));
    request.onblocked = () => reject(new Error("Another tab holds an older form of it."));
    request.onsuccess = () => {
      const database = request.result;
      // Another tab empties or renews it: this one lets go and opens it again when it is needed.
      database.onversionchange = () => {
        database.close();
        onLost();
      };
      database.onclose = onLost;
      resolve(database);
    };
  });
}

function isSettings(found: unknown): found is KeptSettings {
  if (typeof found !== "object" || found === null) return false;
  const settings = found as Partial<Record<keyof KeptSettings, unknown>>;
  return typeof settings.reuse === "boolean" && typeof settings.budget === "number" && settings.budget >= 0;
}
