import { contentHash } from "../../src/datagen/content-hash.ts";
import { generateTables } from "../../src/datagen/generate.ts";
import { tableName } from "../../src/datagen/schema/table-schema.ts";
import { bundle } from "./bundle.ts";
import { expect, open, test } from "./site.ts";

test("the classroom is the same in a browser's worker as in Node, table by table", async ({ page, site }) => {
  test.setTimeout(600_000);
  const here: Record<string, string> = {};
  for (const table of generateTables({ tier: "classroom" })) here[tableName(table.schema)] = contentHash(table);
  const worker = await bundle("src/datagen/hash.worker.ts");
  site.mount("generator/", worker.folder);
  await open(page, site);

  const there = await page.evaluate(
    (address) =>
      new Promise<Record<string, string>>((done, fail) => {
        const generator = new Worker(address, { type: "module" });
        generator.onmessage = (event: MessageEvent<Record<string, string>>) => done(event.data);
        generator.onerror = (event) => fail(new Error(event.message));
        generator.postMessage({ tier: "classroom", seed: 42 });
      }),
    `${site.url}generator/entry.js`,
  );
  worker.remove();
  expect(there).toEqual(here);
});
