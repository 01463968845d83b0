/** Bundles a worker, asks it one thing in Chromium and brings back its answer. What the worker could not do is thrown here. */
import { resolve } from "node:path";
import { chromium } from "@playwright/test";
import { provideChromium } from "../../scripts/chromium.ts";
import { bundle } from "../e2e/bundle.ts";
import { startSite } from "../e2e/server.ts";
import { CHROMIUM_FLAGS } from "./built-page.ts";

/** `message` is given the address of the site that serves `public/` and the worker. */
export async function askWorker<Request, Reply extends object>(
  entry: string,
  message: (siteUrl: string) => Request,
): Promise<Exclude<Reply, { readonly trouble: string }>> {
  const executablePath = provideChromium();
  if (!executablePath) throw new Error("There is no Chromium; run with --no-browser.");
  const worker = await bundle(entry);
  const site = await startSite(resolve("public"));
  site.mount("bench/", worker.folder);
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const page = await browser.newPage();
    await page.goto(`${site.url}icon.svg`);
    const reply = (await page.evaluate(
      ([address, request]) =>
        new Promise<unknown>((done, fail) => {
          const bench = new Worker(address, { type: "module" });
          bench.onmessage = (event) => done(event.data);
          bench.onerror = (event) => fail(new Error(event.message));
          bench.postMessage(request);
        }),
      [`${site.url}bench/entry.js`, message(site.url)] as const,
    )) as Reply;
    if ("trouble" in reply) throw new Error(String(reply.trouble));
    return reply as Exclude<Reply, { readonly trouble: string }>;
  } finally {
    await browser.close();
    await site.kill();
    worker.remove();
  }
}
