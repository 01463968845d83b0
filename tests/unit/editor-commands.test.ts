import { expect, test } from "vitest";
import { buildCommand, rowsQuery, selectorOf, testCommand } from "../../src/app/model/build-command.ts";
import { searchModels } from "../../src/app/model/model-search.ts";
import type { NodeResult } from "../../src/engine/core/events.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../src/engine/core/manifest.ts";

const node = (id: string, parents: string[] = [], more: Partial<ManifestNode> = {}) => {
  const [type, , ...rest] = id.split(".");
  return {
    unique_id: id,
    resource_type: type,
    name: rest.at(-1),
    source_name: type === "source" ? rest[0] : null,
    original_file_path: `models/${rest.at(-1)}.sql`,
    fqn: ["shop", rest.at(-1)],
    description: "",
    columns: {},
    depends_on: { nodes: parents, macros: [] },
    ...more,
  } as unknown as ManifestNode;
};
const orders = node("model.shop.orders", ["model.shop.stg_orders"]);
const staging = node("model.shop.stg_orders", ["source.shop.stripe.charge"], {
  columns: { paid_at: { name: "paid_at", description: "When the money came.", data_type: null, meta: {}, tags: [] } },
});
const charge = node("source.shop.stripe.charge");
const manifest = {
  nodes: new Map([orders, staging, charge].map((one) => [one.unique_id, one])),
} as unknown as Manifest;
const built = new Map<NodeId, NodeResult>([[staging.unique_id, { status: "success" } as NodeResult]]);

test("a build takes what it reads along only while that is missing or out of date", () => {
  expect(buildCommand(orders, manifest, new Map(), new Set())).toBe("dbt build --select +orders");
  expect(buildCommand(orders, manifest, built, new Set())).toBe("dbt build --select orders");
  expect(buildCommand(orders, manifest, built, new Set([staging.unique_id]))).toBe("dbt build --select +orders");
  expect(buildCommand(staging, manifest, new Map(), new Set())).toBe("dbt build --select stg_orders");
});

test("a source is tested, named and queried in dbt's way", () => {
  expect(buildCommand(charge, manifest, new Map(), new Set())).toBe("dbt test --select source:stripe.charge");
  expect(selectorOf(charge)).toBe("source:stripe.charge");
  expect(rowsQuery(charge)).toBe("select * from {{ source('stripe', 'charge') }}");
  expect(rowsQuery(orders)).toBeNull();
  expect(testCommand(orders)).toBe("dbt test --select orders");
});

test("the list finds names before columns and descriptions, by layer", () => {
  const names = (text: string) => searchModels(manifest, text).flatMap((group) => group.nodes.map((one) => one.name));
  expect(names("")).toEqual(["charge", "stg_orders", "orders"]);
  expect(names("money came")).toEqual(["stg_orders"]);
  expect(names("stripe")).toEqual(["charge"]);
  expect(names("nothing like it")).toEqual([]);
});
