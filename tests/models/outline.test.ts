import { resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { buildGraph, neighboursOf, type Graph } from "../../src/app/lineage/graph.ts";
import { listedNodes } from "../../src/app/shell/resource-tree.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import { manifestOfOutline, outlineOf } from "../../src/engine/core/outline.ts";
import { createEngine } from "../../src/engine/index.ts";
import { builtins, frozenClock } from "../support/project.ts";

let manifest: Manifest;
let outline: Manifest;

beforeAll(async () => {
  manifest = createEngine({
    files: await readProjectFiles(resolve(import.meta.dirname, "../../src/models")),
    builtins,
    env: { STRATA_DATA_DIR: "data" },
    warehouse: () => Promise.reject(new Error("Nothing is run here.")),
    clock: frozenClock,
  }).manifest;
  // As it travels: through text.
  outline = manifestOfOutline(JSON.parse(JSON.stringify(outlineOf(manifest))) as ReturnType<typeof outlineOf>);
});

/** What the picture shows of a node before anything was run. */
const seen = ({ nodes, edges }: Graph) => ({
  nodes: nodes.map(({ node, ...rest }) => ({
    ...rest,
    name: node.name,
    materialized: node.config.materialized || null,
  })),
  edges,
});

test("the lineage drawn before the engine has arrived is the one that the engine draws", () => {
  expect(seen(buildGraph(outline, null))).toEqual(seen(buildGraph(manifest, null)));
});

test("the list of resources holds the same before the engine has arrived", () => {
  const names = (from: Manifest) => listedNodes(from).map((node) => `${node.unique_id} in ${node.original_file_path}`);
  expect(names(outline)).toEqual(names(manifest));
});

test("what a node reads and what reads it is known before the engine has arrived", () => {
  for (const id of outline.nodes.keys()) expect(neighboursOf(outline, id)).toEqual(neighboursOf(manifest, id));
});

test("the outline keeps code, columns and tests out, and the day of the data in", () => {
  const text = JSON.stringify(outlineOf(manifest));
  expect(text).not.toMatch(/select|not_null/);
  expect(outline.vars).toEqual({ as_of_date: manifest.vars["as_of_date"] });
});
