/** A metric and the project -> how it is made, which tests hold it to its word, and where it lies between sources and dashboards. */
import { measuresOf, metricFacts } from "../../engine/catalog/metric.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { madeIn, type Made } from "./made-in.ts";
import { askSql } from "./metric-sql.ts";
import type { MetricCheck, MetricEntry, MetricPage } from "./protocol.ts";

/** Models that turn all wide tables into long ones: tests of these hold for every metric. */
const LONG = /^metrics_(unified|unified_domains|api)$/;
const LIST = "metric_definitions";
/** How much of the making of a column is shown. */
const MOST_STEPS = 8;

export function metricPage(manifest: Manifest, entry: MetricEntry): MetricPage {
  const nodes = [...manifest.nodes.values()];
  const model = nodes.find((node) => node.resource_type === "model" && node.name === entry.model) ?? null;
  const dbt = entry.node === null ? undefined : manifest.nodes.get(entry.node);
  return {
    made: model === null ? [] : steps(model.raw_code, entry.name),
    query:
      (model === null ? null : askSql(entry, model)) ??
      (dbt === undefined ? "" : metricFacts(dbt, measuresOf(manifest)).sql),
    checks: model === null ? [] : checksOf(nodes, entry, model),
    path: {
      reads: model?.depends_on.nodes.filter((id) => manifest.nodes.has(id)) ?? [],
      model: model?.unique_id ?? null,
      readers: model === null ? [] : readersOf(nodes, model.unique_id),
    },
  };
}

/**
 * Where the column gets its value, then what its expressions name, as far as earlier steps of the same model make it. Another column
 * of the same step is no part of it, even when it has the name.
 */
function steps(sql: string, column: string): MetricPage["made"] {
  const found: Made[] = [...madeIn(sql, column)].reverse();
  const seen = new Set([column]);
  for (let at = 0; at < found.length && found.length < MOST_STEPS; at++) {
    const part = found[at]!;
    for (const name of part.sql.match(/\b[a-z_][a-z0-9_]*\b/g) ?? []) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const made of [...madeIn(sql, name)].reverse())
        if (made.step !== part.step && !found.some((other) => other.sql === made.sql)) found.push(made);
    }
  }
  return found.slice(0, MOST_STEPS);
}

function checksOf(nodes: readonly ManifestNode[], entry: MetricEntry, model: ManifestNode): readonly MetricCheck[] {
  const mentions = new RegExp(`\\b${entry.name}\\b`);
  const checks: MetricCheck[] = [];
  for (const node of nodes) {
    const reads = (name: string | RegExp): boolean =>
      node.depends_on.nodes.some((id) => {
        const last = id.split(".").at(-1) ?? "";
        return typeof name === "string" ? last === name : name.test(last);
      });
    if (node.resource_type === "unit_test") {
      if (reads(model.name) && mentions.test(JSON.stringify(node.unit_test?.expect.rows ?? "")))
        checks.push({ id: node.unique_id, text: node.description || node.name, kind: "example" });
    } else if (node.resource_type === "test") {
      if (node.attached_node === model.unique_id && node.column_name === entry.name)
        checks.push({ id: node.unique_id, text: genericText(node), kind: "column" });
      else if (node.attached_node === model.unique_id && node.column_name === null) {
        if (mentions.test(JSON.stringify(node.test_metadata?.kwargs ?? {})))
          checks.push({ id: node.unique_id, text: genericText(node), kind: "model" });
      } else if (node.attached_node === null) {
        const text = node.raw_code;
        if ((reads(model.name) || reads(LONG)) && mentions.test(text))
          checks.push({ id: node.unique_id, text: firstNote(text) || node.name, kind: "model" });
        else if (reads(LIST) && reads(LONG) && heldByAll(text, entry))
          checks.push({ id: node.unique_id, text: firstNote(text) || node.name, kind: "all" });
      }
    }
  }
  return checks;
}

/** A test over the whole list may leave some metrics out; what it says about `null_rule` and the company tells which. */
function heldByAll(text: string, entry: MetricEntry): boolean {
  const rule = /null_rule like '([^%']*)%'/.exec(text)?.[1];
  if (rule !== undefined && !entry.nullRule.startsWith(rule)) return false;
  return !/entity_type = 'company'/.test(text) || entry.entities.includes("company");
}

/** The sentence that a singular test begins with. */
function firstNote(sql: string): string {
  const lines: string[] = [];
  for (const line of sql.split("\n")) {
    if (!line.startsWith("--")) break;
    lines.push(line.replace(/^--\s*/, "").trim());
  }
  return lines.join(" ");
}

function genericText(node: ManifestNode): string {
  const kwargs = node.test_metadata?.kwargs ?? {};
  const given = Object.entries(kwargs)
    .filter(([name]) => name !== "model" && name !== "column_name")
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
  const name = (node.test_metadata?.name ?? node.name).replaceAll("_", " ");
  return given === "" ? name : `${name}: ${given}`;
}

/** Dashboards that show it, else the models that read it. */
function readersOf(nodes: readonly ManifestNode[], id: NodeId): readonly NodeId[] {
  const reading = nodes.filter((node) => node.depends_on.nodes.includes(id));
  return reading
    .filter((node) => node.resource_type === "exposure" || node.resource_type === "model")
    .sort((a, b) => Number(b.resource_type === "exposure") - Number(a.resource_type === "exposure"))
    .map((node) => node.unique_id);
}
