/** Starts Chromium on a bundle of `chromium.worker.ts` and brings back what it measured. */
import { resolve } from "node:path";
import { chromium } from "@playwright/test";
import { provideChromium } from "../../scripts/chromium.ts";
import { bundle } from "../e2e/bundle.ts";
import { startSite } from "../e2e/server.ts";
import type { BenchReply, BenchRequest, BrowserRound } from "./chromium.worker.ts";

export async function measureChromium(tier: string, rounds: number): Promise<readonly BrowserRound[]> {
  const executablePath = provideChromium();
  if (!executablePath) throw new Error("There is no Chromium; run with --no-browser.");
  const worker = await bundle("tests/bench/chromium.worker.ts");
  const site = await startSite(resolve("public"));
  site.mount("bench/", worker.folder);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${site.url}icon.svg`);
    const request: BenchRequest = {
      dataUrl: `${site.url}data/`,
      tier,
      rounds,
      asOf: Date.parse("2025-12-31T00:00:00Z"),
    };
    const reply = (await page.evaluate(
      ([address, message]) =>
        new Promise<unknown>((done, fail) => {
          const bench = new Worker(address, { type: "module" });
          bench.onmessage = (event) => done(event.data);
          bench.onerror = (event) => fail(new Error(event.message));
          bench.postMessage(message);
        }),
      [`${site.url}bench/entry.js`, request] as const,
    )) as BenchReply;
    if ("trouble" in reply) throw new Error(reply.trouble);
    return reply.rounds;
  } finally {
    await browser.close();
    await site.kill();
    worker.remove();
  }
}
