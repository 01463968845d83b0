/**
 * A picture of every dashboard of the page that is open, and how long each takes to stand: from the address to the last tile's mark.
 * Pictures are WebP, made by the browser itself: a tenth of the PNG, and the docs hold seventeen of them.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";

/** What all tiles of all dashboards stand on. */
export const DASHBOARDS_NEED = "build --select +exposure:* --resource-type model seed snapshot";

/** The best quality with which a picture stays below the most bytes. */
const QUALITIES = [0.82, 0.7, 0.55, 0.4];
const MOST_BYTES = 140_000;
const WIDTH = 1280;

export interface Rendered {
  readonly name: string;
  readonly title: string;
  /** From the address to the last tile. */
  readonly ms: number;
  readonly tiles: number;
  /** Words of tiles that show neither rows nor a mark. */
  readonly without: readonly string[];
}

/** Names of all dashboards, as the page lists them. */
export async function dashboardNames(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => void (location.hash = "#/dashboards"));
  const links = page.locator('main a[href^="#/dashboard/"]');
  await links.first().waitFor();
  const addresses = await links.evaluateAll((found) => found.map((link) => link.getAttribute("href") ?? ""));
  return [...new Set(addresses.map((address) => address.replace("#/dashboard/", "").replace(/\?.*$/, "")))];
}

/** Opens one and waits until each tile shows what it has to show. */
export async function renderDashboard(page: Page, name: string): Promise<Rendered> {
  await page.evaluate(() => void (location.hash = "#/dashboards"));
  await page.locator('main a[href^="#/dashboard/"]').first().waitFor();
  // What tsx adds to functions with a name is not there in the page.
  await page.evaluate("globalThis.__name ??= (named) => named");
  return page.evaluate(
    (dashboard) =>
      new Promise<Rendered>((done) => {
        const started = performance.now();
        const stands = (tile: Element): boolean => {
          const drawing = tile.querySelector(".drawing");
          if (drawing !== null) return drawing.querySelector("svg") !== null;
          return tile.querySelector(".figure, table, .failed, .quiet strong, [role=alert]") !== null;
        };
        const look = (): void => {
          const tiles = [...document.querySelectorAll("main article.tile")];
          const isThere = location.hash === `#/dashboard/${dashboard}` && tiles.length > 0;
          if (!(isThere && tiles.every(stands)) && performance.now() - started < 30_000) {
            requestAnimationFrame(look);
            return;
          }
          const ms = performance.now() - started;
          done({
            name: dashboard,
            title: document.querySelector("main h1")?.textContent.trim() ?? dashboard,
            ms: Math.round(ms),
            tiles: tiles.length,
            without: tiles
              .filter((tile) => tile.querySelector(".figure, table tbody tr, .drawing svg") === null)
              .map((tile) => tile.textContent.trim().slice(0, 120)),
          });
        };
        location.hash = `#/dashboard/${dashboard}`;
        requestAnimationFrame(look);
      }),
    name,
  );
}

export async function takeDashboards(page: Page, out: string, names?: readonly string[]): Promise<readonly Rendered[]> {
  mkdirSync(out, { recursive: true });
  await page.setViewportSize({ width: WIDTH, height: 900 });
  const rendered: Rendered[] = [];
  for (const name of names ?? (await dashboardNames(page))) {
    // The second visit: the first one also fetches the code that draws.
    await renderDashboard(page, name);
    const found = await renderDashboard(page, name);
    rendered.push(found);
    // As high as its tiles, so that the whole of it is in the picture.
    const height = await page.evaluate(() => {
      // What scrolls around the tiles; a long table scrolls inside its own.
      let more = 0;
      let around = document.querySelector("main article.tile")?.parentElement ?? null;
      for (; around !== null; around = around.parentElement)
        more = Math.max(more, around.scrollHeight - around.clientHeight);
      return window.innerHeight + more;
    });
    await page.setViewportSize({ width: WIDTH, height: Math.min(height, 2400) });
    await page.waitForTimeout(400);
    const png = (await page.locator("main").screenshot()).toString("base64");
    const webp = await page.evaluate(
      async ({ picture, qualities, most }) => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = image.width;
        canvas.height = image.height;
        canvas.getContext("2d", { alpha: false })?.drawImage(image, 0, 0);
        const made = qualities.map((quality) => canvas.toDataURL("image/webp", quality).split(",")[1] ?? "");
        return made.find((text) => text.length * 0.75 <= most) ?? made.at(-1) ?? "";
      },
      { picture: png, qualities: QUALITIES, most: MOST_BYTES },
    );
    const bytes = Buffer.from(webp, "base64");
    writeFileSync(resolve(out, `${name}.webp`), bytes);
    console.log(`${name}.webp: ${(bytes.length / 1000).toFixed(0)} kB, ${found.tiles} tiles, ${found.ms} ms`);
    for (const tile of found.without) console.log(`  shows nothing: ${tile}`);
    await page.setViewportSize({ width: WIDTH, height: 900 });
  }
  return rendered;
}
