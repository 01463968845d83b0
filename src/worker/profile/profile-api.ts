/**
 * Profiles, plans, held rows and exports for the page. The code behind them is loaded when it is first asked for.
 *
 * Held rows belong to the database that they lie in: when it was started again they are gone, and the page asks for them anew.
 */
import { diagnostic, fail, succeed, type Outcome } from "../../engine/core/errors.ts";
import type { Engine } from "../../engine/index.ts";
import type { HeldRows } from "../../engine/profile/held-rows.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import type { Bench } from "../workbench.ts";
import type { ProfileApi, RowsOf } from "./protocol.ts";

export function profileApi(bench: Bench): ProfileApi {
  const held = new WeakMap<Warehouse, HeldRows>();
  const elapsed = (): number => bench.elapsed();

  const rowsIn = async (engine: Engine): Promise<HeldRows> => {
    const warehouse = await bench.warehouse();
    const { HeldRows } = await import("../../engine/profile/held-rows.ts");
    const known = held.get(warehouse) ?? new HeldRows(warehouse, engine.project.target.database, elapsed);
    held.set(warehouse, known);
    return known;
  };
  const sqlOf = async (engine: Engine, rows: RowsOf): Promise<string | null> =>
    "query" in rows ? rows.query : (await rowsIn(engine)).sqlOf(rows.held);

  return {
    profileColumn: (rows, column) =>
      bench.job(async (engine, signal) => {
        const sql = await sqlOf(engine, rows);
        if (sql === null) return succeed(null);
        const { profileColumn } = await import("../../engine/profile/column-profile.ts");
        return succeed(await profileColumn(await bench.warehouse(), sql, column, { elapsed, signal }));
      }),
    explain: (query, analyze) =>
      bench.job(async (_engine, signal) => {
        const { queryPlan } = await import("../../engine/profile/query-plan.ts");
        return succeed(await queryPlan(await bench.warehouse(), query, { analyze, elapsed, signal }));
      }),
    holdRows: (query) => bench.job(async (engine, signal) => succeed(await (await rowsIn(engine)).hold(query, signal))),
    arrangeRows: (id, arrangement) =>
      bench.job(async (engine, signal) => succeed(await (await rowsIn(engine)).arrange(id, arrangement, signal))),
    // Not a job: a window is shown while a build runs, between two of its statements.
    rowWindow: (id, from, count) =>
      bench.withEngine(async (engine) => succeed(await (await rowsIn(engine)).window(id, from, count))),
    dropRows: (id) =>
      bench.job(async (engine) => {
        await (await rowsIn(engine)).drop(id);
        return succeed(null);
      }),
    exportParquet: (rows) =>
      bench.job(async (engine, signal): Promise<Outcome<Uint8Array<ArrayBuffer> | null>> => {
        const sql = await sqlOf(engine, rows);
        if (sql === null) return succeed(null);
        const warehouse = await bench.warehouse();
        if (!warehouse.exportParquet)
          return fail(
            diagnostic("W003", "This database does not write Parquet files.", { hint: "Export the rows as CSV." }),
          );
        return succeed(await warehouse.exportParquet(sql, { signal }));
      }),
  };
}
