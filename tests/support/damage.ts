/**
 * Damages a dbt project on purpose: one file, one line, one of six kinds. Deterministic for a seed, so that a finding can be repeated.
 */
import type { SourceFile } from "../../src/engine/index.ts";

export const DAMAGE_KINDS = ["cut YAML", "unknown ref", "cycle", "broken Jinja", "SQL error", "bad config"] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

export interface Damage {
  readonly kind: DamageKind;
  readonly path: string;
  /** 1-based line of the damage. */
  readonly line: number;
  readonly text: string;
  readonly what: string;
}

/** A small generator of its own (xorshift), so that the tests do not depend on the project's. */
export function createDice(seed: number): (sides: number) => number {
  let state = seed >>> 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % sides;
  };
}

interface Site {
  readonly path: string;
  readonly text: string;
  readonly at: number;
  readonly what: string;
}

/** One damage of a kind, or null when the dice found no place for it. */
export function damage(
  kind: DamageKind,
  files: readonly SourceFile[],
  dice: (sides: number) => number,
  downstream: (model: string) => readonly string[],
): Damage | null {
  const site = pick(kind, files, dice, downstream);
  return (
    site && {
      kind,
      path: site.path,
      text: site.text,
      what: site.what,
      line: site.text.slice(0, site.at).split("\n").length,
    }
  );
}

function pick(
  kind: DamageKind,
  files: readonly SourceFile[],
  dice: (sides: number) => number,
  downstream: (model: string) => readonly string[],
): Site | null {
  const models = files.filter((file) => file.path.startsWith("models/") && file.path.endsWith(".sql"));
  const yaml = files.filter((file) => file.path.startsWith("models/") && file.path.endsWith(".yml"));
  switch (kind) {
    case "cut YAML": {
      // Cut inside a key, a quoted text or a list in brackets: a file cut between two entries is still a file.
      const file = choose(yaml, dice);
      const at = file && place(file.text, /(?<=\n {2,})[a-z_]+(?=:)|"[^"\n]{3,}"|\[[^\]\n]{3,}\]/g, dice);
      if (!file || !at) return null;
      const cut = at.from + 1 + dice(Math.max(1, at.to - at.from - 2));
      return {
        path: file.path,
        text: file.text.slice(0, cut),
        at: cut,
        what: `cut after "${file.text.slice(at.from, cut)}"`,
      };
    }
    case "unknown ref":
      return replaceOne(
        models,
        /(?<=ref\(')[\w]+(?='\))/g,
        dice,
        (name) => `${name}${["x", "_old", "s"][dice(3)] ?? ""}`,
      );
    case "cycle": {
      const file = choose(models, dice);
      const below = file && downstream(stem(file.path));
      const reader = below && choose(below, dice);
      if (!file || !reader) return null;
      return insertLine(file, dice, `-- depends_on: {{ ref('${reader}') }}`);
    }
    case "broken Jinja":
      return (
        [
          () => replaceOne(models, /(?<=ref\('[\w]+'\)) \}\}/g, dice, () => ""),
          () => replaceOne(models, /(?<=\{\{ (?:ref|source)\('[^)]*'\))(?= \}\})/g, dice, () => " + "),
          () => replaceOne(models, /(?<=\{\{ ref)\('(?=[\w]+'\))/g, dice, () => "("),
          () => replaceOne(models, /(?<=\{\{ ref\('[\w]+'\))(?= \}\})/g, dice, () => " | no_such_filter"),
        ][dice(4)]?.() ?? null
      );
    case "SQL error":
      return (
        [
          () => replaceOne(models, /(?<=\n {8})[a-z_]+\.[a-z_]+(?=,\n)/g, dice, (column) => `${column}_gone`),
          () => replaceOne(models, /(?<=\n {4})select(?=\n)/g, dice, () => "selec"),
          () =>
            replaceOne(models, /(?<=\n {8})[a-z_]+\.[a-z_]+(?=,\n)/g, dice, (column) => `no_such_function(${column})`),
          () => replaceOne(models, /(?<=\n {4}group by [^\n]+)(?=\n)/g, dice, () => ")"),
        ][dice(4)]?.() ?? null
      );
    case "bad config":
      return (
        [
          () => replaceOne(models, /(?<=materialized\s*=\s*')\w+(?=')/g, dice, (value) => `${value.slice(0, -2)}s`),
          () =>
            replaceOne(
              files.filter((file) => file.path === "dbt_project.yml"),
              /(?<=\+materialized: )\w+/g,
              dice,
              (value) => `${value}x`,
            ),
          () => replaceOne(yaml, /(?<=\n {4})(?=columns:)/g, dice, () => "config: {enabled: perhaps}\n    "),
          () => replaceOne(yaml, /(?<=\n {4})(?=columns:)/g, dice, () => "config: {tags: {a: 1}}\n    "),
        ][dice(4)]?.() ?? null
      );
  }
}

function replaceOne(
  files: readonly SourceFile[],
  pattern: RegExp,
  dice: (sides: number) => number,
  change: (found: string) => string,
): Site | null {
  const file = choose(
    files.filter((candidate) => candidate.text.search(pattern) !== -1),
    dice,
  );
  const found = file && place(file.text, pattern, dice);
  if (!file || !found) return null;
  const before = file.text.slice(found.from, found.to);
  const after = change(before);
  return {
    path: file.path,
    text: file.text.slice(0, found.from) + after + file.text.slice(found.to),
    at: found.from,
    what: `"${before}" became "${after.trim()}"`,
  };
}

function insertLine(file: SourceFile, dice: (sides: number) => number, line: string): Site {
  const lines = file.text.split("\n");
  let at = 1 + dice(Math.max(1, lines.length - 1));
  // A line inside an expression of Jinja would be another kind of damage.
  while (isInsideJinja(lines.slice(0, at).join("\n"))) at -= 1;
  lines.splice(at, 0, line);
  return {
    path: file.path,
    text: lines.join("\n"),
    at: lines.slice(0, at).join("\n").length + 1,
    what: `added ${line}`,
  };
}

function isInsideJinja(before: string): boolean {
  return before.lastIndexOf("{{") > before.lastIndexOf("}}") || before.lastIndexOf("{%") > before.lastIndexOf("%}");
}

function place(text: string, pattern: RegExp, dice: (sides: number) => number): { from: number; to: number } | null {
  const found = choose([...text.matchAll(pattern)], dice);
  return found ? { from: found.index, to: found.index + found[0].length } : null;
}

function choose<T>(items: readonly T[], dice: (sides: number) => number): T | undefined {
  return items[dice(Math.max(1, items.length))];
}

function stem(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.sql$/, "");
}
