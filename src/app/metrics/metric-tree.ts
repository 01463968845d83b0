/**
 * Metrics as people look for them: domain, category, and within it the tree of what explains what. A metric stands below the first of its
 * parents that is shown in the same category; where parents go in a circle, the first of the list stands on top.
 */
import type { MetricEntry } from "../../worker/protocol.ts";

export interface MetricBranch {
  readonly entry: MetricEntry;
  readonly children: readonly MetricBranch[];
}

export interface MetricCategory {
  readonly name: string;
  readonly branches: readonly MetricBranch[];
}

export interface MetricDomain {
  readonly name: string;
  readonly count: number;
  readonly categories: readonly MetricCategory[];
}

export function metricTree(entries: readonly MetricEntry[]): readonly MetricDomain[] {
  return grouped(entries, (entry) => entry.domain).map(([name, own]) => ({
    name,
    count: own.length,
    categories: grouped(own, (entry) => entry.category).map(([category, members]) => ({
      name: category,
      branches: branchesOf(members),
    })),
  }));
}

/** The metrics of a tree one below the other, each with how deep it stands. */
export function flatBranches(
  branches: readonly MetricBranch[],
  depth = 0,
): readonly { readonly entry: MetricEntry; readonly depth: number }[] {
  return branches.flatMap((branch) => [{ entry: branch.entry, depth }, ...flatBranches(branch.children, depth + 1)]);
}

function branchesOf(entries: readonly MetricEntry[]): readonly MetricBranch[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const parentOf = new Map<string, string>();
  for (const entry of entries) {
    const parent = entry.parents.find((key) => byKey.has(key) && !isBelow(key, entry.key, parentOf));
    if (parent !== undefined) parentOf.set(entry.key, parent);
  }
  const below = (key: string | null): readonly MetricBranch[] =>
    entries
      .filter((entry) => (parentOf.get(entry.key) ?? null) === key)
      .map((entry) => ({ entry, children: below(entry.key) }));
  return below(null);
}

/** Whether `key` already hangs below `root`, or is it. */
function isBelow(key: string, root: string, parentOf: ReadonlyMap<string, string>): boolean {
  for (let at: string | undefined = key; at !== undefined; at = parentOf.get(at)) if (at === root) return true;
  return false;
}

function grouped<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
}
