/**
 * What may find a row of a model again: the keys that its author says, that its tests hold and that its columns suggest, the best first.
 *
 * None of them is believed: whoever compares counts the keys on both sides first, since an edit may be just what breaks the key.
 */
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { Column } from "../core/table.ts";
import { declaredGrain, testedKeys } from "../lineage/key-tests.ts";

export interface KeyChoice {
  readonly columns: readonly string[];
  readonly source: "config" | "test" | "grain" | "name";
}

/** Keys by name are guesses; each costs a count over the table. */
const GUESSES = 3;

export function keyChoices(manifest: Manifest, node: ManifestNode, columns: readonly Column[]): KeyChoice[] {
  const choices: KeyChoice[] = [];
  const { unique_key: unique } = node.config as { readonly unique_key?: unknown };
  const configured = (Array.isArray(unique) ? unique : [unique]).flatMap((name: unknown) =>
    typeof name === "string" && /^\w+$/.test(name) ? [name] : [],
  );
  // The unique_key of a snapshot is that of its source: a key has as many rows as versions.
  if (configured.length > 0 && node.resource_type === "model") choices.push({ columns: configured, source: "config" });
  const tested = testedKeys(manifest, node, () => null);
  for (const key of [...tested].sort((a, b) => Number(b.holds) - Number(a.holds)))
    choices.push({ columns: key.columns, source: "test" });
  const named = namedByGrain(declaredGrain(node.raw_code)?.text ?? null, columns);
  if (named !== null) choices.push({ columns: named, source: "grain" });
  if (choices.length === 0)
    for (const { name } of columns.filter(({ name: own }) => looksLikeKey(own)).slice(0, GUESSES))
      choices.push({ columns: [name], source: "name" });
  const seen = new Set<string>();
  return choices.filter((choice) => {
    const text = choice.columns
      .map((name) => name.toLowerCase())
      .sort()
      .join("\n");
    return !seen.has(text) && seen.add(text);
  });
}

function looksLikeKey(name: string): boolean {
  return /(^|_)(id|key|sk|uuid)$/i.test(name);
}

/** "customer and day" -> `customer_id`, `date_day`; null unless each word leads to a column. */
function namedByGrain(text: string | null, columns: readonly Column[]): string[] | null {
  if (text === null) return null;
  const words = text
    .toLowerCase()
    .split(/\s*(?:,|\band\b|\bper\b)\s*/)
    .map((phrase) =>
      phrase
        .replace(/^(a|an|the|each|every)\s+/, "")
        .trim()
        .replace(/\s+/g, "_"),
    )
    .filter((word) => word !== "");
  const found = words.map((word) =>
    [`${word}_id`, `${word}_key`, word, `date_${word}`, `${word}_date`, `${word}_at`, `${word}_start`].flatMap(
      (wanted) => columns.find(({ name }) => name.toLowerCase() === wanted)?.name ?? [],
    ),
  );
  const picked = found.flatMap((names) => names.slice(0, 1));
  return picked.length === words.length && picked.length > 0 ? [...new Set(picked)] : null;
}
