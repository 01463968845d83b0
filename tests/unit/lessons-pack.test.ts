import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPack } from "../../src/lessons/load.ts";
import { verifyPack } from "../../src/lessons/verify.ts";
import type { SourceFile } from "../../src/engine/core/source-file.ts";
import { openBench } from "./lessons-engine.ts";
import type { LessonBench } from "./lessons-engine.ts";

const LESSON = "01-orders/01-count";

/** A whole pack of one lesson on one table; a test changes what it is about. */
function packFiles(change: Record<string, string | null> = {}): readonly SourceFile[] {
  const files: Record<string, string | null> = {
    "pack.yml": "{id: mini, version: 1.0.0, title: Mini}",
    "01-orders/module.yml": "{id: m1, title: Orders, summary: All about orders.}",
    [`${LESSON}/lesson.yml`]:
      "id: m1.01\ntitle: Count\nminutes: 3\nobjective: Count orders.\nuses: [orders]\nfacts:\n  total: select count(*) from {{ ref('orders') }}\nfinish: [count]",
    [`${LESSON}/lesson.md`]: "## Count\n\nThere are {{ total }} orders.\n\n::exercise m1.01.count\n",
    [`${LESSON}/checks/count.yml`]: [
      "type: sql",
      "id: m1.01.count",
      "title: Count",
      "task: Orders of each shop.",
      "file: count.sql",
      "contract: {grain: one row for each shop, key: [shop], columns: [shop, orders]}",
      'variants: [visible, "file:variants/one.sql"]',
      "anti: [anti/rows.sql]",
      "hints: [hints/1.md, hints/2.md, hints/3.md]",
      "start: start/count.sql",
      "solution: solution/count.sql",
    ].join("\n"),
    [`${LESSON}/hints/1.md`]: "What is one row?",
    [`${LESSON}/hints/2.md`]: "Group.",
    [`${LESSON}/hints/3.md`]: "`group by ____`",
    [`${LESSON}/start/count.sql`]: "select shop from {{ ref('orders') }}",
    [`${LESSON}/solution/count.sql`]:
      "select shop, count(distinct order_id) as orders from {{ ref('orders') }} group by shop",
    [`${LESSON}/anti/rows.sql`]:
      "-- code: M-COUNTROWS\n-- headline: {n} {are} too large.\n-- feedback: Do you count rows\n--   or orders?\nselect shop, count(*) as orders from {{ ref('orders') }} group by shop",
    [`${LESSON}/variants/one.sql`]:
      "-- title: one order twice\n-- relation: orders\nselect 'z' as shop, 1 as order_id from range(2)",
    ...change,
  };
  return Object.entries(files).flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
}

describe("reading a pack", () => {
  test("gives modules, lessons, steps and exercises by folder and number", () => {
    const { pack, diagnostics } = loadPack(packFiles());
    expect(diagnostics).toEqual([]);
    const lesson = pack.modules[0]?.lessons[0];
    expect([pack.modules[0]?.slug, lesson?.slug, lesson?.number]).toEqual(["orders", "count", 1]);
    expect(lesson?.steps.map((step) => step.parts.map((part) => part.kind))).toEqual([["prose", "exercise"]]);
    const exercise = lesson?.exercises[0];
    expect(exercise?.type === "sql" && [exercise.anti[0]?.feedback, exercise.variants[1]]).toEqual([
      "Do you count rows or orders?",
      {
        kind: "file",
        title: "one order twice",
        relations: [{ model: "orders", sql: "select 'z' as shop, 1 as order_id from range(2)" }],
      },
    ]);
  });

  test.each([
    ["a file that a check names is missing", { [`${LESSON}/solution/count.sql`]: null }, "solution/count.sql"],
    [
      "a key is misspelt",
      {
        [`${LESSON}/lesson.yml`]:
          "id: m1.01\ntitel: Count\nminutes: 3\nobjective: x\nuses: []\nfacts: {total: select 1}",
      },
      '"titel"',
    ],
    [
      "an exercise in the text does not exist",
      { [`${LESSON}/lesson.md`]: "## A\n\n{{ total }}\n\n::exercise nowhere" },
      '"::exercise nowhere"',
    ],
    [
      "a fact is not defined",
      { [`${LESSON}/lesson.md`]: "## A\n\n{{ profit }}\n\n::exercise m1.01.count" },
      'fact "profit"',
    ],
    [
      "two ids are the same",
      { "01-orders/module.yml": "{id: m1.01, title: Orders, summary: x}" },
      '"m1.01" is used twice',
    ],
    ["a hint is missing", { [`${LESSON}/hints/3.md`]: null }, "hints/3.md"],
    ["an anti-solution has no code", { [`${LESSON}/anti/rows.sql`]: "select 1" }, 'no "code"'],
    [
      "text stands before the first step",
      { [`${LESSON}/lesson.md`]: "Hello\n\n## A\n::exercise m1.01.count" },
      "before the first step",
    ],
    ["a YAML file is broken", { [`${LESSON}/checks/count.yml`]: "type: [sql" }, "checks/count.yml"],
    ["a variant file replaces nothing", { [`${LESSON}/variants/one.sql`]: "select 1" }, "replaces no model"],
  ])("reports when %s", (_, change, words) => {
    const { diagnostics } = loadPack(packFiles(change));
    const found = diagnostics.find((problem) => problem.message.includes(words));
    expect(found?.code).toMatch(/^(L001|P001)$/);
    expect(found?.hint).not.toBeNull();
  });
});

