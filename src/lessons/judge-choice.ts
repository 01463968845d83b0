/** Choices, orders, piles and guesses, judged from the lesson alone: no database is asked, so the page can do it by itself. */
import type { McqExercise, OrderExercise, PredictExercise } from "./pack.ts";

export interface Verdict {
  readonly passed: boolean;
  readonly headline: string;
  readonly detail: string | null;
  readonly code: string | null;
}

export function right(headline: string, detail: string | null = null): Verdict {
  return { passed: true, headline, detail, code: null };
}

export function wrong(headline: string, detail: string | null, code: string | null = null): Verdict {
  return { passed: false, headline, detail, code };
}

/** `taken` are positions in the list of choices. */
export function judgeMcq({ choices, many }: McqExercise, taken: readonly number[]): Verdict {
  const chosen = choices.filter((_, index) => taken.includes(index));
  if (chosen.length === 0) return wrong("Nothing is chosen yet.", null);
  const bad = chosen.find((choice) => !choice.right);
  if (bad !== undefined)
    return wrong(many ? `“${bad.text}” is not one of them.` : "Not that one.", bad.reply, bad.code);
  const open = choices.filter((choice) => choice.right).length - chosen.length;
  if (open > 0)
    return wrong(`Right so far; ${open === 1 ? "one is" : `${open} are`} missing.`, chosen[0]?.reply ?? null);
  return right("Correct.", chosen.map((choice) => choice.reply).join(" "));
}

export function judgeOrder({ items, before, anti }: OrderExercise, ids: readonly string[]): Verdict {
  const place = new Map(ids.map((id, index) => [id, index]));
  if (items.some((item) => !place.has(item.id)) || ids.length !== items.length)
    return wrong("Not everything has its place yet.", null);
  const comesBefore = (a: string, b: string): boolean => (place.get(a) ?? 0) < (place.get(b) ?? 0);
  const pairs =
    before ?? items.slice(1).map((item, index): readonly [string, string] => [items[index]?.id ?? "", item.id]);
  const broken = pairs.find(([earlier, later]) => !comesBefore(earlier, later));
  if (broken === undefined) return right("Correct.");
  const known = anti.find((mistake) => comesBefore(mistake.item, mistake.than));
  if (known !== undefined) return wrong("Not in this order.", known.reply, known.code);
  const text = (id: string): string => items.find((item) => item.id === id)?.text ?? id;
  return wrong("Not in this order.", `Which comes first: “${text(broken[0])}” or “${text(broken[1])}”?`);
}

/** Item -> pile. */
export function judgePiles({ items, groups, anti }: OrderExercise, piles: Readonly<Record<string, unknown>>): Verdict {
  const misplaced = items.filter((item) => !item.groups.includes(String(piles[item.id] ?? "")));
  const [first] = misplaced.filter((item) => piles[item.id] !== undefined);
  if (misplaced.length === 0) return right("Correct.");
  if (first === undefined)
    return wrong(`${misplaced.length === 1 ? "One card has" : `${misplaced.length} cards have`} no pile yet.`, null);
  const known = anti.find((mistake) =>
    misplaced.some((item) => item.id === mistake.item && piles[item.id] === mistake.than),
  );
  const group = groups.find((pile) => pile.id === piles[first.id])?.text ?? "";
  const headline = `${misplaced.length === 1 ? "One card lies" : `${misplaced.length} cards lie`} on another pile.`;
  return wrong(headline, known?.reply ?? `“${first.text}” does not belong to “${group}”.`, known?.code ?? null);
}

/** Committing is what counts; how far off a guess was decides only whether it comes back. */
export function judgePrediction({ fields }: PredictExercise, guesses: Readonly<Record<string, unknown>>): Verdict {
  const open = fields.find((field) => guesses[field.name] === undefined || guesses[field.name] === "");
  return open === undefined ? right("Committed.") : wrong(`“${open.label}” has no guess yet.`, null);
}

export function numbersIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

export function mapIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The answer to a clicked exercise that needs no database; null for those that do. */
export function judgeAlone(exercise: McqExercise | OrderExercise | PredictExercise, answer: unknown): Verdict {
  if (exercise.type === "mcq") return judgeMcq(exercise, numbersIn(answer));
  if (exercise.type === "predict") return judgePrediction(exercise, mapIn(answer));
  return exercise.groups.length > 0 ? judgePiles(exercise, mapIn(answer)) : judgeOrder(exercise, textsIn(answer));
}
