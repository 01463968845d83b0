/**
 * A fake database that is just enough for whole runs: it knows what is there, that every table has one row and that every data test
 * finds none. What a query really answers is the business of the real ones.
 */
import { createFakeWarehouse } from "../../src/engine/warehouse/fake.ts";
import type { FakeAnswer, FakeWarehouse } from "../../src/engine/warehouse/fake.ts";

/** `failing` are data tests that do find a row, by a part of their SQL. */
export function createFakeStage({ failing = null }: { readonly failing?: RegExp | null } = {}): FakeWarehouse {
  const kinds = new Map<string, string>();
  const answers: FakeAnswer[] = [
    {
      statement: /from information_schema\.tables$/,
      // Asked anew each time, since the run before has built something.
      get rows() {
        return tablesOf(warehouse, kinds);
      },
    },
    ...(failing === null
      ? []
      : [{ statement: failing, rows: [{ failures: 1n, should_warn: true, should_error: true }] }]),
    { statement: /as should_error/, rows: [{ failures: 0n, should_warn: false, should_error: false }] },
    { statement: /^select count\(\*\) from /, rows: [{ count: 1n }] },
  ];
  const warehouse = createFakeWarehouse({ answers });
  return warehouse;
}

/** Rows of `select table_catalog, table_schema, table_name, table_type …`. */
function tablesOf(
  { statements, relations }: FakeWarehouse,
  kinds: Map<string, string>,
): { readonly [column: string]: string }[] {
  for (const statement of statements) {
    const [, kind, name] = /^create or replace (table|view) (\S+)/m.exec(statement) ?? [];
    if (kind !== undefined && name !== undefined) kinds.set(name, kind);
  }
  return [...relations.keys()].map((name) => {
    const [database = "", schema = "", identifier = ""] = [...name.matchAll(/"((?:[^"]|"")*)"/g)].map(
      ([, part]) => part ?? "",
    );
    return {
      table_catalog: database,
      table_schema: schema,
      table_name: identifier,
      table_type: kinds.get(name) === "view" ? "VIEW" : "BASE TABLE",
    };
  });
}
