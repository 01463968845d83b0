/** The shapes of what is kept besides files. Plain data: they go through structured clone and may be read by later versions. */
import type { LogLine, RunFinished } from "../engine/core/events.ts";
import type { Json } from "../engine/core/manifest.ts";

/** A run as the list shows it. */
export interface RunHead {
  /** Unique in its workspace. */
  readonly id: string;
  /** When the run ended, in milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** As it was typed, without the leading "dbt". */
  readonly command: string;
  readonly exitCode: RunFinished["exitCode"];
  readonly cancelled: boolean;
  readonly elapsed_ms: number;
  /** Results by kind: models, seeds and snapshots are nodes. */
  readonly nodes: number;
  readonly tests: number;
  readonly warned: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a run left. */
export interface RunDetail {
  readonly run: RunFinished;
  readonly log: readonly LogLine[];
}

/** A workspace beside "main": a project that was opened from outside, whose files lie beside it, or a copy of the bundled one. */
export interface KeptProject {
  readonly workspace: string;
  /** What the user calls it; without one it is called as its project. */
  readonly title?: string;
  /** True for a copy of the bundled project: it has no files of its own, only edits and data. */
  readonly bundled?: true;
  /** `name` of its dbt_project.yml. */
  readonly name: string;
  /** Name of the zip or folder it came from. */
  readonly origin: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly opened_at: number;
  readonly file_count: number;
  /** When it was removed; it is deleted for good at the next start. Null while it is there. */
  readonly removed_at: number | null;
}

export interface ExerciseProgress {
  /** The learner's text, also when it is wrong, half done or emptied; null until something was typed. */
  readonly draft: string | null;
  /** How many hints were opened. */
  readonly hints: number;
  readonly solution_seen: boolean;
  /** Milliseconds since 1970-01-01 UTC; null while unsolved. */
  readonly solved_at: number | null;
}

export interface LessonProgress {
  /** Milliseconds since 1970-01-01 UTC; null while the lesson is open. */
  readonly finished_at: number | null;
  readonly updated_at: number;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
  /** Predictions, clicks and positions of interactives, by the name of their block. */
  readonly answers: Readonly<Record<string, Json>>;
}

export interface Attempt {
  /** `<module>/<lesson>/<exercise>` or any name that is unique in the workspace. */
  readonly exercise: string;
  readonly text: string;
  readonly passed: boolean;
  /** The check's one sentence. */
  readonly headline: string;
  readonly code: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}
