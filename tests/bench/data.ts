/**
 * How long the data take: the classroom from its seed to tables in Chromium, beside making the same tables in Node, and the full tier
 * from its seed to files. Goals: under 6 s in the page, under 60 s and 4 GB on the command line.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generateTables } from "../../src/datagen/generate.ts";
import { askWorker } from "./ask-worker.ts";
import type { DataBenchReply, DataBenchRequest } from "./data.worker.ts";

export interface DataTimes {
  readonly rows: number;
  /** Making all tables of the classroom in this process; nothing is written. */
  readonly nativeMs: number;
  /** The same in Chromium, into DuckDB-WASM; null without a browser. */
  readonly chromiumMs: number | null;
  /** The full tier as files, by the command line; null when it was left out. */
  readonly full: { readonly ms: number; readonly megabytes: number } | null;
}

export async function measureData(
  rounds: number,
  options: { readonly browser: boolean; readonly full: boolean },
): Promise<DataTimes> {
  let rows = 0;
  const native: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rows = 0;
    const before = performance.now();
    for (const table of generateTables({ tier: "classroom" })) rows += table.rowCount;
    native.push(performance.now() - before);
  }
  return {
    rows,
    nativeMs: Math.min(...native),
    chromiumMs: options.browser ? Math.min(...(await inChromium({ tier: "classroom", rounds }))) : null,
    full: options.full ? fullTier() : null,
  };
}

/** Has each Node process say on its way out how much memory it took at most. */
const TELL_MEMORY = "data:text/javascript,process.on('exit',()=>console.log('max%20'+process.resourceUsage().maxRSS))";

/** Processes of its own, so that their memory is their own; that of a helper counts as well. */
function fullTier(): { readonly ms: number; readonly megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-data-"));
  try {
    const before = performance.now();
    const command = ["--import", "tsx", resolve("scripts/data.ts"), "--tier", "full", "--out", folder];
    const child = spawnSync(process.execPath, command, {
      encoding: "utf8",
      maxBuffer: 1 << 24,
      env: { ...process.env, NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${TELL_MEMORY}` },
    });
    if (child.status !== 0) throw new Error(`The full tier could not be made:\n${child.stderr}`);
    let kilobytes = 0;
    for (const [, told] of child.stdout.matchAll(/^max (\d+)$/gm)) kilobytes += Number(told);
    return { ms: performance.now() - before, megabytes: kilobytes / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inChromium(request: DataBenchRequest): Promise<readonly number[]> {
  return (await askWorker<DataBenchRequest, DataBenchReply>("tests/bench/data.worker.ts", () => request)).ms;
}
