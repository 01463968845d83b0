/**
 * The processor time of a page's own threads, main thread and workers: what the page would need if it had the machine to itself, since
 * one of them mostly waits for another. What other programs take away is not in it, nor what the browser compiles in the background.
 */
import { readFileSync, readdirSync } from "node:fs";

/** Linux counts a second of a processor as a hundred of these. */
const TICK_MS = 10;

/** Milliseconds of all pages below the browser's process; null where the system does not say. */
export function pageCpuTime(browser: number): number | null {
  try {
    const parents = new Map<number, number>();
    for (const id of numbersIn("/proc")) {
      const parent = statOf(`/proc/${String(id)}/stat`)?.parent;
      if (parent !== undefined) parents.set(id, parent);
    }
    let ms = 0;
    for (const id of parents.keys())
      if (isBelow(id, browser, parents) && isRenderer(id))
        for (const thread of numbersIn(`/proc/${String(id)}/task`)) {
          const stat = statOf(`/proc/${String(id)}/task/${String(thread)}/stat`);
          // The main thread bears the number of its process.
          if (stat !== null && (thread === id || stat.name.startsWith("DedicatedWorker"))) ms += stat.ms;
        }
    return ms;
  } catch {
    return null;
  }
}

function isBelow(id: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) if (at === root) return true;
  return false;
}

function isRenderer(id: number): boolean {
  try {
    return readFileSync(`/proc/${String(id)}/cmdline`, "utf8").includes("--type=renderer");
  } catch {
    return false;
  }
}

function numbersIn(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function statOf(path: string): { readonly name: string; readonly parent: number; readonly ms: number } | null {
  try {
    const text = readFileSync(path, "utf8");
    // The name stands in brackets and may hold anything.
    const end = text.lastIndexOf(")");
    const fields = text.slice(end + 2).split(" ");
    return {
      name: text.slice(text.indexOf("(") + 1, end),
      parent: Number(fields[1]),
      ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    };
  } catch {
    return null;
  }
}
