/**
 * One command under way: what it is, what it may use, and how it tells what happens.
 *
 * Warnings go through the policy of `--warn-error`: a warning that is an error ends the command with exit code 2, as in dbt.
 */
import { EngineError } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { LogLine, RunEvent } from "../core/events.ts";
import { lineColumn } from "../core/source-file.ts";
import type { SourceFile } from "../core/source-file.ts";
import { stackLines } from "../run/log.ts";
import type { CommandContext, CommandOutcome, Ended } from "./outcome.ts";
import type { Command } from "./parse-command.ts";
import { LENIENT, eventsOf, verdict } from "./warn-policy.ts";

export class Session {
  readonly command: Command;
  readonly context: CommandContext;
  readonly #log: string[] = [];
  readonly #started: number;

  constructor(command: Command, context: CommandContext) {
    this.command = command;
    this.context = context;
    this.#started = context.run.environment.clock.elapsed();
  }

  /** Milliseconds since the command began. */
  get elapsedMs(): number {
    return this.context.run.environment.clock.elapsed() - this.#started;
  }

  say(text: string, level: LogLine["level"] = "info", mark: LogLine["mark"] = null): void {
    this.emit({ kind: "log", level, text, mark, at: this.context.run.environment.clock.wall() });
  }

  /** What a template prints. */
  print(text: string): void {
    const at = this.context.run.environment.clock.wall();
    this.emit({ kind: "log", level: "info", text, mark: null, at, printed: true });
  }

  /** A finding with its code, its place and its way out. */
  tell(found: Diagnostic): void {
    const level = found.severity === "warning" ? "warn" : "error";
    const place = found.at === null ? "" : ` (${placeText(found, this.context.files)})`;
    this.say(
      `${found.severity === "warning" ? "Warning" : "Error"} ${found.code}: ${found.message}${place}`,
      level,
      level,
    );
    if (found.hint !== null) this.say(`  ${found.hint}`, level, null);
    for (const line of stackLines(found)) this.say(line, level, null);
  }

  /** Tells a warning, or throws it as an error when the policy says so. */
  warn(found: Diagnostic, tell: (found: Diagnostic) => void = (told) => this.tell(told)): void {
    switch (this.verdict(eventsOf(found.code))) {
      case "silence":
        return;
      case "error":
        throw new EngineError(found.code, found.message, { ...found, severity: "error" });
      case "warn":
        tell(found);
    }
  }

  verdict(events: readonly string[]): "error" | "warn" | "silence" {
    return verdict(this.command.warnings ?? LENIENT, events);
  }

  emit(event: RunEvent): void {
    if (event.kind === "log" && event.level !== "debug") this.#log.push(event.text);
    this.context.onEvent(event);
  }

  end(ended: Ended): CommandOutcome {
    const { exitCode, cancelled = false, results = [], diagnostics = [] } = ended;
    this.emit({
      kind: "run-finished",
      command: this.context.text,
      exitCode,
      cancelled,
      elapsed_ms: this.elapsedMs,
      results,
    });
    const writes = this.command.writeJson !== false;
    return {
      exitCode,
      cancelled,
      results,
      log: this.#log,
      diagnostics,
      artifacts: () => (writes ? (ended.artifacts?.() ?? {}) : {}),
    };
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
