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
  let emptied: () => void = () => undefined;
  const connect = (): Promise<IDBPDatabase> => {
    connection ??= open((deleted) => {
      connection = null;
      if (deleted) emptied();
    }).catch((error: unknown) => {
      connection = null;
      throw error;
    });
    return connection;
  };
  await connect();

  return {
    onEmptied(listener) {
      emptied = listener;
    },
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

/** `onClosed` hears whether what was kept is, or may be, gone with the connection. */
function open(onClosed: (deleted: boolean) => void): Promise<IDBPDatabase> {
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
    blocking(_current, blockedVersion, event) {
      (event.target as IDBDatabase).close();
      // No version wants in: somebody deletes the database.
      onClosed(blockedVersion === null);
    },
    // The browser ends a connection when site data are deleted, and rarely otherwise; writing again what is kept already costs little.
    terminated: () => onClosed(true),
  });
}
