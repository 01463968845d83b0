/** An answer that was clicked, as a person reads it: the texts of choices, items and fields instead of their numbers and names. */
import { mapIn, numbersIn, textsIn } from "../judge-choice.ts";
import { findExercise, lessonsOf, type Exercise, type Pack } from "../pack.ts";

/** Written answers and commands are their own text. */
export function readableAnswer(packs: readonly Pack[], exercise: string, answer: string): string {
  for (const lesson of packs.flatMap(lessonsOf)) {
    const found = findExercise(lesson, exercise);
    if (found !== null) return readable(found, answer);
  }
  return answer;
}

function readable(exercise: Exercise, answer: string): string {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return answer;
  }
  switch (exercise.type) {
    case "mcq":
      return lines(numbersIn(value).map((index) => exercise.choices[index]?.text ?? `${index}`));
    case "order": {
      const text = (id: string): string => exercise.items.find((item) => item.id === id)?.text ?? id;
      const pile = (id: string): string => exercise.groups.find((group) => group.id === id)?.text ?? id;
      return Array.isArray(value)
        ? lines(textsIn(value).map((id, index) => `${index + 1}. ${text(id)}`))
        : lines(Object.entries(mapIn(value)).map(([id, group]) => `${text(id)}: ${pile(String(group))}`));
    }
    case "predict":
      return lines(exercise.fields.map(({ name, label }) => `${label}: ${valueText(mapIn(value)[name])}`));
    case "tune":
      return lines(
        exercise.params.map(({ name, label, unit }) => `${label}: ${valueText(mapIn(value)[name])} ${unit}`.trim()),
      );
    case "find": {
      const text = (id: string): string => exercise.options.find((option) => option.id === id)?.text ?? id;
      return lines(textsIn(value).map(text));
    }
    default:
      return answer;
  }
}

function lines(texts: readonly string[]): string {
  return texts.join("\n");
}

function valueText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "–";
}
