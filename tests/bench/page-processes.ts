/**
 * Processes below one of this machine's: the memory of all, and of Chromium the processor time of its pages and their WebAssembly
 * memory. Only Linux tells.
 *
 * Processor time is that of a page's own threads, main thread and workers: what the page would need if it had the machine to itself,
 * since one of them mostly waits for another. What other programs take away is not in it, nor what the browser compiles in the
 * background.
 */
import { readFileSync, readdirSync } from "node:fs";

/** Linux counts a second of a processor as a hundred of these. */
const TICK_MS = 10;

/** Milliseconds of all pages below a process; null where the system does not say. */
export function pageCpuTime(root: number): number | null {
  try {
    let ms = 0;
    for (const id of processesBelow(root))
      if (isRenderer(id))
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

/**
 * Bytes of the largest WebAssembly memory of the pages, that of DuckDB; 0 where the system does not say. It only grows while a page
 * lives. V8 keeps it in one piece, which is by far the largest that a page may write to.
 */
export function wasmBytes(root: number): number {
  try {
    return Math.max(0, ...processesBelow(root).filter(isRenderer).flatMap(writableBytes));
  } catch {
    return 0;
  }
}

/** Bytes that a process and all below it take, what they share counted once; 0 where the system does not say. */
export function memoryBelow(root: number): number {
  try {
    const kilobytes = [root, ...processesBelow(root)].map((id) =>
      Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${String(id)}/smaps_rollup`))?.[1] ?? 0),
    );
    return kilobytes.reduce((sum, one) => sum + one * 1024, 0);
  } catch {
    return 0;
  }
}

function processesBelow(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const id of numbersIn("/proc")) {
    const parent = statOf(`/proc/${String(id)}/stat`)?.parent;
    if (parent !== undefined) parents.set(id, parent);
  }
  return [...parents.keys()].filter((id) => {
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) if (at === root) return true;
    return false;
  });
}

function isRenderer(id: number): boolean {
  return textOf(`/proc/${String(id)}/cmdline`).includes("--type=renderer");
}

/** Sizes of what a process may write to and no file holds. */
function writableBytes(id: number): readonly number[] {
  const pieces = textOf(`/proc/${String(id)}/maps`).matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ 00:00 0\s*$/gm);
  return [...pieces].map(([, from = "0", to = "0"]) => parseInt(to, 16) - parseInt(from, 16));
}

function numbersIn(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function statOf(path: string): { readonly name: string; readonly parent: number; readonly ms: number } | null {
  const text = textOf(path);
  if (text === "") return null;
  // The name stands in brackets and may hold anything.
  const end = text.lastIndexOf(")");
  const fields = text.slice(end + 2).split(" ");
  return {
    name: text.slice(text.indexOf("(") + 1, end),
    parent: Number(fields[1]),
    ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}

/** Empty when the process has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
