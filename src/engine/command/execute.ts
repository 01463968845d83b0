/**
 * Runs one parsed command: selects, plans, runs, and tells it as dbt's log does.
 *
 * Exit codes are dbt's: 2 before anything ran (the project or the command cannot be read), 1 when a node failed, 0 otherwise. A
 * selection that matches nothing warns and is 0.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { LogLine, NodeResult, RunEvent } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { lineColumn } from "../core/source-file.ts";
import type { SourceFile } from "../core/source-file.ts";
import { select } from "../graph/selector.ts";
import type { IndirectSelection, Selection } from "../graph/selector.ts";
import { planRun } from "../graph/plan.ts";
import { isFatal } from "../parse/parse.ts";
import { finishedLine, foundLine, summaryLines } from "../run/log.ts";
import { runPlan } from "../run/run.ts";
import type { RunContext } from "../run/run.ts";
import type { Outcome } from "../core/errors.ts";
import type { Table } from "../core/table.ts";
import { manifestJson } from "../artifacts/manifest-json.ts";
import { runResultsJson } from "../artifacts/run-results-json.ts";
import type { Invocation } from "../artifacts/metadata.ts";
import { listLines } from "./list.ts";
import type { Command } from "./parse-command.ts";
import { textTable } from "./text-table.ts";

export interface CommandOutcome {
  readonly exitCode: 0 | 1 | 2;
  readonly cancelled: boolean;
  readonly results: readonly NodeResult[];
  /** The log without times. */
  readonly log: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** File name -> text of the artifacts that this command writes. Made when asked for. */
  artifacts(): Readonly<Record<string, string>>;
}

export interface CommandContext {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  /** The command as it was typed, for events. */
  readonly text: string;
  readonly invocation: Invocation;
  readonly run: Omit<RunContext, "emit" | "signal">;
  /** The project's own mode, for commands that name none. */
  readonly indirectSelection: IndirectSelection;
  readonly signal: CancelSignal | undefined;
  onEvent(event: RunEvent): void;
  /** Rows of a node or of SQL with Jinja, for `show`. */
  show(
    target: { id: NodeId } | { sql: string },
    limit: number,
  ): Promise<Outcome<{ table: Table; compiled_code: string }>>;
}

export async function executeCommand(command: Command, context: CommandContext): Promise<CommandOutcome> {
  return new Execution(command, context).execute();
}

class Execution {
  readonly #command: Command;
  readonly #context: CommandContext;
  readonly #log: string[] = [];
  readonly #started: number;

  constructor(command: Command, context: CommandContext) {
    this.#command = command;
    this.#context = context;
    this.#started = context.run.environment.clock.elapsed();
  }

