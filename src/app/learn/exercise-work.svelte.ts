/**
 * The work on one exercise with an editor: the text, its result, the last check, the attempts. Every check is kept as an attempt, and
 * whatever replaces the text (start again, an older attempt) keeps the text first.
 */
import { lineColumn, type SourceFile } from "../../engine/core/source-file.ts";
import type { Diagnostic } from "../../engine/core/errors.ts";
import { splitFiles, withFile } from "../../lessons/answer-files.ts";
import type { WrittenExercise } from "../../lessons/pack.ts";
import type { Attempt } from "../../store/kept.ts";
import type { CheckReport } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { NO_RESULT, shownOf, type ResultState } from "../results/result-state.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { HiddenData } from "./hidden-data.svelte.ts";
import { lessonQuery } from "./lesson-query.ts";
import type { LessonRecord } from "./lesson-record.svelte.ts";
import type { LessonTables } from "./lesson-tables.svelte.ts";

export type OutputTab = "check" | "result" | "attempts";

export type CheckState =
  | { readonly kind: "none" }
  | { readonly kind: "checking" }
  | { readonly kind: "report"; readonly report: CheckReport; readonly text: string }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

export interface WorkPorts {
  readonly session: Session;
  readonly record: LessonRecord;
  readonly tables: LessonTables;
  readonly lesson: string;
  /** Files of the pack that the lesson is from; missing for the lessons that come with the page. */
  readonly pack?: readonly SourceFile[] | undefined;
  /** Data of other companies that checks look at. */
  readonly hidden?: Pick<HiddenData, "left">;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

/** Checks with one finding in a row after which the next step is offered. */
const STUCK_AFTER = 3;

export class ExerciseWork {
  readonly exercise: WrittenExercise;
  result: ResultState = $state.raw(NO_RESULT);
  check: CheckState = $state.raw({ kind: "none" });
  attempts: readonly Attempt[] = $state.raw([]);
  tab: OutputTab = $state("check");
  /** True while somebody looks at the solution beside the own text. */
  solutionOpen = $state(false);
  /** Checks in a row that found the same thing; the offer is made once it reaches three. */
  sameFinding = $state(0);
  offerDeclined = $state(false);
  readonly #ports: WorkPorts;
  #lastFinding: string | null = null;
  #runs = 0;

  constructor(exercise: WrittenExercise, ports: WorkPorts) {
    this.exercise = exercise;
    this.#ports = ports;
  }

  /** The start until something was typed, so that an improved start reaches those who have not begun. */
  get text(): string {
    const { record } = this.#ports;
    return record.exercise(this.exercise.id).draft ?? `${this.exercise.start}\n`;
  }

  get hints(): number {
    return this.#ports.record.exercise(this.exercise.id).hints;
  }

  get solved(): boolean {
    return this.#ports.record.exercise(this.exercise.id).solved_at !== null;
  }

  get busy(): boolean {
    return this.check.kind === "checking" || this.result.kind === "running";
  }

