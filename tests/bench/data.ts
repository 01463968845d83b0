/**
 * How long the data take: the classroom from its seed to tables in Chromium, beside making the same tables in Node, and the full tier
 * from its seed to files. Goals: under 6 s in the page, under 60 s and 4 GB on the command line.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { provideChromium } from "../../scripts/chromium.ts";
import { generateTables } from "../../src/datagen/generate.ts";
import { bundle } from "../e2e/bundle.ts";
import { startSite } from "../e2e/server.ts";
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

/** A process of its own, so that its memory is its own. */
function fullTier(): { readonly ms: number; readonly megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "strata-bench-data-"));
  try {
    const before = performance.now();
    const code = `process.argv.push("--tier", "full", "--out", ${JSON.stringify(folder)});
      await import(${JSON.stringify(resolve("scripts/data.ts"))});
      console.log("max " + process.resourceUsage().maxRSS);`;
    const child = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code], {
      encoding: "utf8",
      maxBuffer: 1 << 24,
    });
    const kilobytes = Number(/^max (\d+)$/m.exec(child.stdout)?.[1]);
    if (child.status !== 0) throw new Error(`The full tier could not be made:\n${child.stderr}`);
    return { ms: performance.now() - before, megabytes: kilobytes / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inChromium(request: DataBenchRequest): Promise<readonly number[]> {
  const executablePath = provideChromium();
  if (!executablePath) throw new Error("There is no Chromium; run with --no-browser.");
  const worker = await bundle("tests/bench/data.worker.ts");
  const site = await startSite(resolve("public"));
  site.mount("bench/", worker.folder);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.goto(`${site.url}icon.svg`);
    const reply = (await page.evaluate(
      ([address, message]) =>
        new Promise<unknown>((done, fail) => {
          const bench = new Worker(address, { type: "module" });
          bench.onmessage = (event) => done(event.data);
          bench.onerror = (event) => fail(new Error(event.message));
          bench.postMessage(message);
        }),
      [`${site.url}bench/entry.js`, request] as const,
    )) as DataBenchReply;
    if ("trouble" in reply) throw new Error(reply.trouble);
    return reply.ms;
  } finally {
    await browser.close();
    await site.kill();
    worker.remove();
  }
}
