/** Words of the tables that are kept from visit to visit. */
import { bytes, count, integer } from "./format.ts";

export const kept = {
  title: "Kept tables",
  text: "A table that was built is kept on this device, under everything it was made from: its SQL, the macros and tables behind it, the data and their day. A preview, a query or a lesson that needs just that table has it back in a moment, also after a reload. A command builds what it is told to build.",
  none: "Nothing is kept yet. Build or preview something and leave the page alone for two seconds.",
  unavailable: "This browser keeps no tables.",
  used: (tables: number, used: number, budget: number) =>
    `${count(tables, "table")}, ${bytes(used)} of at most ${bytes(budget)}.`,
  putBack: (tables: number) => `${count(tables, "table")} put back instead of built since the page was opened.`,
  reuse: "Keep tables and put them back",
  off: "Off: previews and queries build everything they read anew.",
  budget: "At most, in MB",
  budgetFault: "A whole number from 0 to 10,000.",
  empty: "Throw all away",
  emptied: "No table is kept any more. They are built again when they are needed.",
  show: "Show the tables",
  table: "Table",
  rows: "Rows",
  size: "Size",
  rowsOf: (rows: number) => integer(rows),
  sizeOf: (size: number) => bytes(size),
  meter: (share: number) => `${Math.round(share * 100)} % used`,
};
