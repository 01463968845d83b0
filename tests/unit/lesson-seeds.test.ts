/** Hidden variants `seed:N`: an answer must hold on another company's data, which are made one table at a time behind the scenes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HiddenData, type HiddenSession } from "../../src/app/learn/hidden-data.svelte.ts";
import { diagnostic, fail, succeed, type Outcome } from "../../src/engine/core/errors.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../src/engine/core/manifest.ts";
import { createCancelSource } from "../../src/engine/core/signal.ts";
import type { Engine } from "../../src/engine/index.ts";
import { checkAnswer } from "../../src/lessons/check.ts";
import type { SeedEngine } from "../../src/lessons/engine-port.ts";
import type { Lesson } from "../../src/lessons/pack.ts";
import { SeedRoom } from "../../src/worker/lessons/seed-room.ts";
import type { CheckReport } from "../../src/worker/protocol.ts";
import { openBench, type LessonBench } from "./lessons-engine.ts";

const LESSON = "01-orders/01-count";
const files = Object.entries({
  "pack.yml": "{id: mini, version: 1.0.0, title: Mini}",
  "01-orders/module.yml": "{id: m1, title: Orders, summary: All about orders.}",
  [`${LESSON}/lesson.yml`]: "id: m1.01\ntitle: Count\nminutes: 3\nobjective: Count.\nuses: [orders]\nfinish: [count]",
  [`${LESSON}/lesson.md`]: "## Count\n\n::exercise m1.01.count\n",
  [`${LESSON}/checks/count.yml`]: [
    "type: sql\nid: m1.01.count\ntitle: Count\ntask: Orders of each shop.\nfile: count.sql",
    "contract: {grain: one row for each shop, key: [shop], columns: [shop, orders]}",
    'variants: [visible, "seed:7"]\nhints: [a, b, "____"]\nstart: start.sql\nsolution: solution.sql',
  ].join("\n"),
  [`${LESSON}/start.sql`]: "select 1",
  [`${LESSON}/solution.sql`]: "select shop, count(*) as orders from {{ ref('orders') }} group by shop",
}).map(([path, text]) => ({ path, text }));

const RIGHT = "select orders.shop, count(order_id) as orders from {{ ref('orders') }} group by orders.shop";
const LUCKY = "select distinct shop, 2 as orders from {{ ref('orders') }}";

let bench: LessonBench;
let other: SeedEngine;
const stoodUp: NodeId[][] = [];
beforeAll(async () => {
  bench = await openBench({
    orders: "select * from (values ('a', 1), ('a', 2), ('b', 3), ('b', 4)) as given (shop, order_id)",
    shops: "select 'a' as shop",
  });
  await bench.warehouse.execute(
    "create schema strata.elsewhere; create table strata.elsewhere.orders as select 'a' as shop, 1 as order_id from range(3)",
  );
  const nodes = [...bench.engine.manifest.nodes].map(([id, node]): [NodeId, ManifestNode] => [
    id,
    { ...node, relation_name: `"strata"."elsewhere"."${node.name}"` },
  ]);
  other = {
    manifest: { nodes: new Map(nodes) } as unknown as Manifest,
    standUp: (ids) => (stoodUp.push([...ids]), Promise.resolve(succeed([]))),
  };
});
afterAll(async () => bench.warehouse.close());

async function check(answer: string, seeds?: (seed: number) => Promise<Outcome<SeedEngine>>): Promise<CheckReport> {
  const request = { files, engine: bench.engine, lesson: "m1.01", exercise: "m1.01.count", answer };
  const outcome = await checkAnswer({ ...request, ...(seeds === undefined ? {} : { seeds }) });
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

describe("another company's data", () => {
  const seeds = (seed: number) => (expect(seed).toBe(7), Promise.resolve(succeed(other)));

  test("refuse an answer that holds on the visible data only, and say so", async () => {
    const report = await check(LUCKY, seeds);
    expect([report.passed, report.headline.split(":")[0], report.detail?.includes("another company, seed 7")]).toEqual([
      false,
      "Right on the data that you see, not on other data",
      true,
    ]);
    expect((await check(RIGHT, seeds)).passed).toBe(true);
  });

  test("are built as far as the query reads them, and no further", async () => {
    stoodUp.length = 0;
    await check(RIGHT, seeds);
    expect([...new Set(stoodUp.flat())]).toEqual(["model.strata.orders"]);
  });

  test("are passed over where nobody makes them; trouble with them is told, and no answer passes by it", async () => {
    expect((await check(LUCKY)).passed).toBe(true);
    const gone = diagnostic("D007", "The worker that makes the data stopped.", { hint: "Run it again." });
    await expect(check(RIGHT, () => Promise.resolve(fail(gone)))).rejects.toThrow(
      "The worker that makes the data stopped.",
    );
  });
});

describe("behind the scenes", () => {
  const lesson = {
    id: "m1.01",
    exercises: [
      {
        solution: "select * from {{ ref('c') }}",
        variants: [{ kind: "visible" }, { kind: "seed", seed: 7, title: "" }],
      },
    ],
  } as unknown as Lesson;

  /** An engine in which `c` needs `b` needs `a`. */
  function engineOf(held: Set<string>): Engine {
    const nodes = new Map(
      ["a", "b", "c"].map((name) => [name, { unique_id: name, name, relation_name: name, resource_type: "model" }]),
    );
    const standUp = (ids: readonly string[], { mostTables }: { mostTables: number }) => {
      const needed = ["a", "b", "c"].slice(0, Math.max(...ids.map((id) => "abc".indexOf(id))) + 1);
      const missing = needed.filter((name) => !held.has(name));
      if (missing.length > mostTables) return Promise.resolve(succeed(missing));
      for (const name of missing) held.add(name);
      return Promise.resolve(succeed([]));
    };
    return { manifest: { nodes }, standUp } as unknown as Engine;
  }

  test("each step builds one table, and says how many are left", async () => {
    const held = new Set<string>();
    let opened = 0;
    const room = new SeedRoom({ openOtherSeed: () => ((opened += 1), Promise.resolve(succeed(engineOf(held)))) });
    const { signal } = createCancelSource();
    const left: unknown[] = [];
    for (let at = 0; at < 4; at += 1) {
      const step = await room.step(lesson, signal);
      left.push([step.ok && step.value, held.size]);
    }
    expect([left, opened]).toEqual([
      [
        [2, 1],
        [1, 2],
        [0, 3],
        [0, 3],
      ],
      1,
    ]);
  });

  test("after the tables the references are run ahead, also anew, but never without end", async () => {
    const asked: string[] = [];
    const answers = [0, 2, 1, 0, 1, 1];
    const api = {
      lessonSeedStep: () => (asked.push("table"), Promise.resolve(succeed(answers.shift() ?? 0))),
      lessonReferenceStep: () => (asked.push("reference"), Promise.resolve(succeed(answers.shift() ?? 0))),
    };
    const session = {
      run: { running: false },
      ask: (call: (given: typeof api) => unknown) => call(api),
    } as unknown as HiddenSession;
    const hidden = new HiddenData(lesson, session);
    await hidden.goOn();
    expect([hidden.left, hidden.ready, asked]).toEqual([0, true, ["table", "reference", "reference", "reference"]]);
    await hidden.goOn();
    expect([hidden.ready, asked.length, answers]).toEqual([true, 6, []]);
  });

  test("the page goes on step by step, stops for a command, and takes up again where it was", async () => {
    const steps = [2, 1, 0];
    const run = { running: false };
    const session = {
      run,
      ask: () => {
        const left = steps.shift();
        if (left === 1) run.running = true;
        return Promise.resolve(left === undefined ? fail(diagnostic("W005", "No.", { hint: "No." })) : succeed(left));
      },
    } as unknown as HiddenSession;
    const hidden = new HiddenData(lesson, session);
    await hidden.goOn();
    expect(hidden.left).toBe(1);
    run.running = false;
    await hidden.goOn();
    expect([hidden.left, steps]).toEqual([0, []]);
  });
});
