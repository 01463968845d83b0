import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { bundle } from "./bundle.ts";
import { expect, open, test } from "./site.ts";

const golden = JSON.parse(readFileSync(resolve(import.meta.dirname, "../unit/datagen/golden.json"), "utf8")) as {
  readonly tiers: { readonly tiny: Readonly<Record<string, string>> };
};

test("the generator makes the same seed data in a browser's worker as in Node", async ({ page, site }) => {
  const worker = await bundle("src/datagen/hash.worker.ts");
  site.mount("generator/", worker.folder);
  await open(page, site);

  const hashes = await page.evaluate(
    (address) =>
      new Promise<Record<string, string>>((done, fail) => {
        const generator = new Worker(address, { type: "module" });
        generator.onmessage = (event: MessageEvent<Record<string, string>>) => done(event.data);
        generator.onerror = (event) => fail(new Error(event.message));
        generator.postMessage({ tier: "tiny", seed: 42 });
      }),
    `${site.url}generator/entry.js`,
  );
  worker.remove();
  expect(hashes).toEqual(golden.tiers.tiny);
});
