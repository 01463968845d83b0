/**
 * What a learner did in an exercise as a shape, told apart without colour: the classes of `cell-mark.css` and what stands in it. The word
 * stands in the name of the cell. No component: a class has more than a thousand of them, and each would cost what a page costs.
 */
import type { Cell } from "../../lessons/progress/progress-class.ts";
import "./cell-mark.css";

type Marked = Pick<Cell, "done" | "held" | "checks">;

export function markClass({ done, held }: Marked): string {
  const claims = done === "alone" || done === "hint" || done === "solution";
  return `cell-mark ${isRefuted(held) ? "refuted" : done}${claims && held === "open" ? " open" : ""}`;
}

/** A tick and a dot are drawn by the class. */
export function markText({ done, held, checks }: Marked): string {
  if (isRefuted(held)) return "!";
  return done === "not-yet" ? String(checks) : done === "none" ? "–" : "";
}

function isRefuted(held: Cell["held"]): boolean {
  return held === "refuted" || held === "elsewhere";
}
