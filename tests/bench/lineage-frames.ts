/**
 * How smooth the lineage is: a page of the workbench in, milliseconds of scripting and layout per frame out.
 *
 *   npx tsx tests/bench/lineage-frames.ts http://127.0.0.1:4173/ [--fold=none]
 *
 * The page is moved and zoomed by wheel events as a hand would. What the main thread does between two frames is taken from the
 * browser's own trace: scripting (events, animation frames, timers, microtasks) and layout (style and layout), without paint and raster.
 * The first picture is timed from the moment at which the page has the manifest.
 */
import { chromium } from "@playwright/test";
// For the type of window.strata.
import type {} from "../../src/app/session/page-api.ts";
import { findChromium } from "../../scripts/chromium.ts";

const [url = "", ...flags] = process.argv.slice(2);
if (!/^https?:/.test(url)) {
  console.error(
    "Say which page to measure: npx tsx tests/bench/lineage-frames.ts http://127.0.0.1:4173/ [--fold=none]",
  );
  process.exit(2);
}
const fold = flags.find((flag) => flag.startsWith("--fold="))?.slice(7) ?? "";
const executablePath = findChromium() ?? undefined;
const SCRIPTING = new Set([
  "FunctionCall",
  "EvaluateScript",
  "TimerFire",
  "FireAnimationFrame",
  "EventDispatch",
  "RunMicrotasks",
]);
const LAYOUT = new Set(["UpdateLayoutTree", "Layout", "PrePaint", "HitTest"]);
const FRAME_MS = 1000 / 60;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** Time of the thread itself, without what other programs took away. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(() => {
    // The manifest comes with the worker's answer; the picture stands when the first card does.
    const marks: { manifest?: number; picture?: number } = {};
    Object.assign(window, { marks });
    new MutationObserver(() => {
      if (marks.manifest === undefined && document.querySelector("[role=tree] [role=treeitem], [data-lineage]"))
        marks.manifest = performance.now();
      if (marks.picture === undefined && document.querySelector("[data-item]")) marks.picture = performance.now();
    }).observe(document, { childList: true, subtree: true });
  });
  const query = fold === "" ? "" : `?fold=${fold}`;
  await page.goto(`${url}?tier=tiny#/lineage${query}`);
  await page.waitForSelector("[data-item]", { timeout: 120_000 });
  // Until the database is up it takes turns with the page.
  await page.evaluate(() => window.strata.ready.catch(() => undefined));
  await page.waitForTimeout(1000);
  const { marks, cards } = await page.evaluate(() => ({
    marks: (window as unknown as { marks: { manifest?: number; picture?: number } }).marks,
    cards: document.querySelectorAll("[data-item]").length,
  }));
  const first = marks.manifest === undefined || marks.picture === undefined ? null : marks.picture - marks.manifest;
  console.log(`cards drawn: ${cards}`);
  console.log(
    `first picture after the manifest: ${first === null ? "not seen" : `${Math.max(0, first).toFixed(0)} ms`}`,
  );

  const view = await page.locator("[data-lineage]").boundingBox();
  if (!view) throw new Error("There is no graph on the page.");
  await page.mouse.move(view.x + view.width / 2, view.y + view.height / 2);
  for (const [name, wheel] of [
    ["pan", (step: number) => page.mouse.wheel(step % 40 < 20 ? 24 : -24, step % 24 < 12 ? 10 : -10)],
    ["zoom", (step: number) => page.mouse.wheel(0, step % 40 < 20 ? 30 : -30)],
  ] as const) {
    if (name === "zoom") await page.keyboard.down("Control");
    const frames = await measure(() => repeat(120, wheel));
    if (name === "zoom") await page.keyboard.up("Control");
    await page.waitForTimeout(400);
    frames.sort((a, b) => a - b);
    const at = (part: number) => frames[Math.min(frames.length - 1, Math.floor(frames.length * part))] ?? 0;
    console.log(
      `${name}: scripting and layout per frame, median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, worst ${at(1).toFixed(1)} ms; ${(at(0.95) / 8).toFixed(2)} of the budget of 8 ms`,
    );
  }

  async function repeat(times: number, wheel: (step: number) => Promise<void>): Promise<void> {
    for (let step = 0; step < times; step += 1) {
      await wheel(step);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  /** Milliseconds of work in each sixtieth of a second that had any. */
  async function measure(work: () => Promise<void>): Promise<number[]> {
    await browser.startTracing(page, {
      categories: ["devtools.timeline", "disabled-by-default-devtools.timeline"],
    });
    await work();
    const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const main = trace.traceEvents.filter((event) => event.ph === "X" && event.dur !== undefined);
    const thread = busiest(main);
    const own = main.filter((event) => `${event.pid} ${event.tid}` === thread).sort((a, b) => a.ts - b.ts);
    const frames = new Map<number, number>();
    let end = 0;
    for (const event of own) {
      if (!SCRIPTING.has(event.name) && !LAYOUT.has(event.name)) continue;
      // What lies within a counted event is counted with it.
      if (event.ts < end) continue;
      end = event.ts + (event.dur ?? 0);
      const frame = Math.floor(event.ts / 1000 / FRAME_MS);
      frames.set(frame, (frames.get(frame) ?? 0) + (event.tdur ?? event.dur ?? 0) / 1000);
    }
    return [...frames.values()];
  }

  /** The thread that handles the events is the page's main thread. */
  function busiest(events: readonly TraceEvent[]): string {
    const counts = new Map<string, number>();
    for (const event of events)
      if (event.name === "EventDispatch") {
        const key = `${event.pid} ${event.tid}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
  }
} finally {
  await browser.close();
}
