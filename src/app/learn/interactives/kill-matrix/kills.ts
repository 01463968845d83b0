/** Faults and the tests that find them: which are caught by the tests that are switched on, and how few tests would do. */
import type { KillMatrix } from "../../../../worker/protocol.ts";
import type { PlayRow } from "../interactive.ts";
import { textOf } from "../play-query.ts";

export interface Fault {
  readonly id: string;
  readonly title: string;
  /** Sound data must be left alone, a fault must be found. */
  readonly kind: "fault" | "sound";
  /** Test -> rows that it finds. */
  readonly found: ReadonlyMap<string, number>;
}

export function readFaults(rows: readonly PlayRow[]): readonly Fault[] {
  const faults = new Map<string, { title: string; kind: Fault["kind"]; found: Map<string, number> }>();
  for (const row of rows) {
    const id = String(row["fault"]);
    const fault = faults.get(id) ?? {
      title: textOf(row["title"]) ?? id,
      kind: row["kind"] === "sound" ? "sound" : "fault",
      found: new Map<string, number>(),
    };
    fault.found.set(String(row["test"]), Number(row["found"] ?? 0));
    faults.set(id, fault);
  }
  return [...faults].map(([id, fault]) => ({ id, ...fault }));
}

/** Tests, of those that are on, that find something. */
export function foundBy(fault: Fault, on: ReadonlySet<string>): readonly string[] {
  return [...fault.found].filter(([test, rows]) => on.has(test) && rows > 0).map(([test]) => test);
}

/** As it should be: a fault that is found, or sound data in which nothing is. */
export function holds(fault: Fault, on: ReadonlySet<string>): boolean {
  return foundBy(fault, on).length > 0 === (fault.kind === "fault");
}

export function killMatrix(faults: readonly Fault[], tests: readonly string[], on: ReadonlySet<string>): KillMatrix {
  const shown = tests.filter((test) => on.has(test));
  return {
    tests: shown,
    columns: faults.map((fault) => ({
      title: fault.title,
      kind: fault.kind,
      found: shown.map((test) => fault.found.get(test) ?? 0),
      holds: holds(fault, on),
    })),
  };
}

/** The fewest tests that find every fault which can be found, without a false alarm; null when there is no such set. */
export function fewestTests(faults: readonly Fault[], tests: readonly string[]): number | null {
  const quiet = tests.filter((test) =>
    faults.every((fault) => fault.kind === "fault" || (fault.found.get(test) ?? 0) === 0),
  );
  const targets = faults.filter((fault) => fault.kind === "fault");
  if (targets.some((fault) => foundBy(fault, new Set(quiet)).length === 0)) return null;
  let fewest = quiet.length;
  for (let set = 0; set < 2 ** quiet.length; set += 1) {
    const on = new Set(quiet.filter((_, index) => (set >> index) % 2 === 1));
    if (on.size < fewest && targets.every((fault) => foundBy(fault, on).length > 0)) fewest = on.size;
  }
  return fewest;
}
