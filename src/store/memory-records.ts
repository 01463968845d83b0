/**
 * Records that live as long as the tab: used where the browser has no storage, or refuses it. Values are copied on the way in and
 * out, exactly as IndexedDB does, so that nobody can change what is kept by changing what was given.
 */
import type { Entry, RecordKey, Records, TableName } from "./records.ts";

export function createMemoryRecords(): Records {
  const tables = new Map<TableName, Map<string, Entry>>();
  const table = (name: TableName): Map<string, Entry> => {
    const found = tables.get(name) ?? new Map<string, Entry>();
    tables.set(name, found);
    return found;
  };
  return {
    get: async (name, key) => structuredClone(table(name).get(JSON.stringify(key))?.value),
    put: async (name, key, value) => {
      table(name).set(JSON.stringify(key), { key: [...key], value: structuredClone(value) });
    },
    delete: async (name, keys) => {
      for (const key of keys) table(name).delete(JSON.stringify(key));
    },
    list: async (name, prefix) =>
      [...table(name).values()]
        .filter((entry) => prefix.every((part, index) => entry.key[index] === part))
        .sort((a, b) => compareKeys(a.key, b.key))
        .map((entry) => ({ key: entry.key, value: structuredClone(entry.value) })),
  };
}

/** IndexedDB's order: numbers before text, part by part, a shorter list before a longer one. */
function compareKeys(a: RecordKey, b: RecordKey): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const [left, right] = [a[index]!, b[index]!];
    if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
