/**
 * What a calibration report holds: plain data, so that it can be written to a file, sent out of a worker and shown by a page.
 *
 * A `Kpi` is one number with the band in which it ought to lie. A number that could not be taken, because a table is not there or
 * the company is too young, is null and "not measured": that is no failure, and no success.
 */

export type Unit = "percent" | "months" | "count" | "factor";

export type Verdict = "in band" | "too low" | "too high" | "not measured";

export type Area = "customers" | "money" | "product" | "sales" | "marketing";

export interface Kpi {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  /** How it was computed, in a sentence for somebody who would check it. */
  readonly meaning: string;
  /** Percents are held as shares: 0.025 is 2.5 %. */
  readonly value: number | null;
  readonly unit: Unit;
  /** Both ends belong to the band. */
  readonly band: Band;
  readonly verdict: Verdict;
  /** What lies behind the number: the single years, the counts. Empty when there is nothing to add. */
  readonly detail: string;
}

export interface Band {
  readonly low: number;
  readonly high: number;
}

export interface FaultCount {
  readonly id: string;
  readonly title: string;
  /** Lines of the fault manifest. */
  readonly lines: number;
  readonly tables: number;
}

export interface PackSize {
  readonly pack: string;
  readonly tables: number;
  readonly rows: number;
  /** Of the files; 0 for what a page makes itself. */
  readonly bytes: number;
  /** What the pack may weigh; null where nothing is downloaded or nobody asks. */
  readonly budget: number | null;
}

/** Which company the report is of. */
export interface ReportHead {
  readonly generator_version: string;
  readonly tier: string;
  readonly seed: number;
  readonly customers: number;
  /** ISO date. */
  readonly as_of_date: string;
  readonly clean: boolean;
}

export interface Report extends ReportHead {
  readonly kpis: readonly Kpi[];
  readonly faults: readonly FaultCount[];
  /** Empty when the company was never written to files. */
  readonly packs: readonly PackSize[];
}

/** A company with fewer customers is at the mercy of chance: its numbers are shown, and nobody is blamed for them. */
export const LEAST_CUSTOMERS = 1000;

/** A number as it was measured, before anybody judged it. */
export type Measured = Omit<Kpi, "verdict" | "detail"> & { readonly detail?: string };

export function judge({ detail = "", ...measured }: Measured): Kpi {
  return { ...measured, detail, verdict: verdictOf(measured.value, measured.band) };
}

function verdictOf(value: number | null, { low, high }: Band): Verdict {
  if (value === null || !Number.isFinite(value)) return "not measured";
  if (value < low) return "too low";
  return value > high ? "too high" : "in band";
}

export function isOutOfBand({ verdict }: Kpi): boolean {
  return verdict === "too low" || verdict === "too high";
}
