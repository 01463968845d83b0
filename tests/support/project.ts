/** Small dbt projects written inline, on a real DuckDB in memory. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ALL_MODULES, loadModules } from "../../src/engine/context/modules/on-demand.ts";
import { createEngine } from "../../src/engine/index.ts";
import type { CommandOutcome, Engine, EngineOptions, SourceFile, Warehouse } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";

/** `{ "models/a.sql": "select 1 as id" }`; a minimal dbt_project.yml is added when there is none. */
export function filesOf(texts: Readonly<Record<string, string>>): SourceFile[] {
  const all = { "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n", ...texts };
  return Object.entries(all).map(([path, text]) => ({ path, text }));
}

export const builtins: readonly SourceFile[] = readTree("src/engine/macros");

/** Wall time stands still at 2025-12-31 00:00:00 UTC. */
export const frozenClock = { now: () => Date.UTC(2025, 11, 31), wall: () => Date.UTC(2025, 11, 31), elapsed: () => 0 };

// `engineOf` gives an engine at once; only opening one can wait for Python's modules.
await loadModules(ALL_MODULES);

export function engineOf(texts: Readonly<Record<string, string>>, options: Partial<EngineOptions> = {}): Engine {
  return createEngine({
    files: filesOf(texts),
    builtins,
    warehouse: () => Promise.reject(new Error("This test has no warehouse.")),
    clock: frozenClock,
    ...options,
  });
}

export interface Lab {
  readonly engine: Engine;
  readonly warehouse: Warehouse;
  command(text: string): Promise<CommandOutcome>;
  /** Cells of the first column, as text. */
  column(sql: string): Promise<string[]>;
  /** The same warehouse with other files. */
  change(texts: Readonly<Record<string, string>>): Lab;
  close(): Promise<void>;
}

export async function openLab(
  texts: Readonly<Record<string, string>>,
  options: Partial<EngineOptions> = {},
): Promise<Lab> {
  const warehouse = await openNodeWarehouse({ threads: 2, settings: { threads: "1" } });
  return labOn(warehouse, texts, options);
}

function labOn(warehouse: Warehouse, texts: Readonly<Record<string, string>>, options: Partial<EngineOptions>): Lab {
  const engine = engineOf(texts, { warehouse: () => Promise.resolve(warehouse), ...options });
  return {
    engine,
    warehouse,
    command: (text) => engine.command(text),
    async column(sql) {
      const table = await warehouse.query(sql, { limit: Infinity });
      return (table.data[0] ?? []).map((value) => (value === null ? "NULL" : String(value as string)));
    },
    change: (changed) => labOn(warehouse, { ...texts, ...changed }, options),
    close: () => warehouse.close(),
  };
}

/** Names of the nodes that a selector picks, sorted, tests left out unless asked for. */
export function selected(engine: Engine, selector: string, exclude?: string): string {
  const outcome = engine.select(selector, exclude);
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value
    .filter((id) => !id.startsWith("test."))
    .map((id) => id.split(".").slice(2).join("."))
    .sort()
    .join(" ");
}

function readTree(folder: string, below = ""): SourceFile[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? readTree(folder, path) : [{ path, text: readFileSync(join(folder, path), "utf8") }];
  });
}
