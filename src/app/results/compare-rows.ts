/**
 * Two results, row beside row: which belong together, which stand on one side only, and in which columns they differ.
 *
 * Rows belong together by a key: columns that both have and that tell the rows of each apart. Without one they are taken by their
 * place, and the result says so, since a row that was added at the top then makes every row look changed.
 */
import type { Table } from "../../engine/core/table.ts";
import { exactText } from "./value-kind.ts";

export interface Comparison {
  /** The key's columns; null when rows were taken by their place. */
  readonly key: readonly string[] | null;
  /** Columns of both, in the order of the newer result, then those that only the older one has. */
  readonly columns: readonly string[];
  readonly onlyOlder: readonly string[];
  readonly onlyNewer: readonly string[];
  readonly rows: readonly ComparedRow[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

export interface ComparedRow {
  /** Row numbers; null where that side has no such row. */
  readonly older: number | null;
  readonly newer: number | null;
  /** Names of columns in which the two differ. */
  readonly differs: ReadonlySet<string>;
}

export function compareRows(older: Table, newer: Table, wanted: readonly (readonly string[])[] = []): Comparison {
  const olderAt = placesOf(older);
  const newerAt = placesOf(newer);
  const shared = [...newerAt.keys()].filter((name) => olderAt.has(name));
  const onlyOlder = [...olderAt.keys()].filter((name) => !newerAt.has(name));
  const onlyNewer = [...newerAt.keys()].filter((name) => !olderAt.has(name));
  const key = keyOf(older, newer, olderAt, newerAt, shared, wanted);
  const differs = (left: number, right: number): ReadonlySet<string> =>
    new Set(shared.filter((name) => text(older, olderAt, name, left) !== text(newer, newerAt, name, right)));
  const rows: ComparedRow[] = [];
  if (key === null) {
    for (let row = 0; row < Math.max(older.rowCount, newer.rowCount); row += 1) {
      const [left, right] = [row < older.rowCount ? row : null, row < newer.rowCount ? row : null];
      rows.push({
        older: left,
        newer: right,
        differs: left === null || right === null ? NOTHING : differs(left, right),
      });
    }
  } else {
    const rest = new Map(
      Array.from({ length: older.rowCount }, (_, row) => [keyText(older, olderAt, key, row), row] as const),
    );
    for (let row = 0; row < newer.rowCount; row += 1) {
      const own = keyText(newer, newerAt, key, row);
      const left = rest.get(own) ?? null;
      rest.delete(own);
      rows.push({ older: left, newer: row, differs: left === null ? NOTHING : differs(left, row) });
    }
    for (const row of rest.values()) rows.push({ older: row, newer: null, differs: NOTHING });
  }
  return {
    key,
    columns: [...newerAt.keys(), ...onlyOlder],
    onlyOlder,
    onlyNewer,
    rows,
    added: rows.filter((row) => row.older === null).length,
    removed: rows.filter((row) => row.newer === null).length,
    changed: rows.filter((row) => row.differs.size > 0).length,
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** Tested keys first, then single columns that are called a key; each only if it tells the rows of both sides apart. */
function keyOf(
  older: Table,
  newer: Table,
  olderAt: Places,
  newerAt: Places,
  shared: readonly string[],
  wanted: readonly (readonly string[])[],
): readonly string[] | null {
  const named = shared.filter((name) => /(^|_)(id|key|code)$/i.test(name)).map((name) => [name]);
  const candidates = [...wanted, ...named, ...shared.slice(0, 1).map((name) => [name])];
  const apart = (table: Table, at: Places, key: readonly string[]): boolean =>
    new Set(Array.from({ length: table.rowCount }, (_, row) => keyText(table, at, key, row))).size === table.rowCount;
  return (
    candidates.find(
      (key) =>
        key.length > 0 &&
        key.every((name) => shared.includes(name)) &&
        apart(older, olderAt, key) &&
        apart(newer, newerAt, key),
    ) ?? null
  );
}

type Places = ReadonlyMap<string, number>;

function placesOf(table: Table): Map<string, number> {
  return new Map(table.columns.map(({ name }, at) => [name, at]));
}

function text(table: Table, at: Places, name: string, row: number): string | null {
  return exactText(table.data[at.get(name) ?? -1]?.[row] ?? null);
}

function keyText(table: Table, at: Places, key: readonly string[], row: number): string {
  return JSON.stringify(key.map((name) => text(table, at, name, row)));
}
