/**
 * A class on the instructor's page: the files that were handed in, and the replay of their answers on this page's own database.
 *
 * It lives as long as the page and is kept nowhere. The replay goes exercise by exercise, so that the map fills while it runs, a stop
 * keeps what was done, and files that are added later only cost their own answers.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import { lessonsOf, type Pack } from "../../lessons/pack.ts";
import { learnersOf, type Learner } from "../../lessons/progress/progress-class.ts";
import { decodeProgress, versionTrouble } from "../../lessons/progress/progress-decode.ts";
import type { ProgressBody, ProgressData } from "../../lessons/progress/progress-file.ts";
import { subtleCrypto } from "../../lessons/progress/progress-key.ts";
import {
  decidingKey,
  knownExercises,
  replayKey,
  replaySteps,
  type ReplayStep,
} from "../../lessons/progress/replay-plan.ts";
import type { ReplayVerdict } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { fileFacts, type HandedFile } from "./class-files.ts";
import { MOST_FILES, pause, readHandedIn, type HandedIn } from "./handed-in.ts";
import { lessonSources, type LessonSource } from "./lesson-sources.ts";

export type ReplayPhase =
  | { readonly kind: "idle" }
  | { readonly kind: "reading"; readonly done: number; readonly total: number }
  | { readonly kind: "building"; readonly tables: number }
  | { readonly kind: "replaying"; readonly done: number; readonly total: number; readonly title: string }
  | { readonly kind: "done"; readonly answers: number; readonly ms: number }
  | { readonly kind: "cancelled" };

/** Exercises that are judged from the lesson alone. */
const WITHOUT_TABLES: ReadonlySet<string> = new Set(["mcq", "order", "predict"]);

const words = surfaceStrings.instructor;

export class ClassDesk {
  files: readonly HandedFile[] = $state.raw([]);
  phase: ReplayPhase = $state.raw({ kind: "idle" });
  /** Exercises that cannot be replayed here, with the reason. */
  problems: ReadonlyMap<string, Diagnostic> = $state.raw(new Map());
  sources: readonly LessonSource[] = $state.raw([]);
  #verdicts: ReadonlyMap<string, ReplayVerdict> = $state.raw(new Map());
  readonly #session: Session;
  readonly #elapsed: () => number;
  #number = 0;
  #added = 0;
  /** Milliseconds of replay behind the verdicts, and the data that they were found on. */
  #spent = 0;
  #replayedOn = "";

