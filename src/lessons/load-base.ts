/** What every exercise has, whatever its type. */
import type { Decoder } from "./decode.ts";
import type { Read } from "./load-data.ts";
import type { Choice, McqExercise } from "./pack.ts";

export const baseKeys: readonly string[] = [
  "type",
  "id",
  "title",
  "task",
  "hints",
  "explain_after",
  "because",
  "params",
  "twin",
];

type Base = Pick<McqExercise, "id" | "title" | "task" | "hints" | "explain" | "because" | "twin">;

/** `hintsNeeded` is 3 for what is written; what is clicked may have up to three. */
export function loadBase(yaml: Decoder, read: Read, hintsNeeded: 0 | 3): Base {
  const hints = yaml.texts("hints");
  if (hintsNeeded === 3 && hints.length !== 3)
    yaml.report(
      ["hints"],
      `There are ${hints.length} hints.`,
      "Give three: the question to ask, the plan, one blank to fill.",
    );
  return {
    id: yaml.text("id"),
    title: yaml.text("title"),
    task: yaml.text("task"),
    // A hint is a file, or its text.
    hints: hints.map((hint) => (/^[\w./-]+\.md$/.test(hint) ? read(hint, yaml) : hint.trim())),
    explain: yaml.has("explain_after") ? loadChoice(yaml.record("explain_after")) : null,
    because: yaml.text("because", ""),
    twin: null,
  };
}

function loadChoice(yaml: Decoder): Choice {
  yaml.known("question", "choices");
  const choices = yaml.records("choices").map((item) => {
    item.known("text", "reply", "right");
    return { text: item.text("text"), reply: item.text("reply"), right: item.flag("right") };
  });
  if (choices.filter((item) => item.right).length !== 1)
    yaml.report(["choices"], "Exactly one choice must be right.", 'Mark it with "right: true".');
  return { question: yaml.text("question"), choices };
}