  async execute(): Promise<CommandOutcome> {
    const { manifest } = this.#context;
    const quiet = this.#command.name === "ls" || this.#command.name === "show";
    if (!quiet) {
      this.#say(`Running with strata, following dbt ${this.#context.invocation.dbtVersion}`);
      this.#say(foundLine(manifest.nodes.values(), manifest.macros.size));
      this.#say("");
    }
    // Also what fails a single node later: here its place and its way out are known.
    for (const found of manifest.diagnostics) if (!isFatal(found)) this.#tell(found);
    const fatal = manifest.diagnostics.filter(isFatal);
    if (fatal.length > 0) {
      // A circle is marked at each of its refs, and told once.
      const told = new Set<string>();
      for (const found of fatal) {
        if (found.code === "G001" && told.has(found.message)) continue;
        told.add(found.message);
        this.#tell(found);
      }
      return this.#end(2, [], fatal);
    }
    if (this.#command.name === "parse") return this.#end(0, [], []);
    let selection: Selection;
    try {
      selection = select(
        manifest,
        this.#command.select,
        this.#command.exclude,
        this.#command.indirectSelection ?? this.#context.indirectSelection,
      );
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#tell(error.diagnostic);
      return this.#end(2, [], [error.diagnostic]);
    }
    const unmatched = selection.unmatched.map((text) =>
      diagnostic("G003", `The selection criterion '${text}' does not match any enabled nodes`, {
        severity: "warning",
        hint: "See `dbt ls` for what can be selected.",
      }),
    );
    for (const found of unmatched) this.#say(found.message, "warn", "warn");
    if (this.#command.name === "ls") return this.#list(selection, unmatched);
    if (this.#command.name === "show") return this.#show(selection, unmatched);
    return this.#run(selection, unmatched);
  }

  async #run(selection: Selection, unmatched: readonly Diagnostic[]): Promise<CommandOutcome> {
    const { manifest, run } = this.#context;
    const plan = planRun(manifest, this.#ofTypes(selection), this.#command.name);
    if (plan.steps.length === 0) {
      this.#say("Nothing to do. Try checking your model configs and model specification args", "warn", "warn");
      return this.#end(0, [], unmatched);
    }
    if (plan.command !== "compile") {
      this.#say(
        `Concurrency: ${run.threads} ${run.threads === 1 ? "thread" : "threads"} (target='${run.environment.target.name}')`,
      );
      this.#say("");
    }
    try {
      const { results, cancelled } = await runPlan(
        {
          ...run,
          signal: this.#context.signal,
          emit: (event) => this.#emit(event.kind === "run-started" ? { ...event, command: this.#context.text } : event),
        },
        plan,
      );
      const nodes = plan.steps.flatMap((step) => manifest.nodes.get(step.id) ?? []);
      if (plan.command !== "compile") {
        this.#say("");
        this.#say(finishedLine(nodes, this.#elapsed()));
        this.#say("");
      }
      for (const line of summaryLines(results, cancelled, (found) => placeText(found, this.#context.files)))
        this.#say(line.text, line.level, line.mark);
      const failed = results.some((result) => result.status === "error" || result.status === "fail");
      if (plan.command === "compile" && plan.steps.length === 1)
        for (const line of (results[0]?.compiled_code ?? "").split("\n")) this.#say(line);
      return this.#end(
        failed || cancelled ? 1 : 0,
        results,
        [...unmatched, ...results.flatMap((result) => result.diagnostics)],
        cancelled,
      );
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.#tell(error.diagnostic);
      return this.#end(
        error.diagnostic.code === "W007" ? 2 : 1,
        [],
        [...unmatched, error.diagnostic],
        this.#context.signal?.cancelled ?? false,
      );
    }
  }

  #list(selection: Selection, unmatched: readonly Diagnostic[]): CommandOutcome {
    const wanted = this.#ofTypes(selection);
    const nodes = [...this.#context.manifest.nodes.values()].filter((node) => wanted.has(node.unique_id));
    if (nodes.length === 0) this.#say("No nodes selected!", "warn", "warn");
    for (const line of listLines(nodes, this.#command.output, this.#command.outputKeys).sort()) this.#say(line);
    return this.#end(0, [], unmatched);
  }

  async #show(selection: Selection, unmatched: readonly Diagnostic[]): Promise<CommandOutcome> {
    const limit = this.#command.limit === -1 ? Infinity : this.#command.limit;
    const targets: ({ name: string } & ({ id: NodeId } | { sql: string }))[] =
      this.#command.inline !== null
        ? [{ name: "inline node", sql: this.#command.inline }]
        : this.#command.select === null
          ? []
          : [...selection.ids].flatMap((id) => {
              const node = this.#context.manifest.nodes.get(id);
              return node &&
                node.resource_type !== "source" &&
                node.resource_type !== "test" &&
                node.resource_type !== "exposure"
                ? [{ name: `node '${node.name}'`, id }]
                : [];
            });
    if (targets.length === 0) {
      this.#say("Nothing to show. Name a node with --select, or give SQL with --inline.", "warn", "warn");
      return this.#end(0, [], unmatched);
    }
    for (const target of targets) {
      const shown = await this.#context.show(target, limit);
      if (!shown.ok) {
        for (const found of shown.diagnostics) this.#tell(found);
        return this.#end(1, [], shown.diagnostics);
      }
      this.#say(`Previewing ${target.name}:`);
      for (const line of this.#command.output === "json" ? jsonLines(shown.value.table) : textTable(shown.value.table))
        this.#say(line);
    }
    return this.#end(0, [], unmatched);
  }

  #ofTypes(selection: Selection): ReadonlySet<NodeId> {
    const types = this.#command.resourceTypes.map((type) => (type === "data_test" ? "test" : type));
    if (types.length === 0 || types.includes("all")) return selection.ids;
    return new Set(
      [...selection.ids].filter((id) => types.includes(this.#context.manifest.nodes.get(id)?.resource_type ?? "")),
    );
  }

  #end(
    exitCode: 0 | 1 | 2,
    results: readonly NodeResult[],
    diagnostics: readonly Diagnostic[],
    cancelled = false,
  ): CommandOutcome {
    const { manifest, invocation } = this.#context;
    const elapsed = this.#elapsed();
    this.#emit({
      kind: "run-finished",
      command: this.#context.text,
      exitCode,
      cancelled,
      elapsed_ms: elapsed,
      results,
    });
    const command = this.#command;
    return {
      exitCode,
      cancelled,
      results,
      log: this.#log,
      diagnostics,
      artifacts() {
        if (command.name === "ls" || command.name === "show" || exitCode === 2) return {};
        const compiled = new Map(
          results.flatMap((result) =>
            result.compiled_code === null ? [] : [[result.unique_id as string, result.compiled_code] as const],
          ),
        );
        return {
          "manifest.json": manifestJson(manifest, compiled, invocation),
          ...(command.name === "parse"
            ? {}
            : {
                "run_results.json": runResultsJson(
                  results,
                  elapsed,
                  { which: command.name, select: command.select, exclude: command.exclude },
                  invocation,
                ),
              }),
          ...Object.fromEntries(compiledFiles(manifest, compiled)),
        };
      },
    };
  }

  #elapsed(): number {
    return this.#context.run.environment.clock.elapsed() - this.#started;
  }

  #tell(found: Diagnostic): void {
    const level = found.severity === "warning" ? "warn" : "error";
    const place = found.at === null ? "" : ` (${placeText(found, this.#context.files)})`;
    this.#say(
      `${found.severity === "warning" ? "Warning" : "Error"} ${found.code}: ${found.message}${place}`,
      level,
      level,
    );
    if (found.hint !== null) this.#say(`  ${found.hint}`, level, null);
  }

  #say(text: string, level: LogLine["level"] = "info", mark: LogLine["mark"] = null): void {
    this.#emit({ kind: "log", level, text, mark, at: this.#context.run.environment.clock.wall() });
  }

  #emit(event: RunEvent): void {
    if (event.kind === "log") this.#log.push(event.text);
    this.#context.onEvent(event);
  }
}

/** `models/a.sql:3:7`. */
export function placeText(found: Diagnostic, files: readonly SourceFile[]): string {
  if (found.at === null) return "";
  const text = files.find((file) => file.path === found.at?.path)?.text;
  if (text === undefined) return found.at.path;
  const { line, column } = lineColumn(text, found.at.from);
  return `${found.at.path}:${line}:${column}`;
}

function compiledFiles(manifest: Manifest, compiled: ReadonlyMap<string, string>): [string, string][] {
  return [...compiled].flatMap(([id, sql]) => {
    const node: ManifestNode | undefined = manifest.nodes.get(id as NodeId);
    if (!node) return [];
    const file = node.test_metadata === null ? node.original_file_path : `${node.original_file_path}/${node.path}`;
    return [[`compiled/${node.package_name}/${file}`, sql] as [string, string]];
  });
}

function jsonLines(table: Table): string[] {
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map((column, index) => [column.name, table.data[index]?.[row] ?? null])),
  );
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value), 2).split(
    "\n",
  );
}
