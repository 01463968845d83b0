/**
 * What a fixture of a code is, and the ways in which fixtures go wrong on purpose: each of them a way that users go.
 *
 * A fixture answers everything that was found, together with the files that places point into.
 */
import { createEngine } from "../../src/engine/index.ts";
import type { Diagnostic, EngineOptions, Outcome, SourceFile } from "../../src/engine/index.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { builtins, engineOf, openLab } from "../support/project.ts";

export interface Raised {
  readonly found: readonly Diagnostic[];
  readonly files: readonly SourceFile[];
}

export interface Fixture {
  readonly what: string;
  raise(): Promise<Raised>;
  /** `path: text`: the text that is marked; null when no file of the project is at fault. */
  readonly marks: string | null;
  readonly severity?: "warning";
  /** Whose words the message is in, where they are not ours and are kept as they are. */
  readonly words?: "dbt" | "DuckDB" | "Jinja" | "the macro";
  /** Why the message names nothing. */
  readonly nameless?: string;
}

type Texts = Readonly<Record<string, string>>;

/** Reads a project; nothing is run. */
export async function read(texts: Texts, options: Partial<EngineOptions> = {}): Promise<Raised> {
  const engine = engineOf(texts, options);
  return Promise.resolve({ found: engine.diagnostics, files: engine.files });
}

/** Runs commands of a project on DuckDB, one after the other. */
export async function command(text: string, texts: Texts = {}, options: Partial<EngineOptions> = {}): Promise<Raised> {
  const lab = await openLab(texts, { builtins, ...options });
  try {
    const found = [...lab.engine.diagnostics];
    for (const one of text.split(" && ")) {
      const outcome = await lab.command(one);
      found.push(...outcome.diagnostics, ...outcome.results.flatMap((result) => result.diagnostics));
    }
    return { found, files: lab.engine.files };
  } finally {
    await lab.close();
  }
}

/** Runs a command on a database with settings of its own, or on one that cannot be opened. */
export async function commandOn(
  database: Parameters<typeof openNodeWarehouse>[0],
  text: string,
  texts: Texts,
): Promise<Raised> {
  const opened: { close(): Promise<void> }[] = [];
  const engine = engineOf(texts, {
    async warehouse() {
      const warehouse = await openNodeWarehouse(database);
      opened.push(warehouse);
      return warehouse;
    },
  });
  try {
    const outcome = await engine.command(text);
    return {
      found: [...outcome.diagnostics, ...outcome.results.flatMap((result) => result.diagnostics)],
      files: engine.files,
    };
  } finally {
    for (const warehouse of opened) await warehouse.close();
  }
}

/** A project without the dbt_project.yml that `read` would add. */
export async function readBare(texts: Texts): Promise<Raised> {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const warehouse = () => Promise.reject(new Error("This fixture has no warehouse."));
  const clock = { now: () => 0, wall: () => 0, elapsed: () => 0 };
  const engine = createEngine({ files, builtins, warehouse, clock });
  return Promise.resolve({ found: engine.diagnostics, files });
}

/** What an outcome that failed says. */
export function refused(outcome: Outcome<unknown>, files: readonly SourceFile[] = []): Raised {
  return { found: outcome.ok ? [] : outcome.diagnostics, files };
}

/** The text that a diagnostic marks, as `path: text`. */
export function marked({ at }: Diagnostic, files: readonly SourceFile[]): string | null {
  if (at === null) return null;
  const text = files.find((file) => file.path === at.path)?.text;
  return text === undefined ? `${at.path}: (no such file)` : `${at.path}: ${text.slice(at.from, at.to)}`;
}
