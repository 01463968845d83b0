/**
 * Every lesson opens by itself, on the tables that came with the page: what was built ahead and is there all the same after a build
 * was not taken, and the lesson would take many times as long to open on a larger tier. Only a lesson that begins with a snapshot
 * waits for its button, since a snapshot is made by a command alone.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadPack } from "../../src/lessons/load.ts";
import { contentFiles } from "../lessons/content-files.ts";
import { openLesson } from "./lesson-solver.ts";
import { expect, openReady, ready, test } from "./site.ts";

const { modules } = loadPack(contentFiles()).pack;
const dist = resolve(process.env["STRATA_DIST"] ?? "dist");

/** Names of the tables that lie beside the page. */
function shippedNames(): ReadonlySet<string> {
  const { tables } = JSON.parse(readFileSync(join(dist, "data/tiny/built.json"), "utf8")) as {
    readonly tables: readonly { readonly file: string }[];
  };
  return new Set(tables.map(({ file }) => nameIn(file)));
}

function nameIn(file: string): string {
  return /([^/]+)\.table$/.exec(new URL(file, "http://local/").pathname)?.[1] ?? "";
}

// Requests that a service worker answers are not seen here.
test.use({ serviceWorkers: "block" });

for (const module of modules) {
  test(`${module.id}: each lesson begins with the tables that were built ahead`, async ({ page, site }) => {
    test.setTimeout(60_000 * module.lessons.length);
    const shipped = shippedNames();
    const notTaken: string[] = [];
    let taken = new Set<string>();
    page.on("request", (request) => void taken.add(nameIn(request.url())));
    for (const lesson of module.lessons) {
      await openReady(page, site, "#/learn");
      await page.reload();
      await ready(page);
      taken = new Set();
      await openLesson(page, module, lesson);
      const place = page.locator("[data-tables]");
      await expect(place).toHaveAttribute("data-tables", /built|missing|failed/, { timeout: 50_000 });
      const needsCommand = lesson.uses.some((name) => name.startsWith("snap_"));
      if (!needsCommand && (await place.getAttribute("data-tables")) !== "built")
        notTaken.push(`${lesson.id}: waits for its button`);
      const held = await page.evaluate(() =>
        window.strata.query("select table_name as name from duckdb_tables() where schema_name <> 'raw'"),
      );
      for (const { name } of held)
        if (shipped.has(String(name)) && !taken.has(String(name))) notTaken.push(`${lesson.id}: ${String(name)}`);
    }
    expect(notTaken, "built ahead, and built again in the page").toEqual([]);
  });
}
