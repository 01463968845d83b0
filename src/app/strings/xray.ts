/** Words of the X-ray of a model. */
import { count, duration, integer } from "./format.ts";
import { titles } from "./titles.ts";

const rows = (number: number): string => count(number, "row");

export const xray = {
  title: titles.xray,
  tab: "X-ray",
  of: (name: string) => `X-ray of ${name}`,
  page: (name: string) => `X-ray: ${name}`,
  back: "Open the model",
  empty: {
    title: "Walk through this model, step by step.",
    text: "Each CTE is computed and looked at: rows in and out, keys, rows that a join adds or loses. It takes about as long as a few builds of the model.",
    action: "Start the X-ray",
  },
  missing: { title: "There is no such model.", text: "It may have been renamed or deleted; look for it in the tree." },
  noQuery: {
    title: "Nothing to walk through.",
    text: "Only what has a query of its own has steps: models, snapshots, tests and analyses.",
  },
  unreadable: {
    title: "This query cannot be taken apart.",
    text: "Its text is not one WITH … SELECT. Its rows can still be previewed.",
  },
  opening: "The model is compiled, and what it reads is built where it is missing.",
  stepping: (name: string, done: number, total: number) => `Step ${done + 1} of ${total}: ${name}`,
  cancel: "Cancel",
  cancelled: "The X-ray was stopped. The steps until then stay.",
  again: "Run again",
  goOn: "Go on",
  changed: "The model has changed since.",
  steps: "Steps",
  kind: { import: "import", step: "step", ephemeral: "ephemeral model", final: "result" },
  unused: "not read by any later step",
  reads: (names: readonly string[]) => `reads ${names.join(", ")}`,
  out: (number: number) => rows(number),
  waiting: "not computed yet",
  took: (ms: number) => duration(ms),
  columns: (number: number) => count(number, "column"),
  previous: "Step before",
  next: "Next step",
  clauses: "Rows in and out",
  branch: (number: number, total: number) => `Branch ${number} of ${total}`,
  set: (operator: string, before: number, after: number) =>
    before === after
      ? `${operator}: ${rows(before)} of the branches stay ${rows(after)}.`
      : `${operator}: ${rows(before)} of the branches become ${rows(after)}.`,
  clause: "Clause",
  before: "Before",
  after: "After",
  change: "Change",
  same: "same",
  unknown: "not counted",
  stage: {
    from: "from",
    join: "join",
    where: "where",
    group: "group by",
    having: "having",
    qualify: "qualify",
    distinct: "distinct",
    limit: "limit",
    select: "select list",
  },
  joinKind: {
    inner: "join",
    left: "left join",
    right: "right join",
    full: "full join",
    cross: "cross join",
    semi: "semi join",
    anti: "anti join",
    asof: "asof join",
    "asof left": "asof left join",
    positional: "positional join",
  },
  onKey: (keys: readonly string[], others: number) =>
    keys.length === 0
      ? "without an equal pair"
      : `on ${keys.join(", ")}${others > 0 ? ` and ${count(others, "more condition")}` : ""}`,
  rightRows: (name: string, number: number) => `${name} has ${rows(number)}.`,
  allOne: (kept: boolean) =>
    kept ? "Every row found exactly one partner." : "Every row found exactly one partner; none is lost, none is added.",
  lostInner: (number: number) => `${rows(number)} found no partner and ${number === 1 ? "is" : "are"} dropped.`,
  lostLeft: (number: number) =>
    `${rows(number)} found no partner and ${number === 1 ? "stays" : "stay"}, with NULL in the joined columns.`,
  lostSemi: (number: number) => `${rows(number)} found no partner and ${number === 1 ? "is" : "are"} dropped.`,
  keptAnti: (number: number) => `${rows(number)} found no partner: those are what stays.`,
  fanOut: (number: number, added: number, most: number) =>
    `${rows(number)} found more than one partner, ${integer(most)} at most: ${rows(added)} added.`,
  fanOutTable: "The keys that multiply most",
  lostTable: "Rows without a partner, a few of them",
  rightWithout: (name: string, number: number) =>
    `${rows(number)} of ${name} found no partner and ${number === 1 ? "stays" : "stay"}.`,
  dropped: "Rows that were dropped, a few of them",
  fails: (number: number) => `turns away ${rows(number)}`,
  conditions: "Each condition alone",
  keys: "Keys",
  keySource: {
    tested: "tested key",
    joined: "later steps look it up by this",
    grouped: "grouped by this",
    named: "named like a key",
  },
  unique: "unique",
  uniqueNull: (nulls: number) => `unique where it is there; NULL in ${rows(nulls)}`,
  repeats: (values: number, most: number) =>
    `${integer(values)} ${values === 1 ? "value repeats" : "values repeat"}, up to ${integer(most)} times`,
  nulls: (number: number) => `NULL in ${rows(number)}`,
  repeatTable: "The values that repeat most",
  noKeys: "No column was found that tells the rows apart.",
  sample: "Rows",
  sampleOf: (name: string) => `Rows of ${name}`,
  first: (number: number, total: number) =>
    number < total ? `first ${integer(number)} of ${rows(total)}` : `all ${rows(total)}`,
  sql: "SQL",
  sqlOf: (name: string) => `Compiled SQL of ${name}, the chosen step is lit`,
  noRows: { title: "No rows.", text: "Nothing is left at this step." },
  view: "Show",
  findings: "Findings",
  badge: {
    lost: (number: number) => `−${integer(number)} lost`,
    added: (number: number) => `+${integer(number)} added`,
    twice: "key repeats",
    key: "key unique",
  },
  closed: {
    recursive: "A recursive step is counted as a whole: its rounds are not shown.",
    "own-with": "It has a WITH of its own inside; it is counted as a whole.",
    "from-first": "FROM stands before SELECT; it is counted as a whole.",
    "no-from": "It reads nothing: its rows are written out.",
    values: "Its rows are written out as VALUES.",
    pivot: "PIVOT and UNPIVOT are counted as a whole.",
    "nested-join": "Joins in brackets are counted together, not one by one.",
    natural: "A natural join says nothing of its columns: rows are counted, partners are not.",
    lateral: "The joined rows depend on each row before (a function, LATERAL): rows are counted, partners are not.",
    positional: "Rows are joined by their place: there are no partners to count.",
    sample: "A sample takes other rows each time; it is counted as a whole.",
    "not-read": "This form of SQL is not taken apart; it is counted as a whole.",
    "too-many-rows": "More than three million rows: they are counted, partners are not.",
    alias: "The condition uses a name from the select list, so it cannot be counted by itself.",
    unsteady:
      "The clauses do not add up to the step: something in it gives another value each time. No numbers are shown rather than wrong ones.",
    refused: "DuckDB would not count this clause by itself.",
  },
};
