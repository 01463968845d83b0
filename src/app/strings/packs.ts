/** Words about lesson packs from outside, and about the proof of lessons. */
import { count, integer } from "./format.ts";

export const packs = {
  title: "Lessons of your own, or of somebody else",
  text: "Drop a lesson pack on the page, as a zip or as a folder. It stays on this device, its text is shown without pictures and scripts, and its queries may only read.",
  chooseZip: "Choose a zip",
  chooseFolder: "Choose a folder",
  template: "Save the template",
  templateText: "A short pack to begin with: one lesson with a guess, a choice and a query.",
  reading: (name: string) => `Reading ${name}`,
  refused: (name: string, problems: number) => `“${name}” was not taken in: ${count(problems, "finding")}.`,
  refusedText: "Nothing was changed. Correct what is named here, and drop it again.",
  more: (left: number) => `and ${integer(left)} more`,
  dismiss: "Close",

  pack: "Lesson pack",
  version: (version: string, origin: string) => `version ${version}, from ${origin}`,
  taken: (title: string) => `The pack “${title}” is here.`,
  replaced: (title: string, version: string) => `The pack “${title}” has replaced version ${version}.`,
  takenDetail: "Its lessons are at the end of this page. Progress in lessons that it had before is kept.",
  remove: "Remove",
  removed: (title: string) => `The pack “${title}” was removed.`,
  removedDetail: "Your answers and attempts in its lessons are kept.",
  undo: "Undo",
  failed: "That could not be done.",

  prove: "Verify",
  proveAgain: "Verify again",
  provePack: (title: string) => `Verify the pack “${title}”`,
  cancel: "Cancel",
  notProven: "Not verified on this device yet.",
  scope: "What to verify",
  scopeAll: "All lessons",
  scopeModule: (number: number, title: string) => `Module ${number}: ${title}`,
  scopeLesson: (number: number, title: string) => `${number}. ${title}`,
  proving: (title: string, at: number, total: number) => `${title}, ${integer(at)} of ${integer(total)}`,
  proofSummary: (proven: number, broken: number, whole = true) =>
    `${count(proven, "statement")} proven, ${broken === 0 ? "all hold" : `${integer(broken)} do not hold`}${whole ? "" : ". Stopped before the end"}`,
  place: (path: string, line: number | null) => (line === null ? path : `${path}, line ${integer(line)}`),
};
