/** The dbt commands behind live mode's buttons. */
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { RippleView } from "../../worker/protocol.ts";

/**
 * What builds for real what was built on trial. A failing test would hold back what reads its model, though the author has seen it and
 * accepts; so with one, models are run and tests follow.
 */
export function acceptCommands(view: RippleView, manifest: Manifest): string[] {
  const ids = view.nodes
    .filter(({ state, root }) => TO_BUILD.has(state) || (root && state === "same"))
    .map(({ id }) => id);
  const nodes = ids.flatMap((id) => manifest.nodes.get(id) ?? []);
  if (nodes.length === 0) return [];
  const names = (list: readonly ManifestNode[]): string => list.map(({ name }) => name).join(" ");
  const failing = view.flipped.filter(({ now }) => now === "fail" || now === "error");
  if (failing.length === 0) return [`dbt build --select ${names(nodes)}`];
  const seeds = nodes.filter(({ resource_type: type }) => type === "seed");
  const others = nodes.filter(({ resource_type: type }) => type !== "seed");
  return [
    ...(seeds.length > 0 ? [`dbt seed --select ${names(seeds)}`] : []),
    ...(others.length > 0 ? [`dbt run --select ${names(others)}`] : []),
    `dbt test --select ${failing.map(({ name }) => name).join(" ")}`,
  ];
}

const TO_BUILD = new Set(["changed", "new", "left-out"]);

/** The model, all that reads it and all that those read: `@` in dbt's grammar. */
export function baselineCommand(node: ManifestNode): string {
  return `dbt build --select @${node.name} --exclude-resource-type test unit_test`;
}
