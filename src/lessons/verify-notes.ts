/** What a verification is asked for, what it has proven and what does not hold. */
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";

import type { CancelSignal } from "../engine/core/signal.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { LessonEngine, SeedEngines } from "./engine-port.ts";
import type { Lesson } from "./pack.ts";

export interface VerifyRequest {
  readonly files: readonly SourceFile[];
  readonly engine: LessonEngine;
  /** Data of other companies; without them variants that want them are passed over. */
  readonly seeds?: SeedEngines;
  /** Only these lessons; all of them by default. */
  readonly lessons?: readonly string[];
  readonly signal?: CancelSignal;
  /** Milliseconds that the check of a solution may take; defaults to 5,000. */
  readonly budgetMs?: number;
  /** Hears of each lesson before it is looked at. */
  readonly onlesson?: (lesson: Lesson, index: number, total: number) => void;
}

export interface Notes {
  readonly proven: string[];
  readonly diagnostics: Diagnostic[];
}

export function note(notes: Notes, line: string): void {
  notes.proven.push(line);
}

export function refute(notes: Notes, message: string, hint: string): void {
  notes.diagnostics.push(diagnostic("L001", message, { hint }));
}
