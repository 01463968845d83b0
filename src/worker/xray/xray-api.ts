/** The X-ray of one model at a time; its tables lie in a schema of their own until the next one or until it is closed. */
import { succeed } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Engine } from "../../engine/index.ts";
import type { Warehouse } from "../../engine/warehouse/port.ts";
import type { XrayRun } from "../../engine/xray/xray-run.ts";
import type { Bench } from "../workbench.ts";
import type { XrayApi } from "./protocol.ts";

export function xrayApi(bench: Bench): XrayApi {
  let ticket = 0;
  let open: { readonly run: XrayRun; readonly warehouse: Warehouse } | null = null;

  return {
    xrayOpen: (id) =>
      bench.job(async (engine, signal) => {
        open = null;
        const mine = (ticket += 1);
        // The first row of the model: whatever it reads is built then, and its text is the one that a full build would send.
        const preview = await engine.preview(id, { limit: 1, signal, onEvent: (event) => bench.emit(event) });
        if (!preview.ok) return preview;
        const warehouse = await bench.warehouse();
        const [{ XrayRun }, { testedKeys }] = await Promise.all([
          import("../../engine/xray/xray-run.ts"),
          import("../../engine/lineage/key-tests.ts"),
        ]);
        const nodes = nodesByRelation(engine);
        const node = engine.manifest.nodes.get(id);
        const keysOf = (owner: NodeId | undefined): string[][] => {
          const found = owner === undefined ? undefined : engine.manifest.nodes.get(owner);
          return found ? testedKeys(engine.manifest, found, () => null).map(({ columns }) => [...columns]) : [];
        };
        const run = XrayRun.of(
          {
            warehouse,
            database: engine.project.target.database,
            elapsed: () => bench.elapsed(),
            testedKeys: (relation) => keysOf(relation === "" ? id : nodes[relation]),
          },
          preview.value.compiled_code,
          node?.name ?? id,
        );
        if (run) {
          await run.open(signal);
          open = { run, warehouse };
        }
        const read = new Set(run?.plan.steps.flatMap(({ relations }) => relations));
        return succeed({
          ticket: mine,
          plan: run?.plan ?? null,
          nodes: Object.fromEntries(Object.entries(nodes).filter(([relation]) => read.has(relation))),
        });
      }),
    xrayStep: (mine, index) =>
      bench.job(async (_engine, signal) => {
        if (mine !== ticket || open === null || open.warehouse !== (await bench.warehouse())) return succeed(null);
        return succeed(await open.run.step(index, signal));
      }),
    xrayClose: (mine) =>
      bench.job(async () => {
        if (mine === ticket && open !== null && open.warehouse === bench.running()) await open.run.close();
        if (mine === ticket) open = null;
        return succeed(null);
      }),
  };
}

/** Relations as compiled SQL names them, without quotes and in lower case. */
function nodesByRelation(engine: Engine): Record<string, NodeId> {
  const found: Record<string, NodeId> = {};
  for (const node of engine.manifest.nodes.values()) {
    if (!node.relation_name || node.resource_type === "test") continue;
    found[node.relation_name.replaceAll('"', "").toLowerCase()] = node.unique_id;
  }
  return found;
}
