/**
 * Records in this device's IndexedDB.
 *
 * The connection may go away under our feet: another tab with a newer version asks us to close (then writing fails until this page
 * is reloaded, because its code is too old), or the browser ends it (then the next call opens it again).
 */
import { openDB, type IDBPDatabase } from "idb";
import { DATABASE_NAME, DATABASE_VERSION, migrate } from "./migrations.ts";
import type { Entry, RecordKey, Records } from "./records.ts";

/** Opens the database; rejects with the browser's own DOMException. */
export async function openIdbRecords(): Promise<Records> {
  let connection: Promise<IDBPDatabase> | null = null;
  const connect = (): Promise<IDBPDatabase> => {
    connection ??= open(() => {
      connection = null;
    }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  };
  await connect();

  return {
    async get(table, key) {
      const value: unknown = await (await connect()).get(table, key as IDBValidKey);
      return value;
    },
    async put(table, key, value) {
      const transaction = (await connect()).transaction(table, "readwrite");
      // Both promises are awaited together: when the quota is exceeded the request may succeed and only the commit fail.
      await Promise.all([transaction.store.put(value, key as IDBValidKey), transaction.done]);
    },
    async delete(table, keys) {
      const transaction = (await connect()).transaction(table, "readwrite");
      await Promise.all([...keys.map((key) => transaction.store.delete(key as IDBValidKey)), transaction.done]);
    },
    async list(table, prefix) {
      const entries: Entry[] = [];
      const transaction = (await connect()).transaction(table, "readonly");
      // A list sorts after every text and number, so [...prefix, []] is just behind the last key that starts with the prefix.
      const range = IDBKeyRange.bound([...prefix], [...prefix, []]);
      for (let cursor = await transaction.store.openCursor(range); cursor; cursor = await cursor.continue()) {
        entries.push({ key: cursor.key as RecordKey, value: cursor.value });
      }
      return entries;
    },
  };
}

function open(onClosed: () => void): Promise<IDBPDatabase> {
  return openDB(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, oldVersion) {
      migrate(
        {
          createTable: (name) => void database.createObjectStore(name),
          deleteTable: (name) => database.deleteObjectStore(name),
        },
        oldVersion,
      );
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
