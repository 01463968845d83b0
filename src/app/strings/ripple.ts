/** What live mode says: the wave of an edit, the data diff, accept and revert. */
import { count, duration, integer } from "./format.ts";
import { titles } from "./titles.ts";

const names = (list: readonly string[]): string => list.join(", ");

export const ripple = {
  title: titles.ripple,
  heading: "What this edit changes",
  mode: "Live mode",
  live: "Live",
  paused: "Paused",
  liveHint: "After a pause in typing, the model and what reads it are built on trial, beside the last build.",
  open: "Live ripple",
  model: "Model",
  wave: "Changes by layer",
  list: "Changed nodes",
  // What the head says beside its title.
  sum: (reached: number, built: number, ms: number) =>
    `${count(reached, "node")} reached, ${integer(built)} rebuilt in ${duration(ms)}`,
  working: (done: number, all: number) => `${integer(done)} of ${count(all, "node")} known`,
  doesNotBuild: "this text does not build; the numbers are older",
  nothingYet: "no edit to follow",
  flippedCount: (flips: number) => `${count(flips, "test")} flipped`,
  comparedWith: (time: string | null) =>
    time === null ? "compared with the last build" : `compared with the build of ${time}`,
  leftOut: (nodes: number, tests: number, seconds: number) =>
    `${[...(nodes > 0 ? [count(nodes, "node")] : []), ...(tests > 0 ? [count(tests, "test")] : [])].join(" and ")} left out after ${integer(seconds)} s.`,
  rest: "Rebuild the rest",
  notRebuilt: (nodes: number) => `${count(nodes, "node")} more: not rebuilt, or never built`,
  stop: "Stop",
  stopped: "Stopped before the end. What was compared so far is shown.",
  accept: "Accept",
  acceptTitle: "Build these changes for real; later edits are compared with them",
  accepting: "Building for real",
  accepted: "Accepted: these tables are the baseline now.",
  acceptFailed: "Not all of it could be built. The log says why.",
  revert: "Revert",
  revertTitle: (files: readonly string[]) => `Puts ${names(files)} back to what the last build was made from`,
  reverted: (files: number) => `${count(files, "file")} put back. The tables are those of the last build.`,
  revertLabel: "Live ripple: reverted",
  undo: "Undo",
  undoEdit: "Undo edit",
  edited: "edited",
  source: "Source",
  edit: "Edit",
  changes: "Changes",
  sourceOf: (path: string) => `Source of ${path}`,
  editorKind: "What is shown of the file",
  otherFiles: (list: readonly string[]) => `Also edited since the last build: ${names(list)}`,
  close: "To the model",
  lastGood: "The text does not build now. The numbers are those of the last one that did.",
  brokenFile: "The file cannot be read now. The numbers are those of the text before.",
  legend: {
    label: "Legend",
    added: "rows added",
    removed: "rows removed",
    changed: "values changed",
    same: "same result, stops here",
    flipped: "test flipped",
  },
  // The lines of a card.
  rows: (number: number) => count(number, "row"),
  rowsOf: (changed: number, all: number) => `${integer(changed)} of ${count(all, "row")}`,
  columns: (number: number) => count(number, "column"),
  states: {
    waiting: "waiting",
    running: "building",
    same: "same result",
    changed: "changed",
    new: "new",
    stopped: "not rebuilt",
    failed: "does not build",
    blocked: "waits for an error",
    "left-out": "left out",
    unbuilt: "not built yet",
    history: "keeps its history",
    gone: "deleted",
  },
  stateSentences: {
    waiting: "It has not been built yet.",
    running: "It is being built.",
    same: "It gives the same rows as the last build, so what reads it is not rebuilt.",
    changed: "",
    new: "It was not there in the last build.",
    stopped: "Nothing that it reads changed, so it was not rebuilt.",
    failed: "It does not build with this text.",
    blocked: "Something that it reads does not build.",
    "left-out": "The time was up before it could be built.",
    unbuilt: "There is no table of it yet, so there is nothing to compare with.",
    history: "It keeps what was, so it is only run by a command.",
    gone: "Its file was deleted.",
  },
  /** Before the words of a line, where its mark is not seen. */
  markWords: { added: "added ", removed: "removed ", edited: "changed ", fail: "fails: " } as Readonly<
    Record<string, string>
  >,
  inFull: "An incremental model: on trial it is built in full, from all rows.",
  cardSentence: (name: string, layer: string, lines: readonly string[]) => `${name}, ${layer}: ${lines.join(", ")}`,
  cardsHelp: "Arrow keys go along the wave, Enter shows the rows.",
  // Data diff.
  diff: "Data diff",
  kinds: { removed: "Removed", added: "Added", changed: "Changed", unchanged: "Unchanged" },
  kindLabel: "Rows to show",
  share: { removed: "of the rows are gone", added: "of the rows are new", changed: "of the rows changed" },
  percent: (part: number, all: number) =>
    all === 0 ? "0%" : `${((100 * part) / all).toFixed(part / all < 0.1 ? 1 : 0)}%`,
  key: "Key:",
  keySource: {
    config: "unique_key",
    test: "held by a test",
    grain: "as the first comment says",
    name: "guessed from its name",
  },
  noKey: "No key: whole rows are compared, so a changed row counts as one removed and one added.",
  keyTrouble: {
    "repeats before": (columns: readonly string[], rows: number) =>
      `${names(columns)} is no key: in the last build ${count(rows, "row")} share${rows === 1 ? "s" : ""} it. Whole rows are compared.`,
    "repeats now": (columns: readonly string[], rows: number) =>
      `This edit breaks the key ${names(columns)}: ${count(rows, "row")} share${rows === 1 ? "s" : ""} it now. Whole rows are compared.`,
    missing: (columns: readonly string[]) =>
      `The key ${names(columns)} is not in both builds. Whole rows are compared.`,
  },
  compare: "Compare columns",
  compareTitle: (name: string) => `Columns of ${name}`,
  compareHead: { column: "Column", what: "What differs" },
  columnWords: {
    added: (type: string) => `new, ${type}`,
    removed: (type: string) => `gone, was ${type}`,
    retyped: (before: string, after: string) => `${before} is ${after} now`,
    values: (rows: number) => `${count(rows, "row")} with another value`,
    reordered: "The columns stand in another order.",
  },
  noColumns: "All columns are there, with their types and their values.",
  rowsTitle: {
    removed: (rows: number) => `${integer(rows)} removed ${rows === 1 ? "row" : "rows"}`,
    added: (rows: number) => `${integer(rows)} added ${rows === 1 ? "row" : "rows"}`,
    changed: (rows: number) => `${integer(rows)} changed ${rows === 1 ? "row" : "rows"}`,
  },
  rowsNote: {
    removed: "in the last build, not in this one",
    added: "in this one, not in the last build",
    changed: "the columns that differ, before and now",
  },
  firstRows: (rows: number) => `the first ${integer(rows)} are shown`,
  before: "before",
  now: "now",
  loadingRows: "The rows are being fetched.",
  export: "Export",
  exported: (file: string) => `${file} was saved.`,
  pickKind: { title: "No row differs.", text: "What differs are the columns: see Compare columns." },
  tests: "Tests that flipped",
  testsOf: (flips: number, ran: number) => `${integer(flips)} of ${integer(ran)}`,
  noFlips: (ran: number) =>
    ran === 0
      ? "No test has run on what changed yet."
      : `${count(ran, "test")} ran on what changed, and none ended otherwise than before.`,
  verdicts: { pass: "pass", warn: "warn", fail: "fail", error: "error", none: "new" },
  showFailing: "Show failing rows",
  failingRows: (name: string) => `Rows that fail ${name}`,
  explain: "Open the model",
  dialogClose: "Close",
  // Nothing to show.
  off: {
    title: "Live mode is paused.",
    text: "Turned on, every edit is followed through what reads the model: rows that come and go, tests that flip.",
    action: "Turn live mode on",
  },
  noEdit: {
    title: "Nothing was edited since the last build.",
    text: (name: string) => `Change ${name} here on the left: what follows from it shows up in about a second.`,
  },
  noBase: {
    title: "There is no build to compare with yet.",
    text: (name: string) =>
      `Build ${name}, what it reads and what reads it once; from then on every edit shows its consequences.`,
    action: "Build the baseline",
  },
  noModel: {
    title: "Pick a model to edit.",
    text: "The ripple of an edit starts at a model, a seed or a macro.",
    action: "All models",
  },
  diffEmpty: {
    title: "No difference to show.",
    text: "With live mode on, an edit shows here which rows it adds, removes and changes.",
  },
  diffFailed: "The comparison did not come about.",
  announce: (reached: number, changed: number, flips: number) =>
    `${count(reached, "node")} reached, ${integer(changed)} changed, ${count(flips, "test")} flipped.`,
};
