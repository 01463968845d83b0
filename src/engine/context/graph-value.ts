/** `graph`: everything in the project, by unique id, as dbt's dictionaries. Empty while parsing. */
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { fromJson } from "../jinja/convert.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { Namespace } from "./modules/class-object.ts";
import { nodeValue } from "./node-value.ts";

const SECTIONS: Readonly<Record<string, ReadonlySet<ManifestNode["resource_type"]>>> = {
  nodes: new Set(["model", "seed", "snapshot", "test", "analysis", "operation"] as const),
  sources: new Set(["source"] as const),
  exposures: new Set(["exposure"] as const),
  metrics: new Set(["metric"] as const),
  semantic_models: new Set(["semantic_model"] as const),
  saved_queries: new Set(["saved_query"] as const),
};
const NAMES = [...Object.keys(SECTIONS), "groups", "functions"];

/** One value per manifest, made section by section as it is asked for: every node that reads it shares it, as in dbt. */
const values = new WeakMap<Manifest, PyValue>();

export function graphValue(manifest: Manifest | null): PyValue {
  if (manifest === null) return new PyDict();
  let value = values.get(manifest);
  if (value === undefined) {
    const sections = new Map<string, PyValue>();
    value = new Namespace(NAMES, (name) => {
      if (!NAMES.includes(name)) return undefined;
      let section = sections.get(name);
      if (section === undefined) sections.set(name, (section = sectionOf(manifest, name)));
      return section;
    });
    values.set(manifest, value);
  }
  return value;
}

function sectionOf(manifest: Manifest, name: string): PyDict {
  if (name === "groups") {
    return PyDict.from(
      [...manifest.groups.values()].map((group) => {
        const { span: _, ...fields } = group;
        return [group.unique_id, fromJson({ ...fields, resource_type: "group" })] as const;
      }),
    );
  }
  const types = SECTIONS[name];
  return PyDict.from(
    [...manifest.nodes.values()].flatMap((node) =>
      types?.has(node.resource_type) ? [[node.unique_id, nodeValue(node)] as const] : [],
    ),
  );
}
