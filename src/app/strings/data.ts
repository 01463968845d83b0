/** Words of choosing, making and dating the data. */
import { bytes, count, integer } from "./format.ts";
import { tierName, titles } from "./titles.ts";

export const data = {
  title: titles.data,
  intro:
    "The sources of the bundled project are generated: a company with customers, devices, invoices and campaigns that fit together. Choose how large it is and on which day you stand in it. Nothing is fetched that does not lie beside this page.",
  choose: "Which company",
  tier: "Size",
  tiers: [
    ["tiny", "60 customers since July 2024. For a first look and for phones."],
    ["lesson", "500 customers since 2021."],
    ["classroom", "2,000 customers since 2021. What the lessons speak of."],
    ["large", "8,000 customers since 2019. Made on this device."],
    ["full", "20,000 customers since 2019. Made on this device; wants 4 GB of memory."],
  ] as const,
  tierName,
  own: "Numbers of your own",
  ownText:
    "What is left empty follows from the size. The same seed makes the same company, here and on the command line.",
  seed: "Seed",
  customers: "Customers",
  locations: "Locations",
  start: "First day",
  faults: "Faults in the sources",
  faultsText:
    "Real sources hold duplicates, late rows and wrong units. They are planted, so that cleaning them can be learned and checked.",
  faulty: "Planted",
  clean: "None",
  estimate: (rows: number, size: number) => `About ${rounded(rows)} rows in all, ${bytes(size)} in the database.`,
  shipped: (download: number) =>
    `Comes as files: up to ${bytes(download)}, table by table, as models need them. The largest tables are made here.`,
  made: "Made on this device by the generator. Tables are made when a model reads them first.",
  heavy: "This may be more than a browser tab can hold. Tables that you do not read are not made.",
  use: "Use these data",
  using: "These data are in use",
  replaces: "What is built in the database goes; your files and edits stay.",
  reset: "Back to the classroom",
  changed: (tier: string) => `The project now stands on other data: ${tier}.`,
  refused: "These data cannot be made.",
  checking: "Checking",
  clock: "The clock",
  clockText:
    "Sources hold what had arrived by the end of this day. Go on by a day and run the project again: snapshots keep what changed, incremental models take what is new, late rows come late.",
  today: "Today is",
  set: "Go there",
  back: "Back a month",
  day: "A day on",
  week: "A week on",
  month: "A month on",
  atEnd: (end: string) => `The data end on ${end}. Go back first.`,
  atStart: (start: string) => `The data start on ${start}.`,
  outside: (start: string, end: string) => `Choose a day from ${start} to ${end}.`,
  moved: (date: string) => `Today is ${date}.`,
  movedDetail: "Sources change with the next command. What is built still shows its own day.",
  build: "Build",
  held: "In the database",
  heldNone: "No source table is loaded yet. A command that reads one loads it.",
  heldSome: (tables: number, all: number, rows: number) =>
    `${integer(tables)} of ${count(all, "source table")}, ${count(rows, "row")}.`,
  table: "Table",
  rows: "Rows",
  showTables: "Show the tables",
  load: "Load all now",
  loading: "Loading the tables",
  making: (done: number, total: number) => `Making tables, ${integer(done)} of ${integer(total)}`,
  fetching: (name: string) => `Loading ${name}`,
  cancel: "Cancel",
  loaded: "All source tables are there.",
  loadFailed: "Not all source tables could be loaded.",
  storage: (used: number) => `This page keeps ${bytes(used)} on this device.`,
};

function rounded(rows: number): string {
  if (rows < 10_000) return integer(Math.round(rows / 100) * 100);
  if (rows < 1_000_000) return integer(Math.round(rows / 1000) * 1000);
  return `${(rows / 1_000_000).toFixed(1)} million`;
}
