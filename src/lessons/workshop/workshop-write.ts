/** A workshop of one's own: from a title, some lessons and the data to the YAML file that holds it. */
import { parseDocument, stringify } from "yaml";
import { lessonsOf, type Lesson, type Pack } from "../pack.ts";
import type { WorkshopData } from "./workshop.ts";

interface WorkshopPlan {
  readonly title: string;
  /** Ids of lessons; they are held in the order of the pack. */
  readonly lessons: readonly string[];
  readonly data: WorkshopData;
  /** Minutes of a break in the middle; 0 for none. */
  readonly breakMinutes: number;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * A checkpoint before each lesson after the first, its predictions as guesses for the whole room, the rest of its minutes for its
 * exercises. `taken` are ids that other workshops bear.
 */
export function writeWorkshop(plan: WorkshopPlan, pack: Pack, taken: ReadonlySet<string>): string {
  const lessons = lessonsOf(pack).filter(({ id }) => plan.lessons.includes(id));
  const pause = plan.breakMinutes > 0 && lessons.length > 1 ? Math.ceil(lessons.length / 2) : -1;
  const agenda = lessons.flatMap((lesson, index) => [
    ...(index === pause ? [{ kind: "break", title: "Break", minutes: plan.breakMinutes }] : []),
    ...(index > 0
      ? [{ kind: "checkpoint", title: lesson.title, checkpoint: LETTERS[index - 1] ?? "Z", lesson: lesson.id }]
      : []),
    ...stepsOf(lesson),
  ]);
  const minutes = agenda.reduce((sum, step) => sum + ("minutes" in step ? step.minutes : 0), 0);
  return stringify(
    {
      id: freeId(plan.title, taken),
      title: plan.title.trim(),
      summary: `${lessons.map(({ title }) => title).join(" · ")}`,
      minutes,
      pack: pack.id,
      data: { tier: plan.data.tier, seed: plan.data.seed },
      start: lessons[0]?.id ?? "",
      agenda,
    },
    { lineWidth: 120 },
  );
}

/** The file of a workshop with another id and other data; comments and order stay. */
export function withData(source: string, { id, data }: { readonly id: string; readonly data: WorkshopData }): string {
  const document = parseDocument(source);
  document.set("id", id);
  document.setIn(["data", "tier"], data.tier);
  document.setIn(["data", "seed"], data.seed);
  return document.toString({ lineWidth: 0 });
}

/** Most lessons that have letters for their checkpoints. */
export const MOST_LESSONS = LETTERS.length + 1;

interface WrittenStep {
  readonly kind: string;
  readonly title: string;
  readonly minutes: number;
  readonly mode?: string;
  readonly lesson?: string;
  readonly exercise?: string;
  readonly text?: readonly string[];
}

const GUESS_MINUTES = 3;

function stepsOf(lesson: Lesson): readonly WrittenStep[] {
  const guesses = lesson.exercises.filter(({ type }) => type === "predict").slice(0, 1);
  const left = Math.max(1, lesson.minutes - guesses.length * GUESS_MINUTES);
  return [
    ...guesses.map(({ id, title }) => ({
      kind: "prediction",
      title,
      minutes: GUESS_MINUTES,
      mode: "all",
      exercise: id,
    })),
    {
      kind: "lesson",
      title: lesson.title,
      minutes: left,
      mode: "individual",
      lesson: lesson.id,
      text: [lesson.objective],
    },
  ];
}

/** The title in small letters; with a number when another workshop is called so. */
function freeId(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 50);
  const base = plain.length < 2 ? "my-workshop" : plain;
  let free = base;
  for (let number = 2; taken.has(free); number += 1) free = `${base}-${number}`;
  return free;
}