describe("proving a pack", () => {
  let bench: LessonBench;
  beforeAll(async () => {
    bench = await openBench({
      orders: "select * from (values ('a', 1), ('a', 1), ('a', 2), ('b', 3)) as orders (shop, order_id)",
    });
  });
  afterAll(async () => bench.warehouse.close());

  test("finds nothing wrong with a sound one", async () => {
    const report = await verifyPack({ files: packFiles(), engine: bench.engine });
    expect(report.diagnostics).toEqual([]);
    expect(report.proven).toContain("m1.01.count: anti/rows.sql gets M-COUNTROWS");
  });

  test.each([
    [
      "the start passes",
      {
        [`${LESSON}/start/count.sql`]:
          "select shop, count(distinct order_id) as orders from {{ ref('orders') }} group by shop",
      },
      "passes already",
    ],
    [
      "the solution is forbidden to itself",
      { [`${LESSON}/solution/count.sql`]: "select shop, count(*) as orders from orders group by shop" },
      "does not pass",
    ],
    [
      "an anti-solution is right",
      {
        [`${LESSON}/anti/rows.sql`]:
          "-- code: M-COUNTROWS\n-- headline: x\n-- feedback: x\nselect shop, count(distinct order_id) as orders from {{ ref('orders') }} group by 1",
      },
      "instead of M-COUNTROWS",
    ],
    ["the first hint gives SQL away", { [`${LESSON}/hints/1.md`]: "```sql\nselect 1\n```" }, "first hint"],
    [
      "there is too much to read first",
      { [`${LESSON}/lesson.md`]: `## A\n\n${"word ".repeat(151)}{{ total }}\n\n::exercise m1.01.count` },
      "words before the first action",
    ],
    [
      "a fact fails",
      {
        [`${LESSON}/lesson.yml`]:
          "id: m1.01\ntitle: Count\nminutes: 3\nobjective: x\nuses: [orders]\nfacts: {total: select nothing from nowhere}",
      },
      '"total"',
    ],
    [
      "a model does not exist",
      {
        [`${LESSON}/lesson.yml`]:
          "id: m1.01\ntitle: Count\nminutes: 3\nobjective: x\nuses: [invoices]\nfacts: {total: select 1}",
      },
      '"invoices"',
    ],
    [
      "a hidden table lacks a column",
      {
        [`${LESSON}/variants/one.sql`]:
          "-- title: one\n-- relation: orders\nselect 'z' as shop, 'x' as order_id from range(2)",
      },
      "retypes order_id",
    ],
  ])("finds that %s", async (_, change, words) => {
    const report = await verifyPack({ files: packFiles(change), engine: bench.engine });
    expect(report.diagnostics.map((problem) => problem.message).join("\n")).toContain(words);
  });

  test("finds two anti-solutions that nothing tells apart", async () => {
    const anti = (code: string): string =>
      `-- code: ${code}\n-- headline: x\n-- feedback: x\nselect shop, count(*) as orders from {{ ref('orders') }} group by shop`;
    const check =
      packFiles()
        .find((file) => file.path.endsWith("count.yml"))
        ?.text.replace("[anti/rows.sql]", "[anti/rows.sql, anti/more.sql]") ?? "";
    const files = packFiles({
      [`${LESSON}/checks/count.yml`]: check,
      [`${LESSON}/anti/rows.sql`]: anti("M-A"),
      [`${LESSON}/anti/more.sql`]: anti("M-B"),
    });
    const report = await verifyPack({ files, engine: bench.engine });
    expect(report.diagnostics.map((problem) => problem.message).join("\n")).toContain(
      "gets M-A instead of M-B with its own words",
    );
  });
});
