/**
 * Which nodes mean something else in one reading of the project than in another: their own text, config, vars, or a macro that they
 * use. What only follows from another node is left out; that is the ripple's business.
 *
 * A cheap look at the texts finds candidates. For one whose own text or config is the same the compiled SQL decides, since a macro or a
 * var may be used by hundreds of models and change none of them.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { Outcome } from "../core/errors.ts";

export interface Reading {
  readonly manifest: Manifest;
  compile(id: NodeId): Promise<Outcome<{ readonly compiled_code: string }>>;
}

/** What has a relation of its own, or stands in the SQL of those that have. */
export function isBuilt(node: ManifestNode | undefined): node is ManifestNode {
  return node?.resource_type === "model" || node?.resource_type === "seed" || node?.resource_type === "snapshot";
}

/** `baseOf` gives the reading that a node was last built from. */
export async function changedNodes(now: Reading, baseOf: (id: NodeId) => Reading): Promise<NodeId[]> {
  const changed: NodeId[] = [];
  const macros = new MacroComparison(now.manifest);
  for (const node of now.manifest.nodes.values()) {
    if (!isBuilt(node)) continue;
    const base = baseOf(node.unique_id);
    if (base === now) continue;
    const before = base.manifest.nodes.get(node.unique_id);
    if (!before || differsItself(before, node)) {
      changed.push(node.unique_id);
      continue;
    }
    const mayDiffer =
      macros.differ(base.manifest, node) ||
      varsOf(base.manifest) !== varsOf(now.manifest) ||
      refsMoved(base.manifest, now.manifest, node);
    if (mayDiffer && node.resource_type !== "seed" && (await compiledDiffers(base, now, node.unique_id)))
      changed.push(node.unique_id);
  }
  return changed;
}

/** Nodes of the base that are gone; those whose text cannot be read any more are among them. */
export function goneNodes(now: Manifest, base: Manifest): ManifestNode[] {
  return [...base.nodes.values()].filter((node) => isBuilt(node) && !now.nodes.has(node.unique_id));
}

/** What a config says without changing what is built. */
const SILENT = new Set(["tags", "meta", "docs", "group", "access", "enabled", "persist_docs"]);

function differsItself(before: ManifestNode, after: ManifestNode): boolean {
  if (before.raw_code !== after.raw_code || before.relation_name !== after.relation_name) return true;
  if (after.resource_type === "seed" && before.checksum !== after.checksum) return true;
  return before.config !== after.config && configText(before) !== configText(after);
}

function configText(node: ManifestNode): string {
  return jsonText(Object.entries(node.config).filter(([key]) => !SILENT.has(key)));
}

/** As JSON; whole numbers of YAML may be larger than JSON's. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? `${part}n` : part));
}

const knownVars = new WeakMap<Manifest, string>();

function varsOf(manifest: Manifest): string {
  let text = knownVars.get(manifest);
  if (text === undefined) knownVars.set(manifest, (text = jsonText(manifest.vars)));
  return text;
}

/** A ref may lead to another relation although the text that refers is the same: an alias or a schema was changed. */
function refsMoved(base: Manifest, now: Manifest, node: ManifestNode): boolean {
  return node.depends_on.nodes.some((id) => {
    const [before, after] = [base.nodes.get(id), now.nodes.get(id)];
    const inlined = before?.config.materialized === "ephemeral" || after?.config.materialized === "ephemeral";
    return before?.relation_name !== after?.relation_name || (inlined && before !== after);
  });
}

async function compiledDiffers(base: Reading, now: Reading, id: NodeId): Promise<boolean> {
  const [before, after] = [await base.compile(id), await now.compile(id)];
  return !before.ok || !after.ok || before.value.compiled_code !== after.value.compiled_code;
}

/** Whether a macro that a node uses, also through other macros, has another text than in the base. */
class MacroComparison {
  readonly #now: Manifest;
  readonly #changed = new Map<Manifest, ReadonlySet<string>>();

  constructor(now: Manifest) {
    this.#now = now;
  }

  differ(base: Manifest, node: ManifestNode): boolean {
    const changed = this.#changedFrom(base);
    return changed.size > 0 && node.depends_on.macros.some((id) => changed.has(id));
  }

  #changedFrom(base: Manifest): ReadonlySet<string> {
    const known = this.#changed.get(base);
    if (known) return known;
    const texts = (manifest: Manifest, id: string): string | undefined => manifest.macros.get(id)?.macro_sql;
    const ids = new Set([...base.macros.keys(), ...this.#now.macros.keys()]);
    const changed = new Set([...ids].filter((id) => texts(base, id) !== texts(this.#now, id)));
    // Upwards through the macros that call them, until nothing is added.
    for (let grew = changed.size > 0; grew;) {
      grew = false;
      for (const [id, macro] of this.#now.macros) {
        if (changed.has(id) || !macro.depends_on.some((used) => changed.has(used))) continue;
        changed.add(id);
        grew = true;
      }
    }
    this.#changed.set(base, changed);
    return changed;
  }
}
