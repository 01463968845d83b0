/** Every model of the bundled project is walked through: its steps are counted, or the X-ray says why not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine, type NativeEngine } from "../../src/cli/native-engine.ts";
import type { Stage } from "../../src/engine/xray/xray-facts.ts";
import { XrayRun } from "../../src/engine/xray/xray-run.ts";
import type { Warehouse } from "../../src/engine/warehouse/port.ts";

let native: NativeEngine;
let warehouse: Warehouse;

beforeAll(async () => {
  native = await openNativeEngine({ projectDir: "src/models", path: ":memory:", tier: "tiny" });
  warehouse = await native.warehouse();
  const outcome = await native.engine.command("build --exclude-resource-type test unit_test");
  expect(outcome.log.at(-1)).toMatch(/ERROR=0 SKIP=0/);
}, 1_800_000);
afterAll(async () => native.close());

test(
  "every model x-rays, its clauses add up to its rows, and what is not counted has its reason",
  { timeout: 1_800_000 },
  async () => {
    const { manifest } = native.engine;
    const models = [...manifest.nodes.values()].filter(
      ({ resource_type, language }) => resource_type === "model" && language !== "python",
    );
    const reasons = new Map<string, string[]>();
    const note = (why: string, where: string): void => void reasons.set(why, [...(reasons.get(why) ?? []), where]);
    let steps = 0;
    let joins = 0;
    for (const node of models) {
      const preview = await native.engine.preview(node.unique_id, { limit: 1 });
      expect(preview.ok, node.name).toBe(true);
      if (!preview.ok) continue;
      const run = XrayRun.of(
        { warehouse, database: native.engine.project.target.database, elapsed: () => 0, testedKeys: () => [] },
        preview.value.compiled_code,
        node.name,
      );
      expect(run, `${node.name} is taken apart`).not.toBeNull();
      if (!run) continue;
      await run.open();
      for (const [index, step] of run.plan.steps.entries()) {
        const where = `${node.name}.${step.name}`;
        const facts = await run.step(index);
        steps += 1;
        for (const part of facts.parts) {
          if (part.closed) {
            note(part.closed, where);
            continue;
          }
          expect(part.stages.at(-1)?.after, `${where}: rows behind the last clause`).toBe(part.rows);
          part.stages.forEach((stage: Stage, at) => {
            if (at > 0 && stage.before !== null)
              expect(stage.before, `${where}: ${stage.kind}`).toBe(part.stages[at - 1]?.after);
            if (stage.kind === "join") joins += 1;
            if (stage.closed) note(stage.closed, `${where} ${stage.kind} ${stage.name ?? ""}`);
          });
        }
      }
      await run.close();
    }
    console.log(
      `${models.length} models, ${steps} steps, ${joins} joins; not looked into:`,
      Object.fromEntries([...reasons].map(([why, list]) => [why, list.length])),
    );
    // These say that a text was not understood, or that numbers did not add up: neither may happen in the project's own models.
    for (const why of ["not-read", "unsteady", "refused", "nested-join"])
      expect(reasons.get(why) ?? [], why).toEqual([]);
  },
);
