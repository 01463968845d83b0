/** Words of the calibration report. */
import type { Report } from "../../worker/protocol.ts";
import { integer } from "./format.ts";

export const calibration = {
  title: "Is this company like a real one?",
  intro:
    "The lessons rely on how the company behaves: how many leave, what a customer costs, which channel really works. These numbers are taken from the source tables, and each ought to lie in its band.",
  none: "The files beside this page have no report. The command line makes one: npm run data:report.",
  standsFor: ({ customers, seed, as_of_date: asOf }: Report) =>
    `These numbers are of the company that comes with the page: ${integer(customers)} customers, seed ${String(seed)}, on ${asOf}. The data in use are others; for them, npm run data:report takes a tier and a seed.`,
  summary: (inBand: number, all: number) => `${integer(inBand)} of ${integer(all)} numbers are in their bands.`,
  small: "A company of this size is at the mercy of chance: the bands are those of the classroom.",
  showNumbers: "Show the numbers",
  showSizes: "Show the sizes",
  showFaults: "Show the planted faults",
  noValue: "not measured",
  band: (text: string) => `Band: ${text}`,
  detail: (text: string) => `Here: ${text}.`,
  verdicts: {
    "in band": "In band",
    "too low": "Too low",
    "too high": "Too high",
    "not measured": "Not measured",
  },
  areas: {
    customers: "Customers",
    money: "Money",
    product: "Product",
    sales: "Sales",
    marketing: "Marketing",
  },
  pack: "Pack",
  tables: "Tables",
  rows: "Rows",
  size: "Download",
  madeHere: "made here",
  fault: "Fault",
  lines: "Places",
};
