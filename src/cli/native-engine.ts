/**
 * Opens a dbt project folder on native DuckDB.
 *
 * The bundled project stands at its as-of date; any other project is given wall time. Sources with an `external_location` are read
 * from the file system, relative to the project folder.
 */
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { EngineError, createEngine } from "../engine/index.ts";
import type { Clock, Engine, Json, Warehouse } from "../engine/index.ts";
import { openNodeWarehouse } from "../engine/warehouse/node.ts";
import { createFileLoader } from "./file-loader.ts";
import { readBuiltins, readProjectFiles } from "./project-files.ts";

export interface NativeOptions {
  readonly projectDir: string;
  readonly profilesDir?: string;
  readonly target?: string;
  readonly vars?: Readonly<Record<string, Json>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Database file; by default what profiles.yml says, relative to the project folder. `:memory:` keeps nothing. */
  readonly path?: string;
  /** Data tier of the bundled project, instead of the one that STRATA_DATA_DIR names. */
  readonly tier?: string;
  /** Statements at once; by default what profiles.yml says. */
  readonly threads?: number;
  /** Settings for DuckDB itself, for example `{ threads: "1" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Wraps the warehouse, for measuring. */
  readonly wrap?: (warehouse: Warehouse) => Warehouse;
}

export interface NativeEngine {
  readonly engine: Engine;
  readonly warehouse: () => Promise<Warehouse>;
  close(): Promise<void>;
}

export async function openNativeEngine(options: NativeOptions): Promise<NativeEngine> {
  const [files, builtins] = await Promise.all([
    readProjectFiles(options.projectDir, options.profilesDir ?? null),
    readBuiltins(),
  ]);
  let opened: Promise<Warehouse> | null = null;
  const open = async (): Promise<Warehouse> => {
    const { target } = engine.project;
    const path = options.path ?? (target.path === ":memory:" ? target.path : resolve(options.projectDir, target.path));
    if (path !== ":memory:") await makeFolder(dirname(path));
    const warehouse = await openNodeWarehouse({
      path,
      database: target.database,
      threads: options.threads ?? target.threads,
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
    return options.wrap?.(warehouse) ?? warehouse;
  };
  const warehouse = (): Promise<Warehouse> => (opened ??= open());
  const asOf = asOfDate(files);
  const engine: Engine = createEngine({
    files,
    builtins,
    warehouse,
    clock: systemClock(asOf),
    env: {
      ...(options.env ?? definedOnly(process.env)),
      ...(options.tier === undefined ? {} : { STRATA_DATA_DIR: `../../public/data/${options.tier}` }),
    },
    loadSources: createFileLoader(options.projectDir),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.vars === undefined ? {} : { vars: options.vars }),
  });
  return {
    engine,
    warehouse,
    async close() {
      // A database that could not be opened has been told; there is nothing to close.
      const warehouse = await opened?.catch(() => null);
      await warehouse?.close();
    },
  };
}

/** Wall time, except that templates of a project with an `as_of_date` var stand at that date. */
export function systemClock(asOf: number | null): Clock {
  return { now: () => asOf ?? Date.now(), wall: () => Date.now(), elapsed: () => performance.now() };
}

/** The var `as_of_date` of dbt_project.yml as milliseconds, or null. */
function asOfDate(files: readonly { path: string; text: string }[]): number | null {
  const text = files.find((file) => file.path === "dbt_project.yml")?.text ?? "";
  const date = /^\s*as_of_date:\s*['"]?(\d{4}-\d{2}-\d{2})/m.exec(text)?.[1];
  const instant = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(instant) ? null : instant;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new EngineError("W007", `The folder "${folder}" for the database cannot be made.`, {
      hint: "Check `path` in profiles.yml: a file may be in the way, or the folder may not be writable.",
      cause: error,
    });
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
