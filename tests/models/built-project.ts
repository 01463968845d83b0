/** The bundled project on native DuckDB with some of it built, and its rows. */
import { expect } from "vitest";
import { openNativeEngine, type NativeEngine } from "../../src/cli/native-engine.ts";
import { tableRows } from "../../src/engine/index.ts";

export type Row = Readonly<Record<string, unknown>>;

/** `select` in dbt's grammar: its models, seeds and snapshots are built, without their tests. */
export async function openBuilt(select: string, tier: "tiny" | "classroom" = "tiny"): Promise<NativeEngine> {
  const native = await openNativeEngine({ projectDir: "src/models", path: ":memory:", tier });
  const { exitCode, log } = await native.engine.command(`build --select ${select} --resource-type model seed snapshot`);
  expect(exitCode, log.join("\n")).toBe(0);
  return native;
}

/** All rows of a query in the project's own SQL. */
export async function rowsIn(native: NativeEngine, sql: string): Promise<readonly Row[]> {
  const answer = await native.engine.query(sql, { limit: Infinity });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table);
}