  /** Hidden tables that are still being made. */
  get hiddenLeft(): number {
    const looks = "variants" in this.exercise && this.exercise.variants.some((variant) => variant.kind === "seed");
    return looks ? (this.#ports.hidden?.left ?? 0) : 0;
  }

  get offersStep(): boolean {
    return this.sameFinding >= STUCK_AFTER && !this.offerDeclined && this.#nextHint() !== null;
  }

  /** Findings that belong into the text: of the last run or the last check, while the text is still the one that was sent. */
  get diagnostics(): readonly Diagnostic[] {
    if (this.check.kind === "report" && this.check.text === this.text && this.check.report.diagnostics.length > 0)
      return this.check.report.diagnostics;
    return this.result.kind === "failed" ? this.result.diagnostics : [];
  }

  /** The text of one of the exercise's files. */
  fileText(name: string): string {
    return splitFiles(this.text, this.exercise.files).find((file) => file.name === name)?.text ?? "";
  }

  setFile(name: string, text: string): void {
    this.setText(withFile(this.text, this.exercise.files, name, text));
  }

  /** The main file, as a query that can be run by itself; null for what is no query. */
  get query(): string | null {
    const [main] = splitFiles(this.text, this.exercise.files);
    const isMacro = this.exercise.type === "fix" && this.exercise.probe !== null;
    if (main === undefined || isMacro || !main.name.endsWith(".sql")) return null;
    return main.text.replace(/^\s*\{\{\s*config\s*\([\s\S]*?\)\s*\}\}/, "");
  }

  setText(text: string): void {
    if (text !== this.text) this.#ports.record.update(this.exercise.id, { draft: text });
  }

  async loadAttempts(): Promise<void> {
    this.attempts = await this.#ports.record.attempts(this.exercise.id);
  }

  /** The query as it stands, on the learner's tables; builds those first when they are missing. What is no query is checked. */
  async run(): Promise<void> {
    if (this.query === null) return this.checkAnswer();
    const asked = (this.#runs += 1);
    this.tab = "result";
    const before = shownOf(this.result);
    this.result = { kind: "running", before };
    const text = this.text;
    const query = this.query ?? "";
    await this.#ports.tables.build();
    const outcome = await lessonQuery(this.#ports.session, withoutSemicolon(query));
    if (asked !== this.#runs) return;
    this.result = outcome.ok
      ? { kind: "rows", shown: { result: outcome.value, at: this.#ports.now(), text } }
      : { kind: "failed", diagnostics: outcome.diagnostics, before };
    const { session } = this.#ports;
    const table = outcome.ok ? outcome.value.table : null;
    session.announce(
      table === null
        ? outcome.ok
          ? ""
          : (outcome.diagnostics[0]?.message ?? "")
        : surfaceStrings.learn.rows(table.rowCount, table.truncated),
    );
  }

  /** Stops a run or a check; what was asked then ends with "cancelled". */
  cancel(): void {
    void this.#ports.session.cancel();
  }

  async checkAnswer(): Promise<void> {
    if (this.check.kind === "checking") return;
    const { session, record, tables, lesson, pack } = this.#ports;
    this.tab = "check";
    this.check = { kind: "checking" };
    const text = this.text;
    await record.flush();
    await tables.build();
    const outcome = await session.askRows((api) => api.lessonCheck(lesson, this.exercise.id, text, pack));
    if (!outcome.ok) {
      this.check = { kind: "failed", diagnostics: outcome.diagnostics };
      session.announce(outcome.diagnostics[0]?.message ?? surfaceStrings.learn.failedCheck);
      return;
    }
    const report = outcome.value;
    this.check = { kind: "report", report, text };
    if (report.table !== null) {
      this.result = {
        kind: "rows",
        shown: {
          result: { table: report.table, elapsed_ms: report.elapsed_ms, compiled_code: "" },
          at: this.#ports.now(),
          text,
        },
      };
    }
    this.#noteFinding(report);
    session.announce(report.headline);
    await record.addAttempt({
      exercise: this.exercise.id,
      text,
      passed: report.passed,
      headline: report.headline,
      code: report.code,
    });
    if (report.passed && !this.solved) {
      const { hints, solution_seen } = record.exercise(this.exercise.id);
      record.solve(this.exercise.id, { draft: text }, solution_seen || hints >= this.exercise.hints.length);
    }
    await this.loadAttempts();
  }

  /** Opens the next hint; returns its number, or null when all are open. */
  openHint(): number | null {
    if (this.hints >= this.exercise.hints.length) return null;
    this.#ports.record.update(this.exercise.id, { hints: this.hints + 1 });
    return this.hints;
  }

  showSolution(): void {
    this.solutionOpen = true;
    this.#ports.record.update(this.exercise.id, { solution_seen: true });
  }

  /** Puts a text into the editor and keeps what stood there. */
  async replaceText(text: string): Promise<void> {
    const before = this.text;
    if (
      before.trim() !== text.trim() &&
      before.trim() !== this.exercise.start.trim() &&
      !this.attempts.some((attempt) => attempt.text === before)
    ) {
      await this.#ports.record.addAttempt({
        exercise: this.exercise.id,
        text: before,
        passed: false,
        headline: surfaceStrings.learn.keptAttempt,
        code: null,
      });
    }
    this.setText(text);
    await this.loadAttempts();
  }

  async startAgain(): Promise<void> {
    const before = this.text;
    await this.replaceText(`${this.exercise.start}\n`);
    this.check = { kind: "none" };
    this.#ports.session.toast(surfaceStrings.learn.startedAgain, {
      label: surfaceStrings.learn.undo,
      run: () => this.setText(before),
    });
  }

  /** The next hint as a comment at the top of the text, for who is stuck on one finding. */
  addStep(): void {
    const hint = this.#nextHint();
    if (hint === null) return;
    this.openHint();
    const comment = hint
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => `-- ${line.replaceAll(/[*`]/g, "").replaceAll(/\{\{|\}\}/g, "")}`);
    this.setText(`${comment.join("\n")}\n\n${this.text}`);
    this.sameFinding = 0;
  }

  #nextHint(): string | null {
    return this.exercise.hints[this.hints] ?? null;
  }

  #noteFinding(report: CheckReport): void {
    const finding = report.passed ? null : (report.code ?? report.headline);
    this.sameFinding =
      finding !== null && finding === this.#lastFinding ? this.sameFinding + 1 : Number(finding !== null);
    this.#lastFinding = finding;
    if (this.sameFinding <= 1) this.offerDeclined = false;
  }
}

/** Where a finding stands in the learner's text, in lines and columns; null when it stands nowhere. */
export function placeIn(text: string, problem: Diagnostic): string | null {
  if (problem.at === null || problem.at.from > text.length) return null;
  const { line, column } = lineColumn(text, problem.at.from);
  return surfaceStrings.learn.place(line, column);
}

function withoutSemicolon(text: string): string {
  return text.replace(/[\s;]+$/, "");
}
