/** The whole projects of tests/projects again, on DuckDB-WASM in Chromium: the answers are those of dbt there too. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readBuiltins, readProjectFiles } from "../../src/cli/project-files.ts";
import type { Answer, Differences, Scenario } from "../projects/scenario.ts";
import { bundle, type Bundle } from "./bundle.ts";
import type { PlayReply, PlayRequest } from "./projects.worker.ts";
import { expect, open, test } from "./site.ts";

const folder = resolve(import.meta.dirname, "../projects");
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "scenario.json")));

const differences = readJson<Differences>(join(folder, "differences.json"));

let worker: Bundle;
test.beforeAll(async () => {
  worker = await bundle("tests/e2e/projects.worker.ts");
});
test.afterAll(() => worker.remove());

test("whole projects answer in the browser as dbt does", async ({ page, site }) => {
  test.setTimeout(600_000);
  site.mount("player/", worker.folder);
  await open(page, site);
  await page.evaluate((address) => {
    const player = new Worker(address, { type: "module" });
    Object.assign(window, {
      play: (request: unknown) =>
        new Promise((done, fail) => {
          player.onmessage = (event) => done(event.data);
          player.onerror = (event) => fail(new Error(event.message));
          player.postMessage(request);
        }),
    });
  }, `${site.url}player/entry.js`);
  const builtins = await readBuiltins();
  for (const name of names) {
    await test.step(name, async () => {
      const scenario = readJson<Scenario>(join(folder, name, "scenario.json"));
      const request: PlayRequest = { scenario, builtins, files: await readProjectFiles(join(folder, name)) };
      const reply = await page.evaluate(
        (message) => (window as unknown as { play(request: unknown): Promise<unknown> }).play(message),
        request as unknown,
      );
      const { answers, trouble } = reply as Partial<{ answers: readonly Answer[]; trouble: string }> & PlayReply;
      expect.soft(trouble, name).toBeUndefined();
      const expected = readJson<Answer[]>(join(folder, name, "expected.json"));
      scenario.steps.forEach((step, index) => {
        const difference = differences[name]?.[index];
        const answer = difference ? difference.ours : expected[index];
        expect.soft(answers?.[index], `${name}, step ${index + 1}: ${JSON.stringify(step)}`).toEqual(answer);
      });
    });
  }
});

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
