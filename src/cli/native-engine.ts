/**
 * Opens a dbt project folder on native DuckDB.
 *
 * The bundled project stands at its as-of date; any other project is given wall time. Sources with an `external_location` are read
 * from the file system, relative to the project folder. Nothing is fetched from a network: an extension that DuckDB does not hold
 * already is refused.
 */
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EngineError, attachStatements, openEngine, quoteIdentifier, quoteLiteral } from "../engine/index.ts";
import type { Clock, Engine, Json, Warehouse } from "../engine/index.ts";
import { openNodeWarehouse } from "../engine/warehouse/node.ts";
import { createDataMaker } from "./data-maker.ts";
import { createFileLoader } from "./file-loader.ts";
import { useNodeDigests } from "./node-digests.ts";
import { readBuiltins, readProjectFiles } from "./project-files.ts";
import { createProjectHost } from "./project-host.ts";

export interface NativeOptions {
  readonly projectDir: string;
  readonly profilesDir?: string;
  /** Folder for artifacts; by default what dbt_project.yml says. */
  readonly targetDir?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly vars?: Readonly<Record<string, Json | bigint>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Database file instead of the profile's, under the name that the profile gives it. `:memory:` keeps nothing. */
  readonly path?: string;
  /** Database file that wins over the profile; relations are named after it, as dbt names them. */
  readonly database?: string;
  /** Data tier of the bundled project, instead of the one that STRATA_DATA_DIR names. */
  readonly tier?: string;
  /** Statements at once; by default what profiles.yml says. */
  readonly threads?: number;
  /** Settings for DuckDB itself, for example `{ threads: "1" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A database that is open already and that somebody else closes, instead of one of its own. */
  readonly warehouse?: () => Promise<Warehouse>;
  /** Wraps the warehouse, for measuring. */
  readonly wrap?: (warehouse: Warehouse) => Warehouse;
}

export interface NativeEngine {
  readonly engine: Engine;
  /** The folder for artifacts. */
  readonly targetDir: string;
  readonly warehouse: () => Promise<Warehouse>;
  close(): Promise<void>;
}

export async function openNativeEngine(options: NativeOptions): Promise<NativeEngine> {
  useNodeDigests();
  const [files, builtins] = await Promise.all([
    readProjectFiles(options.projectDir, options.profilesDir ?? null),
    readBuiltins(),
  ]);
  const targetDir = (): string => options.targetDir ?? resolve(options.projectDir, engine.project.targetPath);
  let opened: Promise<Warehouse> | null = null;
  const openOwn = (): Promise<Warehouse> =>
    (opened ??= openDatabase(
      options,
      engine,
      targetDir(),
      files.some((file) => file.path === "profiles.yml"),
    ));
  const warehouse = options.warehouse ?? openOwn;
  const asOf = asOfDate(files);
  const engine: Engine = await openEngine({
    files,
    builtins,
    warehouse,
    clock: systemClock(asOf),
    env: {
      ...(options.env ?? definedOnly(process.env)),
      ...(options.tier === undefined ? {} : { STRATA_DATA_DIR: `../../public/data/${options.tier}` }),
    },
    loadSources: createFileLoader(options.projectDir, createDataMaker(targetDir)),
    // The bundled project stands at its as-of date, also at one that the command line gives.
    ...(asOf === null ? {} : { todayVar: "as_of_date" }),
    lintProfile: asOf === null ? "offline" : "bundled",
    host: createProjectHost({
      projectDir: options.projectDir,
      profilesDir: options.profilesDir ?? options.projectDir,
      targetDir: options.targetDir ?? join(options.projectDir, "target"),
    }),
    ...(options.target === undefined ? {} : { target: options.target }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.vars === undefined ? {} : { vars: options.vars }),
    ...(options.database === undefined ? {} : { database: options.database }),
  });
  return {
    engine,
    targetDir: targetDir(),
    warehouse,
    async close() {
      // A database that could not be opened has been told; there is nothing to close.
      const warehouse = await opened?.catch(() => null);
      await warehouse?.close();
    },
  };
}

async function openDatabase(
  options: NativeOptions,
  { project }: Engine,
  targetDir: string,
  hasProfile: boolean,
): Promise<Warehouse> {
  const { target } = project;
  const inProject = (path: string): string => (path === ":memory:" ? path : resolve(options.projectDir, path));
  const path =
    options.path ?? options.database ?? (hasProfile ? inProject(target.path) : join(targetDir, "strata.duckdb"));
  if (path !== ":memory:") await makeFolder(dirname(path));
  const settings = Object.entries(target.settings).map(
    ([name, value]) => `set ${quoteIdentifier(name)} = ${valueOf(value)}`,
  );
  const warehouse = await openNodeWarehouse({
    path,
    database: target.database,
    threads: options.threads ?? target.threads,
    settings: {
      autoinstall_known_extensions: "false",
      ...Object.fromEntries(Object.entries(target.configOptions).map(([name, value]) => [name, String(value)])),
      ...options.settings,
    },
    prepare: { once: attachStatements(target, inProject), each: settings },
  });
  for (const extension of target.extensions) await loadExtension(warehouse, extension);
  return options.wrap?.(warehouse) ?? warehouse;
}

async function loadExtension(warehouse: Warehouse, name: string): Promise<void> {
  try {
    await warehouse.execute(`load ${quoteIdentifier(name)}`);
  } catch (error) {
    await warehouse.close();
    throw new EngineError(
      "W007",
      `The DuckDB extension "${name}" is not on this machine, and it is not fetched from a network.`,
      {
        hint: `Install it once with DuckDB itself (\`install ${name}\`), or take it out of \`extensions\` in profiles.yml.`,
        cause: error,
      },
    );
  }
}

function valueOf(value: string | number | boolean): string {
  return typeof value === "string" ? quoteLiteral(value) : String(value);
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

export function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
