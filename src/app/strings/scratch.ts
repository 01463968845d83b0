/** Words of the scratchpad. */
import { count, duration, integer } from "./format.ts";
import { titles } from "./titles.ts";

export const scratch = {
  title: titles.scratch,
  tab: "Query",
  firstText:
    "-- Ctrl Enter runs what is chosen, or everything.\nselect *\nfrom {{ ref('entity_customers') }}\nlimit 100\n",
  tabs: "Queries",
  newTab: "New query",
  closeTab: (name: string) => `Close ${name}`,
  closed: (name: string) => `${name} is closed.`,
  undo: "Undo",
  rename: "Name of the query",
  editor: (name: string) => `SQL of ${name}`,
  run: "Run",
  runTitle: "Run what is chosen, or everything (Ctrl Enter)",
  empty: "The query is empty.",
  saveAs: "Save as model",
  save: {
    title: "Save the query as a model",
    name: "Name of the model",
    hint: "It becomes models/<name>.sql, and other models can read it with ref().",
    badName: "A name has letters, digits and underscores, and begins with a letter.",
    taken: (name: string) => `"${name}" exists already. Choose another name.`,
    create: "Create the model",
    cancel: "Cancel",
    done: (path: string) => `${path} is made.`,
    open: "Open it",
  },
  below: "Below the query",
  results: "Results",
  chart: "Chart",
  explain: "Explain",
  compiled: "Compiled",
  compiledOf: "Compiled SQL of the last run",
  history: "History",
  noCompiled: "Nothing compiled yet.",
  noCompiledText: "Run the query; the SQL that DuckDB gets stands here then, without Jinja.",
  search: "Search the history",
  clear: "Clear",
  noHistory: "No query was run here yet.",
  noHistoryText: "Every query that you run is listed here, with its rows and its time. A click brings it back.",
  noneFound: "No query in the history holds that text.",
  reuse: "Open this query in a new tab",
  status: { rows: "rows", failed: "failed", cancelled: "cancelled" },
  entry: (rows: number | null, truncated: boolean, elapsedMs: number | null) =>
    rows === null || elapsedMs === null
      ? ""
      : `${truncated ? `first ${integer(rows)} rows` : count(rows, "row")}, ${duration(elapsedMs)}`,
  newer: "newer than the last run",
  splitter: "Height of the results",
  phone: "Show",
  query: "Query",
};
