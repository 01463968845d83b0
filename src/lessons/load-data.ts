/** The SQL files that a check names (data sets, faults, wrong answers) -> what they say in their header and what they replace. */
import type { Decoder } from "./decode.ts";
import type { AntiSolution, Mutant, Variant, VariantRelation } from "./pack.ts";

/** Text of a file of the lesson, trimmed; a missing one is reported on `owner` and reads as empty. */
export type Read = (name: string, owner: Decoder) => string;

/** `visible`, `file:variants/<name>.sql` or `seed:<number>`. */
export function loadVariant(name: string, yaml: Decoder, read: Read): readonly Variant[] {
  if (name === "visible") return [{ kind: "visible" }];
  const seed = /^seed:(\d+)$/.exec(name)?.[1];
  if (seed !== undefined) return [{ kind: "seed", title: `another company, seed ${seed}`, seed: Number(seed) }];
  if (!name.startsWith("file:")) {
    yaml.report(
      ["variants"],
      `The variant "${name}" is not known.`,
      'It may be "visible", "file:variants/<name>.sql" or "seed:<number>".',
    );
    return [];
  }
  const path = name.slice("file:".length);
  const text = read(path, yaml);
  return [{ kind: "file", title: headerOf(text, "title") ?? path, relations: relationsIn(text, path, yaml) }];
}

/** A fault in the data: a file like a variant's, which also says what to think about when nothing finds it. */
export function loadDataMutant(path: string, yaml: Decoder, read: Read): Mutant {
  const text = read(path, yaml);
  return { ...mutantHead(path, text, yaml), relations: relationsIn(text, path, yaml), sql: "" };
}

/** A faulty version of a model: its whole text below the header. */
export function loadModelMutant(path: string, yaml: Decoder, read: Read): Mutant {
  const text = read(path, yaml);
  return { ...mutantHead(path, text, yaml), relations: [], sql: text };
}

export function loadAnti(
  path: string,
  yaml: Decoder,
  read: Read,
  answerOf: (file: string, text: string) => string,
): AntiSolution {
  const text = read(path, yaml);
  return {
    file: path,
    sql: answerOf(path, text),
    code: needed(path, text, "code", yaml, "anti"),
    headline: needed(path, text, "headline", yaml, "anti"),
    feedback: needed(path, text, "feedback", yaml, "anti"),
  };
}

function mutantHead(path: string, text: string, yaml: Decoder): Pick<Mutant, "file" | "title" | "hint"> {
  return {
    file: path,
    title: needed(path, text, "title", yaml, "mutants"),
    hint: needed(path, text, "hint", yaml, "mutants"),
  };
}

function needed(path: string, text: string, key: string, yaml: Decoder, list: string): string {
  const value = headerOf(text, key);
  if (value === null && text !== "")
    yaml.report([list], `"${path}" has no "${key}".`, `Put "-- ${key}: …" at its top.`);
  return value ?? "";
}

function relationsIn(text: string, path: string, yaml: Decoder): readonly VariantRelation[] {
  const relations = text
    .split(/^-- relation:\s*/m)
    .slice(1)
    .map((section) => {
      const lineEnd = section.indexOf("\n");
      return { model: section.slice(0, lineEnd).trim(), sql: section.slice(lineEnd + 1).trim() };
    });
  if (relations.length === 0 && text !== "")
    yaml.report(["variants"], `"${path}" replaces no model.`, 'Put "-- relation: <model>" above each select.');
  return relations;
}

/**
 * The value of `-- key: …` (in YAML `# key: …`) at the top of a file; following comment lines that are indented by three more
 * spaces continue it.
 */
export function headerOf(text: string, key: string): string | null {
  const lines = text.split("\n").map((line) => line.replace(/^#(?= )/, "--"));
  const at = lines.findIndex((line) => line.startsWith(`-- ${key}:`));
  if (at < 0) return null;
  const more = lines.slice(at + 1).findIndex((line) => !line.startsWith("--   "));
  const rest = lines.slice(at + 1, more < 0 ? undefined : at + 1 + more);
  return [lines[at]?.slice(`-- ${key}:`.length), ...rest.map((line) => line.slice(2))]
    .map((line) => line?.trim())
    .join(" ")
    .trim();
}
