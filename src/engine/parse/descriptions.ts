/**
 * Which entry of a property file describes which node. An entry means the node of its own package, or else one of any package; an
 * entry with versions means several files.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { Patch, PatchKind } from "./properties.ts";
import type { Described } from "./sql-nodes.ts";

/** A node that may be described, by its name and package, before it is read. */
export interface Describable {
  readonly kind: PatchKind;
  readonly name: string;
  readonly packageName: string;
  /** As far as dbt_project.yml says. Asked when several packages have the name. */
  readonly isEnabled: () => boolean;
}

export interface Descriptions {
  of(node: Describable): Described | null;
  /** Entries and the versions of entries that found their node. */
  readonly used: readonly Described[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Kinds that share one space of names: `models:` does not describe a seed of that name. */
const REFABLE: readonly PatchKind[] = ["models", "seeds", "snapshots"];

export function matchDescriptions(nodes: readonly Describable[], patches: readonly Patch[]): Descriptions {
  const diagnostics: Diagnostic[] = [];
  const byKey = new Map<string, Describable[]>();
  for (const node of nodes) {
    const key = keyOf(node.kind, node.name);
    const found = byKey.get(key);
    if (found) found.push(node);
    else byKey.set(key, [node]);
  }
  const found = new Map<Describable, Described>();
  const used: Described[] = [];

  const find = (patch: Patch, name: string): Describable | null => {
    const named = byKey.get(keyOf(patch.kind, name)) ?? [];
    const enabled = named.length > 1 ? named.filter((node) => node.isEnabled()) : named;
    const all = enabled.length > 0 ? enabled : named;
    return all.find((node) => node.packageName === patch.file.package.name) ?? all[0] ?? null;
  };
  const assign = (node: Describable, described: Described): void => {
    const before = found.get(node);
    if (before) {
      diagnostics.push(
        diagnostic(
          "P004",
          `"${described.patch.name}" is described in "${before.patch.file.file.path}" and again in "${described.patch.file.file.path}".`,
          { hint: "Keep one of the two entries.", at: described.patch.span },
        ),
      );
      return;
    }
    found.set(node, described);
    used.push(described);
  };

  for (const patch of patches) {
    if (patch.versions.length > 0) {
      for (const version of patch.versions) {
        const file = version.definedIn ?? `${patch.name}_v${version.v}`;
        // The latest version may live in a file without suffix.
        const isLatest = String(version.v) === String(patch.latestVersion);
        const node = find(patch, file) ?? (isLatest ? find(patch, patch.name) : null);
        if (node) assign(node, { patch, version });
        else diagnostics.push(unused(patch, file, version.span, byKey));
      }
      continue;
    }
    const node = find(patch, patch.name);
    if (node) assign(node, { patch, version: null });
    else diagnostics.push(unused(patch, patch.name, patch.span, byKey));
  }
  return { of: (node) => found.get(node) ?? null, used, diagnostics };
}

function keyOf(kind: PatchKind, name: string): string {
  return `${kind} ${name}`;
}

function unused(
  patch: Patch,
  name: string,
  at: Patch["span"],
  byKey: ReadonlyMap<string, readonly Describable[]>,
): Diagnostic {
  const other = REFABLE.find(
    (kind) => kind !== patch.kind && REFABLE.includes(patch.kind) && byKey.has(keyOf(kind, name)),
  );
  const names = [...byKey.values()].flatMap(([node]) => (node && node.kind === patch.kind ? [node.name] : []));
  const near = nearest(name, names);
  return diagnostic(
    "P008",
    `"${patch.path}" describes "${name}" under \`${patch.kind}:\`, but there is no such ${SINGULAR[patch.kind]}.`,
    {
      severity: "warning",
      hint:
        other !== undefined
          ? `It is a ${SINGULAR[other]}; move the entry below \`${other}:\`.`
          : near === null
            ? "Delete the entry, or create the file that it describes."
            : `Did you mean "${near}"?`,
      at,
    },
  );
}

const SINGULAR: Readonly<Record<PatchKind, string>> = {
  models: "model",
  seeds: "seed",
  snapshots: "snapshot",
  analyses: "analysis",
  data_tests: "data test",
};
