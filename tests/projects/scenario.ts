/**
 * Plays a project folder of this directory: its files, a few steps, what real dbt answered to them (`expected.json`).
 *
 * Knows no Node and no adapter: the caller hands in the files and opens engines, so that the same scenario runs on native DuckDB and
 * in a browser.
 */
import type { CommandOutcome, Engine, SourceFile, Value, Warehouse } from "../../src/engine/index.ts";

export type Step =
  /** A dbt command line, word by word. */
  | { readonly run: readonly string[] }
  /** Files that change before the next step; null deletes one. */
  | { readonly edit: Readonly<Record<string, string | null>> }
  /** SQL that changes the data behind the project's back. */
  | { readonly execute: string }
  /** A query whose rows are compared, in any order. */
  | { readonly rows: string }
  /** A file below target/ that the last command wrote: its text, white space aside, or the values at these paths of its JSON. */
  | { readonly artifact: string; readonly pick?: readonly (readonly (string | number)[])[] }
  /** Moves the clock on: milliseconds since 1970-01-01 UTC, written as an ISO date. */
  | { readonly clock: string };

export interface Scenario {
  readonly about: string;
  readonly steps: readonly Step[];
}

export interface RunAnswer {
  readonly exit: number;
  /** unique_id -> status of what ran. */
  readonly statuses: Readonly<Record<string, string>>;
  /** What `ls` and `show` print, sorted; absent for other commands. */
  readonly lines?: readonly string[];
}
export interface RowsAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}
export type ArtifactAnswer = { readonly text: string | null } | { readonly values: readonly unknown[] };
/** One answer per step; null where a step answers nothing. */
export type Answer = RunAnswer | RowsAnswer | ArtifactAnswer | null;

/** Where the engine answers otherwise on purpose: project -> number of the step -> why, and what it answers. */
export type Differences = Readonly<Record<string, Readonly<Record<string, { readonly reason: string; readonly ours: Answer }>>>>;

export interface Stage {
  readonly warehouse: Warehouse;
  engine(files: readonly SourceFile[], now: number): Promise<Engine>;
}

export async function play(files: readonly SourceFile[], scenario: Scenario, stage: Stage): Promise<Answer[]> {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const answers: Answer[] = [];
  let now = Date.UTC(2025, 0, 1);
  let engine: Engine | null = null;
  let artifacts: Readonly<Record<string, string>> = {};
  for (const step of scenario.steps) {
    if ("edit" in step || "clock" in step) {
      if ("clock" in step) now = Date.parse(step.clock);
      else {
        for (const [path, text] of Object.entries(step.edit)) {
          if (text === null) texts.delete(path);
          else texts.set(path, text);
        }
      }
      engine = null;
      answers.push(null);
    } else if ("execute" in step) {
      await stage.warehouse.execute(step.execute);
      answers.push(null);
    } else if ("rows" in step) {
      answers.push(await readRows(stage.warehouse, step.rows));
    } else if ("artifact" in step) {
      answers.push(artifactAnswer(artifacts[step.artifact] ?? null, step.pick));
    } else {
      engine ??= await stage.engine(
        [...texts].map(([path, text]) => ({ path, text })),
        now,
      );
      const printed: string[] = [];
      const outcome = await engine.command(step.run, {
        onEvent: (event) => {
          if (event.kind === "log" && event.level === "info") printed.push(event.text);
        },
      });
      artifacts = outcome.artifacts();
      answers.push(runAnswer(step.run, outcome, printed));
    }
  }
  return answers;
}

/** Commands whose results are statuses of nodes; the others' are in their artifacts. */
const TELLS_STATUSES = new Set(["build", "run", "test", "seed", "snapshot", "run-operation"]);

interface Told {
  readonly unique_id: string;
  readonly status: string;
}

function runAnswer(words: readonly string[], outcome: CommandOutcome, printed: readonly string[]): RunAnswer {
  const command = words[0] ?? "";
  const statuses = Object.fromEntries(
    [...told(command, outcome)].sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1)).map((result) => [result.unique_id, result.status]),
  );
  const answer = { exit: outcome.exitCode, statuses };
  switch (command) {
    case "ls":
    case "list":
      return { ...answer, lines: printed.map(canonicalJson).sort() };
    case "show":
      return { ...answer, lines: printed.length === 0 ? [] : [canonicalJson(printed.join("\n"))] };
    default:
      return answer;
  }
}

/** Freshness as sources.json has it, which leaves out what could not be asked. */
function told(command: string, outcome: CommandOutcome): readonly Told[] {
  if (command !== "source") return TELLS_STATUSES.has(command) ? outcome.results : [];
  const text = outcome.artifacts()["sources.json"];
  return text === undefined ? [] : (JSON.parse(text) as { results: Told[] }).results;
}

function artifactAnswer(
  text: string | null,
  pick: readonly (readonly (string | number)[])[] | undefined,
): ArtifactAnswer {
  if (pick === undefined) return { text: text === null ? null : text.split(/\s+/).join(" ").trim() };
  const data: unknown = text === null ? null : JSON.parse(text);
  return { values: pick.map((path) => path.reduce(valueAt, data) ?? null) };
}

function valueAt(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : null;
}

/** JSON lines with their keys in one order. */
function canonicalJson(line: string): string {
  return line.startsWith("{") ? JSON.stringify(sortKeys(JSON.parse(line) as unknown)) : line;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

/** Cells as DuckDB casts them to text, so that both sides compare one notation. */
async function readRows(warehouse: Warehouse, sql: string): Promise<RowsAnswer> {
  const table = await warehouse.query(`select columns(*)::varchar from (${sql}) as answer`, { limit: Infinity });
  const text = (value: Value | undefined): string | null =>
    value === null || value === undefined ? null : String(value);
  const rows = Array.from({ length: table.rowCount }, (_, row) => table.data.map((column) => text(column[row])));
  return { columns: table.columns.map((column) => column.name), rows: rows.map((row) => JSON.stringify(row)).sort().map((row) => JSON.parse(row) as (string | null)[]) };
}