  readonly packs: readonly Pack[] = $derived(this.sources.map((source) => source.pack));
  readonly known = $derived(knownExercises(this.packs));
  readonly facts = $derived.by(() => fileFacts(this.files, this.data));
  readonly #counted = $derived(this.files.filter((file) => this.facts.get(file.id)?.counts === true));
  readonly bodies: readonly ProgressBody[] = $derived(this.#counted.flatMap((file) => file.progress?.body ?? []));
  readonly learners: readonly Learner[] = $derived(
    learnersOf({
      files: this.#counted.flatMap(({ id, progress }) => (progress === null ? [] : [{ id, body: progress.body }])),
      known: this.known,
      verdicts: this.#verdicts,
      data: this.data,
    }),
  );

  constructor(session: Session, elapsed: () => number = () => performance.now()) {
    this.#session = session;
    this.#elapsed = elapsed;
  }

  get busy(): boolean {
    return this.phase.kind === "reading" || this.phase.kind === "building" || this.phase.kind === "replaying";
  }

  /** The data that the replay runs on. */
  get data(): ProgressData {
    const { tier, dataChoice, asOfDate } = this.#session;
    return { tier, seed: dataChoice.seed ?? null, as_of: asOfDate };
  }

  /** Answers that were not replayed yet. */
  get left(): number {
    return this.#steps().reduce((sum, step) => sum + step.answers.length, 0);
  }

  async add(files: readonly File[]): Promise<void> {
    if (files.length === 0) return this.#tell(words.files.none);
    if (files.length > MOST_FILES) this.#tell(words.files.tooMany(MOST_FILES));
    if (this.busy) await this.stop();
    const number = (this.#number += 1);
    this.sources = await lessonSources(this.#session);
    const taken = files.slice(0, MOST_FILES);
    for (const [index, file] of taken.entries()) {
      this.phase = { kind: "reading", done: index, total: taken.length };
      for (const handed of await readHandedIn(file)) {
        const known = this.files.some((other) => "text" in handed && other.text === handed.text && handed.text !== "");
        if (known) continue;
        this.files = [...this.files, await this.#read(handed)];
        await pause();
      }
      if (number !== this.#number) return;
    }
    const broken = this.files.filter((file) => file.trouble !== null && !file.accepted).length;
    this.#session.announce(words.files.summary(this.files.length - broken, broken));
    this.phase = { kind: "idle" };
    await this.replay();
  }

  /** Counts a file whose signature or version does not fit. */
  async accept(id: string): Promise<void> {
    const file = this.files.find((other) => other.id === id);
    if (file === undefined) return;
    const accepted =
      file.progress === null ? await this.#decoded(file.name, file.text, true) : { ...file, accepted: true };
    this.files = this.files.map((other) => (other.id === id ? { ...accepted, id } : other));
    await this.replay();
  }

  drop(id: string): void {
    this.files = this.files.filter((file) => file.id !== id);
  }

  clear(): void {
    this.#number += 1;
    if (this.busy) void this.#session.cancel();
    this.files = [];
    this.#forget();
    this.phase = { kind: "idle" };
    this.#tell(words.cleared);
  }

  async stop(): Promise<void> {
    this.#number += 1;
    this.phase = { kind: "cancelled" };
    await this.#session.cancel();
  }

  async replay(): Promise<void> {
    if (this.busy) return;
    const number = (this.#number += 1);
    const over = (): boolean => number !== this.#number;
    // What was found on other data says nothing about these.
    const data = JSON.stringify(this.data);
    if (data !== this.#replayedOn) this.#forget();
    this.#replayedOn = data;
    const steps = this.#steps();
    if (steps.length === 0) {
      this.#finish();
      return;
    }
    await this.#build(steps, over);
    if (over()) return;
    const begun = this.#elapsed();
    this.problems = new Map();
    for (const [index, step] of steps.entries()) {
      this.phase = { kind: "replaying", done: index, total: steps.length, title: this.#titleOf(step) };
      const outcome = await this.#session.askRows((api) =>
        api.lessonReplay(step.lesson, step.exercise, step.answers, this.#filesOf(step.lesson)),
      );
      if (over()) return;
      if (outcome.ok) {
        this.#take(step, outcome.value);
        continue;
      }
      const [problem] = outcome.diagnostics;
      if (problem?.code === "W005") {
        this.phase = { kind: "cancelled" };
        return;
      }
      if (problem !== undefined) this.problems = new Map([...this.problems, [step.exercise, problem]]);
    }
    this.#spent += this.#elapsed() - begun;
    this.#finish();
  }

  #finish(): void {
    const answers = this.#verdicts.size;
    if (answers === 0) {
      this.phase = { kind: "idle" };
      return;
    }
    this.phase = { kind: "done", answers, ms: this.#spent };
    this.#session.announce(words.replay.done(this.bodies.length, answers, this.#spent));
  }

  #forget(): void {
    this.#verdicts = new Map();
    this.problems = new Map();
    this.#spent = 0;
  }

  /** What the lessons of the open steps read and what is not there yet. */
  async #build(steps: readonly ReplayStep[], over: () => boolean): Promise<void> {
    const asked = new Set(
      steps
        .filter(({ exercise }) => !WITHOUT_TABLES.has(this.known.get(exercise)?.type ?? ""))
        .map(({ lesson }) => lesson),
    );
    const uses = new Set(
      this.packs
        .flatMap(lessonsOf)
        .filter((lesson) => asked.has(lesson.id))
        .flatMap((lesson) => lesson.uses),
    );
    if (uses.size === 0) return;
    this.phase = { kind: "building", tables: uses.size };
    await this.#session.askRows((api) => api.lessonStandUp([...uses]));
    if (over()) return;
    const found = await this.#session.askRows((api) => api.lessonTables([...uses]));
    if (over() || !found.ok || found.value.missing.length === 0) return;
    const { missing } = found.value;
    this.phase = { kind: "building", tables: missing.length };
    const built = await this.#session.askRows((api) => api.lessonBuild(missing));
    if (over()) return;
    if (!built.ok || !built.value) this.#tell(words.replay.buildFailed);
  }

  #take(step: ReplayStep, found: readonly ReplayVerdict[]): void {
    const type = this.known.get(step.exercise)?.type;
    if (type === undefined) return;
    this.#verdicts = new Map([
      ...this.#verdicts,
      ...step.answers.flatMap((answer, index) => {
        const verdict = found[index];
        return verdict === undefined ? [] : [[replayKey(step.exercise, type, answer), verdict] as const];
      }),
    ]);
  }

  async #read(handed: HandedIn): Promise<HandedFile> {
    if ("text" in handed) return this.#decoded(handed.name, handed.text);
    const { name, trouble } = handed;
    return { id: this.#nextId(), name, text: "", progress: null, trouble, accepted: false };
  }

  #nextId(): string {
    return String((this.#added += 1));
  }

  async #decoded(name: string, text: string, acceptAltered = false): Promise<HandedFile> {
    const id = this.#nextId();
    const outcome = await decodeProgress(name, text, { subtle: subtleCrypto(), acceptAltered });
    if (!outcome.ok)
      return { id, name, text, progress: null, trouble: outcome.diagnostics[0] ?? null, accepted: false };
    const { body } = outcome.value;
    const trouble = versionTrouble(
      name,
      body,
      this.sources.map((source) => source.mark),
    );
    // Taking the answers to pieces is the dear part; one file at a time keeps the page awake.
    for (const exercise of body.exercises) {
      const known = this.known.get(exercise.id);
      if (known !== undefined) decidingKey(exercise, known.type);
    }
    return { id, name, text, progress: outcome.value, trouble, accepted: acceptAltered };
  }

  #steps(): readonly ReplayStep[] {
    return replaySteps(this.bodies, this.known, this.#verdicts);
  }

  #filesOf(lesson: string): readonly SourceFile[] | undefined {
    const source = this.sources.find(({ pack }) => lessonsOf(pack).some(({ id }) => id === lesson));
    return source?.files ?? undefined;
  }

  #titleOf(step: ReplayStep): string {
    for (const lesson of this.packs.flatMap(lessonsOf)) {
      const found = lesson.exercises.find((exercise) => exercise.id === step.exercise);
      if (found !== undefined) return `${lesson.title}, ${found.title}`;
    }
    return step.exercise;
  }

  #tell(text: string): void {
    this.#session.toast(text);
  }
}

const desks = new WeakMap<Session, ClassDesk>();

/** One desk for the page: a look at a lesson does not lose the class. */
export function classDeskOf(session: Session): ClassDesk {
  const known = desks.get(session) ?? new ClassDesk(session);
  desks.set(session, known);
  return known;
}
