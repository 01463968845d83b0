/**
 * Where one is in a workshop: the step, the clock, and the workspaces that checkpoints have made. Kept on this device, by workshop.
 *
 * A jump never touches own work: it makes a workspace on the project as the checkpoint's lesson finds it, on the workshop's data, so
 * that all who jump stand in the same place. Jumping shows another workspace, and with it the page that asked is made anew.
 */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { Lesson } from "../../lessons/pack.ts";
import type { WorkshopData, WorkshopStep } from "../../lessons/workshop/workshop.ts";
import type { LessonProgress } from "../../store/kept.ts";
import { BUNDLED } from "../session/projects.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { choiceOf, isInUse } from "./workshop-address.ts";

interface Kept {
  /** Number of the step where one is. */
  readonly step: number;
  /** When the workshop began; null while its clock stands. Milliseconds since 1970-01-01 UTC, as the next one. */
  readonly startedAt: number | null;
  /** When the step was reached. */
  readonly stepAt: number | null;
  /** The workspace that one came from. */
  readonly home: string | null;
  /** Key of a checkpoint -> its workspace. */
  readonly copies: Readonly<Record<string, string>>;
  /** How long building the start states took here, in milliseconds. */
  readonly builtInMs: number | null;
}

const FRESH: Kept = { step: 1, startedAt: null, stepAt: null, home: null, copies: {}, builtInMs: null };
const DAY_MS = 86_400_000;
/** Who comes back to a step later than this begins it anew. */
const STEP_FORGOTTEN_MS = 10_800_000;
const words = surfaceStrings.workshop;

export class WorkshopPlace {
  kept: Kept = $state.raw(FRESH);
  readonly #id: string;
  readonly #session: Session;
  readonly #now: () => number;

  constructor(id: string, session: Session, now: () => number) {
    this.#id = id;
    this.#session = session;
    this.#now = now;
  }

  async load(): Promise<void> {
    this.kept = decode(await (await this.#session.store).getSetting<unknown>(this.#key));
  }

  /** The checkpoint in whose copy one is; null in any other workspace. */
  get checkpoint(): string | null {
    const found = Object.entries(this.kept.copies).find(([, workspace]) => workspace === this.#session.workspace);
    return found?.[0] ?? null;
  }

  /** The workspace of a checkpoint that was jumped to before, while it is there. */
  copyOf(step: WorkshopStep): string | null {
    const workspace = this.kept.copies[keyOf(step)];
    const there = this.#session.projects.list.some((one) => one.workspace === workspace && one.removed_at === null);
    return workspace !== undefined && there ? workspace : null;
  }

  /** The workspace to go back to; the bundled one when it is gone. */
  get home(): string {
    const { home } = this.kept;
    const there = this.#session.projects.list.some((one) => one.workspace === home && one.removed_at === null);
    return home !== null && there ? home : BUNDLED;
  }

  goTo(step: number): void {
    const { stepAt } = this.kept;
    const fresh = stepAt !== null && this.#now() - stepAt < STEP_FORGOTTEN_MS;
    if (step !== this.kept.step || !fresh) this.#keep({ step, stepAt: this.#now() });
  }

  /** When the workshop began; one of yesterday is over. */
  get startedAt(): number | null {
    const { startedAt } = this.kept;
    return startedAt !== null && this.#now() - startedAt < DAY_MS ? startedAt : null;
  }

  startClock(): void {
    const now = this.#now();
    this.#keep({ startedAt: now, stepAt: now });
  }

  resetClock(): void {
    this.#keep({ startedAt: null, stepAt: null });
  }

  noteBuild(ms: number): void {
    this.#keep({ builtInMs: ms });
  }

  /** The project as the checkpoint's lesson finds it, in a fresh workspace. */
  async jump(step: WorkshopStep, number: number, lesson: Lesson, data: WorkshopData): Promise<Outcome<null>> {
    const session = this.#session;
    const before = session.workspace;
    if (!isInUse(data, session.tier, session.dataChoice)) {
      const used = await session.useData(data.tier, choiceOf(data));
      if (!used.ok) return used;
    }
    const title = words.workspaceTitle(step.checkpoint ?? "", lesson.title);
    const made = await session.projects.createOnBundled(lesson.id, title, lesson.overlay);
    if (!made.ok) return made;
    const home = Object.values(this.kept.copies).includes(before) ? this.kept.home : before;
    this.#keep({
      home,
      step: number,
      stepAt: this.#now(),
      copies: { ...this.kept.copies, [keyOf(step)]: session.workspace },
    });
    return made;
  }

  async goHome(): Promise<Outcome<null>> {
    return this.#session.projects.switchTo(this.home);
  }

  /** What was done in any of the workspaces that belong to this workshop. */
  async progress(): Promise<readonly ReadonlyMap<string, LessonProgress>[]> {
    const store = await this.#session.store;
    const places = new Set([this.#session.workspace, this.home, ...Object.values(this.kept.copies)]);
    return Promise.all([...places].map((workspace) => store.loadProgress(workspace)));
  }

  get #key(): string {
    return `workshop.${this.#id}`;
  }

  #keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    void this.#session.store
      .then((store) => store.setSetting(this.#key, this.kept))
      .then((saved) => {
        const [problem] = saved.ok ? [] : saved.diagnostics;
        if (problem) this.#tell(problem);
      });
  }

  #tell(problem: Diagnostic): void {
    this.#session.toast(problem.message, null, {
      tone: "fail",
      ...(problem.hint === null ? {} : { detail: problem.hint }),
    });
  }
}

/** Checkpoints of different options may bear the same letter. */
function keyOf({ checkpoint, only }: WorkshopStep): string {
  return only === null ? (checkpoint ?? "") : `${checkpoint ?? ""} ${only}`;
}

function decode(value: unknown): Kept {
  if (typeof value !== "object" || value === null) return FRESH;
  const given = value as Readonly<Record<string, unknown>>;
  const time = (name: string) => (typeof given[name] === "number" ? given[name] : null);
  const copies = typeof given["copies"] === "object" && given["copies"] !== null ? Object.entries(given["copies"]) : [];
  return {
    step: Math.max(1, Math.floor(time("step") ?? 1)),
    startedAt: time("startedAt"),
    stepAt: time("stepAt"),
    home: typeof given["home"] === "string" ? given["home"] : null,
    copies: Object.fromEntries(copies.filter((entry): entry is [string, string] => typeof entry[1] === "string")),
    builtInMs: time("builtInMs"),
  };
}
