/** The built page (`npm run build` first) in a Chromium of its own, whose processor time can be told apart. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium, type BrowserContext } from "@playwright/test";
import { provideChromium } from "../../scripts/chromium.ts";
import { startSite, type Site } from "../e2e/server.ts";
import { pageCpuTime, wasmBytes } from "./page-processes.ts";

export interface BuiltPage {
  readonly site: Site;
  readonly context: BrowserContext;
  /** Processor time of the page so far; null where the system does not say. */
  readonly cpu: () => number | null;
  /** Bytes of DuckDB's WebAssembly memory; 0 where the system does not say. */
  readonly wasm: () => number;
}

export interface Spent {
  readonly ms: number;
  /** Processor time of the page meanwhile; null where the system does not say. */
  readonly cpuMs: number | null;
}

/** Folder of the built page. */
export const dist = resolve(process.env["STRATA_DIST"] ?? "dist");

/** Chromium refuses to run as root with its sandbox; the others keep it from asking anything of the network. */
export const CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];

export async function onBuiltPage<T>(work: (page: BuiltPage) => Promise<T>): Promise<T> {
  const executablePath = provideChromium();
  if (!executablePath) throw new Error("There is no Chromium; run with --no-browser.");
  if (!existsSync(join(dist, "index.html"))) throw new Error(`There is no page in ${dist}: npm run build makes it.`);
  const site = await startSite();
  const server = await chromium.launchServer({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "allow" });
    const id = server.process().pid ?? -1;
    return await work({ site, context, cpu: () => pageCpuTime(id), wasm: () => wasmBytes(id) });
  } finally {
    await server.close();
    await site.kill();
  }
}

/** How long it takes, and how much of the processor the page needs meanwhile. */
export async function spent(cpu: BuiltPage["cpu"], work: () => Promise<unknown>): Promise<Spent> {
  const before = cpu();
  const begun = performance.now();
  await work();
  const ms = performance.now() - begun;
  const after = cpu();
  return { ms, cpuMs: before === null || after === null ? null : after - before };
}

export function told({ ms, cpuMs }: Spent): string {
  return `${ms.toFixed(0)} ms${cpuMs === null ? "" : ` (cpu ${cpuMs.toFixed(0)})`}`;
}
