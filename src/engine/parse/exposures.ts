/** Exposures and groups. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { GroupInfo, Json, RefArgs } from "../core/manifest.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { asList, isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord } from "../project/yaml.ts";
import { definitionFields } from "./definition-fields.ts";
import { createNode } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Definition } from "./properties.ts";
import { referencesOf } from "./references.ts";
import type { ParsedNode } from "./sql-nodes.ts";

const TYPES = ["dashboard", "notebook", "analysis", "ml", "application"];
const MATURITIES = ["low", "medium", "high"];

export function exposureNode({ project }: ParseContext, exposure: Definition): ParsedNode {
  const { entry, name } = exposure;
  const diagnostics: Diagnostic[] = [];
  const refuse = (message: string, hint: string, key: string): void => {
    diagnostics.push(diagnostic("P003", message, { hint, at: exposure.spanOf([key]) }));
  };
  if (!TYPES.includes(String(entry["type"])))
    refuse(`The exposure "${name}" needs a \`type\`.`, `Types are: ${TYPES.join(", ")}.`, "type");
  if (entry["maturity"] !== undefined && entry["maturity"] !== null && !MATURITIES.includes(String(entry["maturity"])))
    refuse(`The \`maturity\` of the exposure "${name}" is low, medium or high.`, "Write `maturity: high`.", "maturity");
  diagnostics.push(...ownerDiagnostics(exposure, "exposure"));

  const refs: RefArgs[] = [];
  const sources: (readonly [string, string])[] = [];
  const metrics: string[] = [];
  asList(entry["depends_on"]).forEach((item, index) => {
    const metric = typeof item === "string" ? METRIC.exec(item)?.[1] : undefined;
    if (metric !== undefined) {
      metrics.push(metric);
      return;
    }
    const at = exposure.spanOf(["depends_on", index]);
    try {
      const found = typeof item === "string" ? referencesOf(item) : { refs: [], sources: [] };
      if (found.refs.length + found.sources.length === 0)
        diagnostics.push(
          diagnostic(
            "P003",
            `An entry of \`depends_on\` of the exposure "${name}" is no ref(), source() or metric().`,
            {
              hint: "Write `- ref('orders')`.",
              at,
            },
          ),
        );
      refs.push(...found.refs);
      sources.push(...found.sources);
    } catch (error) {
      diagnostics.push({ ...templateDiagnostic(error), at });
    }
  });

  const fields = definitionFields(project, "exposure", exposure);
  const merged = fields.config;
  const tree = exposure.file.package.configTrees.exposures;
  const tags = [...new Set([...textsOf(tree["tags"]), ...textsOf(entry["tags"]), ...merged.tags])].sort();
  const meta = { ...recordOf(tree["meta"]), ...recordOf(entry["meta"]), ...merged.meta };
  const config = { ...merged, tags, meta };
  const { description: _description, depends_on: _dependsOn, tags: _tags, meta: _meta, ...rest } = entry;
  const node = createNode({
    ...fields,
    config,
    refs,
    sources,
    metrics,
    definition: toJson(rest) as Record<string, Json>,
  });
  return { node, diagnostics: diagnostics.map((found) => ({ ...found, node: node.unique_id })) };
}

const METRIC = /^\s*metric\s*\(\s*(?:'[^']*'\s*,\s*|"[^"]*"\s*,\s*)?['"]([^'"]+)['"]\s*\)\s*$/;

export function groupInfo(group: Definition): { group: GroupInfo; diagnostics: Diagnostic[] } {
  const { entry, name, file, config } = group;
  const owner = entry["owner"];
  return {
    diagnostics: ownerDiagnostics(group, "group"),
    group: {
      unique_id: `group.${file.package.name}.${name}`,
      name,
      package_name: file.package.name,
      original_file_path: file.relative,
      description: group.description,
      owner: isRecord(owner) ? (toJson(owner) as Record<string, Json>) : {},
      config: toJson({ meta: {}, ...config }) as Record<string, Json>,
      span: group.span,
    },
  };
}

function ownerDiagnostics({ entry, name, spanOf }: Definition, kind: string): Diagnostic[] {
  const owner = entry["owner"];
  if (isRecord(owner) && (owner["name"] ?? owner["email"] ?? null) !== null) return [];
  return [
    diagnostic("P003", `The ${kind} "${name}" needs an \`owner\` with a name or an email.`, {
      hint: "Write `owner: {name: Finance}`.",
      at: spanOf(["owner"]),
    }),
  ];
}

function textsOf(value: YamlRecord[string] | undefined): string[] {
  return asList(value).filter((item) => typeof item === "string");
}

function recordOf(value: YamlRecord[string] | undefined): Record<string, Json> {
  return isRecord(value) ? (toJson(value) as Record<string, Json>) : {};
}
