/** Words of the dashboards. */
import { count, integer } from "./format.ts";
import { titles } from "./titles.ts";

export const dashboards = {
  title: titles.dashboards,
  intro:
    "Every exposure of the project is a page of charts here. A dashboard is a YAML file: its tiles ask the models, and everything on it can be opened down to the rows.",
  waiting: "Reading the project",
  search: "Search dashboards",
  nothing: (text: string) => `No dashboard speaks of “${text}”.`,
  create: "New dashboard",
  own: "Your own",
  exposures: "Exposures of the project",
  tiles: (number: number) => count(number, "tile"),
  models: (number: number) => count(number, "model"),
  owner: (name: string) => `for ${name}`,
  unwritten: "has no tiles yet",
  broken: (number: number) => `${count(number, "finding")} in its YAML`,
  none: {
    title: "This project has no exposures.",
    text: "An exposure in a property file, or a YAML file in the folder dashboards, would be listed here as a page of charts.",
    action: "New dashboard",
  },
  unknown: {
    title: (name: string) => `There is no dashboard “${name}”.`,
    text: "It may have been renamed or deleted, or it belongs to another project.",
    action: "All dashboards",
  },
  empty: {
    title: "This exposure has no tiles yet.",
    text: (path: string) => `Its charts would come from the file ${path}, which is not there.`,
    action: "Write it from the template",
  },
  unreadable: {
    title: "This dashboard cannot be read.",
    action: "Edit its YAML",
  },
  findings: (number: number) => `${count(number, "finding")} in the YAML of this dashboard`,
  back: "All dashboards",
  edit: "Edit YAML",
  closeEditor: "Close the editor",
  undo: "As it came",
  remove: "Delete",
  removed: (path: string) => `${path} is deleted.`,
  editorLabel: (path: string) => `YAML of ${path}`,
  editorNote: "Every change is shown at once and kept on this device. It leaves with the project's export.",
  lineage: "Lineage",
  filters: "Filters",
  all: (label: string) => `All: ${label}`,
  any: "any",
  from: (label: string) => `${label}, from`,
  to: (label: string) => `${label}, to`,
  clear: "Clear filters",
  notFiltered: (labels: string) => `not filtered by ${labels}`,
  asTable: "As a table",
  asChart: "As a chart",
  menu: (title: string) => `Save “${title}”`,
  csv: "CSV",
  svg: "SVG",
  png: "PNG",
  saved: (file: string) => `${file} is saved.`,
  loading: "Asking the database",
  noRows: {
    title: "No rows.",
    filtered: "Nothing fits the filters that are set.",
    unfiltered: "Its query gives no row. The models that it reads may be empty for these data.",
    clear: "Clear filters",
    sql: "See the query",
  },
  missing: {
    title: (number: number) =>
      `${count(number, "model")} of this dashboard ${number === 1 ? "is" : "are"} not built yet.`,
    text: "Building makes them, and what they need, in the database of this page.",
    action: "Build what it needs",
    tile: (names: string) => `Not built yet: ${names}.`,
    running: (done: number, total: number) => `Building ${integer(done)} of ${integer(total)}`,
    cancel: "Cancel",
  },
  failed: "This tile's query failed.",
  better: "better",
  worse: "worse",
  same: "unchanged",
  compared: (text: string) => `against ${text}`,
  noColumn: (column: string, columns: string) =>
    `The query has no column “${column}”. It has: ${columns}. Correct “x”, “y” or “series” in the YAML.`,
  notNumber: (column: string) =>
    `The column “${column}” holds no numbers, so nothing can be drawn. Choose another “y”.`,
  drill: {
    title: (title: string) => `Rows behind “${title}”`,
    of: (text: string) => `for ${text}`,
    hint: "Choose a mark, or a row of the table, to see what is behind it.",
    button: (text: string) => `Rows of ${text}`,
    rows: (number: number, most: number) => (number >= most ? `first ${integer(number)} rows` : count(number, "row")),
    query: "The query",
    close: "Close",
    open: "Open in the scratchpad",
  },
  mean: "Average",
  total: "Total",
  sentence: {
    number: (title: string, value: string, change: string) =>
      `${title}: ${value}${change === "" ? "" : `, ${change}`}.`,
    series: (title: string, parts: string) => `${title}: ${parts}.`,
    range: (name: string, first: string, from: string, last: string, to: string) =>
      `${name === "" ? "" : `${name} `}from ${from} (${first}) to ${to} (${last})`,
    more: (number: number) => `and ${integer(number)} more`,
    dots: (number: number, x: string, y: string) => `${integer(number)} marks, ${x} across and ${y} up`,
  },
  rest: "others",
  dialog: {
    title: "New dashboard",
    name: "Name of its file",
    bad: "Use small letters, digits and underscores, beginning with a letter.",
    taken: "A dashboard of this name is there already.",
    place: (name: string) =>
      `It is written to dashboards/${name}.yml, which dbt does not read. It leaves with the export of the project.`,
    make: "Create",
    cancel: "Cancel",
  },
  made: (path: string) => `${path} is made.`,
  template: (title: string, model: string) => `title: ${title}
intro: One sentence, what this page answers.

filters: []

tiles:
  - title: Rows
    reading: how many rows the table holds
    mark: number
    width: 3
    height: 1
    sql: |
      select count(*) as value from {{ ref('${model}') }}

  - title: Everything
    reading: the first rows
    mark: table
    width: 9
    height: 2
    sql: |
      select * from {{ ref('${model}') }} limit 100
`,
};
