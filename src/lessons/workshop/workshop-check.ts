/** A workshop held against the pack of its lessons: whatever it names must be there, and a prediction must be one. */
import { diagnostic, type Diagnostic } from "../../engine/core/errors.ts";
import { findLesson, lessonsOf, type Pack } from "../pack.ts";
import type { Workshop } from "./workshop.ts";

export function checkWorkshop(workshop: Workshop, pack: Pack): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const report = (message: string, hint: string) =>
    found.push(diagnostic("L001", `In the workshop "${workshop.id}": ${message}`, { hint }));
  if (workshop.pack !== pack.id) {
    report(
      `Its lessons belong to the pack "${workshop.pack}", and the pack "${pack.id}" is open.`,
      "Open the pack first, or correct “pack” in the file.",
    );
    return found;
  }
  if (findLesson(pack, workshop.start) === null)
    report(`It starts in the lesson "${workshop.start}", which does not exist.`, nearLesson(pack, workshop.start));
  workshop.agenda.forEach(({ kind, lesson, exercise }, index) => {
    const place = `step ${index + 1}`;
    const known = lesson === null ? null : findLesson(pack, lesson);
    if (lesson !== null && known === null) {
      report(`There is no lesson "${lesson}" (${place}).`, nearLesson(pack, lesson));
      return;
    }
    if (exercise === null || known === null) return;
    const task = known.exercises.find(({ id }) => id === exercise);
    if (task === undefined)
      report(
        `The lesson "${known.id}" has no exercise "${exercise}" (${place}).`,
        `It has ${known.exercises.map(({ id }) => id).join(", ")}.`,
      );
    else if ((task.type === "predict") !== (kind === "prediction"))
      report(
        `"${exercise}" is ${task.type === "predict" ? "a prediction" : "no prediction"} (${place}).`,
        `Write "kind: ${task.type === "predict" ? "prediction" : "exercise"}".`,
      );
  });
  return found;
}

function nearLesson(pack: Pack, id: string): string {
  const module = id.split(".")[0] ?? "";
  const near = lessonsOf(pack).filter((lesson) => lesson.id.startsWith(`${module}.`));
  const listed = (near.length > 0 ? near : lessonsOf(pack)).slice(0, 9).map((lesson) => lesson.id);
  return `There are ${listed.join(", ")}.`;
}
