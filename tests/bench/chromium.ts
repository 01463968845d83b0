/** Starts Chromium on a bundle of `chromium.worker.ts` and brings back what it measured. */
import { askWorker } from "./ask-worker.ts";
import type { BenchReply, BenchRequest, BrowserRound } from "./chromium.worker.ts";

export async function measureChromium(tier: string, rounds: number): Promise<readonly BrowserRound[]> {
  const reply = await askWorker<BenchRequest, BenchReply>("tests/bench/chromium.worker.ts", (siteUrl) => ({
    dataUrl: `${siteUrl}data/`,
    tier,
    rounds,
    asOf: Date.parse("2025-12-31T00:00:00Z"),
  }));
  return reply.rounds;
}
