/** Every exercise of three modules, from the first to the last, as a student solves them: through the page, with no help but the keyboard. */
import type { BrowserContext, Page } from "@playwright/test";
import { loadPack } from "../../src/lessons/load.ts";
import { isWritten } from "../../src/lessons/pack.ts";
import { contentFiles } from "../lessons/content-files.ts";
import { startSite, type Site } from "./server.ts";
import { buildTables, expectFinished, giveWrongAnswer, goToStep, openLesson, solve } from "./lesson-solver.ts";
import { expect, openReady, test } from "./site.ts";

const { pack, diagnostics } = loadPack(contentFiles());
/** STRATA_MODULES=m0,m1,m4 asks for others. */
const asked = process.env["STRATA_MODULES"]?.split(",") ?? ["m2", "m3", "m5"];
const modules = pack.modules.filter((module) => asked.includes(module.id));

test("the lessons' files can be read", () => {
  expect(diagnostics).toEqual([]);
  expect(new Set(modules.map((module) => module.id))).toEqual(new Set(asked));
});

for (const module of modules) {
  test.describe(module.title, () => {
    // One page for a module: what a lesson built is there for the next one. After a failure the rest begins on a page of its own.
    test.describe.configure({ mode: "default" });
    let site: Site;
    let context: BrowserContext;
    let page: Page;
    let errors: string[] = [];

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(180_000);
      site = await startSite();
      context = await browser.newContext();
      context.on("weberror", (error) => errors.push(String(error.error())));
      context.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      page = await context.newPage();
      await openReady(page, site, "#/learn");
    });
    test.afterAll(async () => {
      await context.close();
      await site.kill();
    });

    for (const lesson of module.lessons) {
      test(`${lesson.id} ${lesson.title}`, async () => {
        test.setTimeout(900_000);
        errors = [];
        await openLesson(page, module, lesson);
        await buildTables(page);
        const [first] = lesson.exercises.filter(isWritten);
        for (const [index, { parts }] of lesson.steps.entries())
          for (const part of parts) {
            const exercise = lesson.exercises.find((item) => part.kind === "exercise" && item.id === part.id);
            if (exercise === undefined) continue;
            await test.step(exercise.id, async () => {
              await goToStep(page, lesson, index + 1);
              if (exercise === first) await giveWrongAnswer(page, first);
              await solve(page, exercise);
            });
          }
        await expectFinished(page, lesson);
        expect(errors, "errors on the console").toEqual([]);
      });
    }
  });
}
