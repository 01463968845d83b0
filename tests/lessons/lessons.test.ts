/** Every bundled lesson, proven on the project as it is: native DuckDB, the tiny tier. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { openSeedEngines } from "../../src/cli/seed-engines.ts";
import type { Engine } from "../../src/engine/index.ts";
import { tableRows } from "../../src/engine/core/table.ts";
import { checkAnswer } from "../../src/lessons/check.ts";
import type { SeedEngines } from "../../src/lessons/engine-port.ts";
import { loadPack } from "../../src/lessons/load.ts";
import { verifyPack } from "../../src/lessons/verify.ts";
import { contentFiles } from "./content-files.ts";

const files = contentFiles();
const { pack, diagnostics } = loadPack(files);
const lessons = pack.modules.flatMap((module) => module.lessons);

/** Hidden variants on companies of other seeds take as long as all others together: they are asked with the long tests. */
const asksOtherCompanies = process.env["STRATA_LONG"] === "1";

let engine: Engine;
let seeds: SeedEngines;
let close: () => Promise<void>;
beforeAll(async () => {
  const native = await openNativeEngine({
    projectDir: "src/models",
    tier: "tiny",
    path: ":memory:",
    settings: { threads: "1" },
  });
  ({ engine, close } = native);
  seeds = openSeedEngines(native, "src/models");
  const needed = [...new Set(lessons.flatMap((lesson) => lesson.uses))].map((name) => `+${name}`).join(" ");
  const built = await engine.command(`build --select ${needed} --resource-type model seed snapshot`);
  expect([built.exitCode, built.diagnostics.map((problem) => problem.message)]).toEqual([0, []]);
}, 300_000);
afterAll(async () => close());

test("the pack's files fit together", () => {
  expect(diagnostics).toEqual([]);
  expect(lessons.length).toBeGreaterThan(0);
});

test.each(lessons.map((lesson) => lesson.id))(
  "lesson %s: start fails, solution passes, each mistake gets its own code",
  { timeout: 120_000 },
  async (lesson) => {
    // `strata lessons verify` holds the time that a check may take; this machine may be busy.
    const others = asksOtherCompanies ? { seeds } : {};
    const report = await verifyPack({ files, engine, ...others, lessons: [lesson], budgetMs: Infinity });
    expect(report.diagnostics.map((problem) => `${problem.message} ${problem.hint ?? ""}`)).toEqual([]);
    expect(report.proven.length).toBeGreaterThan(0);
    if (!asksOtherCompanies) return;
    for (const exercise of lessons.find(({ id }) => id === lesson)?.exercises ?? [])
      if ("variants" in exercise)
        expect(report.proven).toContain(`${exercise.id}: the solution passes on ${exercise.variants.length} data sets`);
  },
);

test("rebuilding today from history gives the rows of entity_customers", async () => {
  const exercise = lessons
    .find((lesson) => lesson.id === "m2.04")
    ?.exercises.find((item) => item.id === "m2.04.rebuild");
  const rebuilt = await engine.query(exercise?.type === "sql" ? exercise.solution : "", { limit: Infinity });
  const atomic = await engine.query(
    "select customer_id, subscription_status, plan, monthly_recurring_revenue from {{ ref('entity_customers') }}",
    { limit: Infinity },
  );
  if (!rebuilt.ok || !atomic.ok) throw new Error("a query failed");
  const sorted = (table: typeof atomic.value.table): string[] =>
    tableRows(table)
      .map((row) => Object.values(row).join("|"))
      .sort();
  expect(sorted(rebuilt.value.table)).toEqual(sorted(atomic.value.table));
});

test("an answer in another shape passes on the real project, and reports its time", async () => {
  const outcome = await checkAnswer({
    files,
    engine,
    lesson: "m2.04",
    exercise: "m2.04.rebuild",
    answer:
      "select plan, monthly_recurring_revenue, subscription_status, customer_id from {{ ref('entity_customers_history') }} where is_current;",
  });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  expect([outcome.value.passed, outcome.value.headline]).toEqual([
    true,
    "Correct, on this data and on the hidden data.",
  ]);
  expect(outcome.value.elapsed_ms).toBeGreaterThan(0);
});
