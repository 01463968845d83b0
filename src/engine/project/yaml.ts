/**
 * Reads a YAML file as dbt does (YAML 1.1: `yes` is true), keeping where each value stands.
 *
 * Integers arrive as `bigint` and floats as `number`, so that `1` and `1.0` stay apart in templates. Dates stay text.
 */
import { Document, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { CollectionTag, Node, Scalar, ScalarTag, Tags } from "yaml";
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { keepRecent } from "../core/keep-recent.ts";
import type { Json } from "../core/manifest.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";

export type YamlValue = null | boolean | bigint | number | string | YamlValue[] | YamlRecord;
export interface YamlRecord {
  [key: string]: YamlValue;
}

/** Renders Jinja inside a YAML text to a value, as dbt does natively: `"{{ 1 }}"` becomes an integer. */
export type RenderYaml = (text: string) => YamlValue;

export interface YamlFile {
  readonly path: string;
  readonly value: YamlValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the value at a path of keys and indexes stands; the nearest parent when it is not there. */
  spanOf(path: readonly (string | number)[]): SourceSpan;
}

/** Property files of a large project; an edit reads one of them anew. Callers must not change the values. */
const kept = keepRecent<YamlFile>(2000);

export function readYaml(file: SourceFile): YamlFile {
  return kept(`${file.path}\n${file.text}`, () => parseYaml(file));
}

/** dbt's reading of plain texts. Made once, since making it costs more than reading a small file. */
const schema = new Document(null, {
  version: "1.1",
  intAsBigInt: true,
  customTags: (tags) => tags.flatMap((tag): Tags[number][] => (typeof tag === "string" ? [tag] : asPython(tag))),
}).schema;

/** A text block that ends with its file has no line break at its end: there is none in the file. */
function endWithoutLineBreak(root: unknown): void {
  let last = root;
  while (isMap(last) || isSeq(last)) {
    const item: unknown = last.items.at(-1);
    last = isPair(item) ? item.value : item;
  }
  if (
    isScalar(last) &&
    typeof last.value === "string" &&
    (last.type === "BLOCK_LITERAL" || last.type === "BLOCK_FOLDED")
  )
    last.value = last.value.replace(/\n$/, "");
}

/** Keys that stand a second time in their mapping, in the order of the file. Not recursive: a hostile file may be nested deeply. */
function repeatedKeys(root: unknown): Scalar[] {
  const repeated: Scalar[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isSeq(node)) for (const item of node.items) waiting.push(item);
    if (!isMap(node)) continue;
    const seen = new Set<unknown>();
    for (const { key, value } of node.items) {
      waiting.push(value);
      if (!isScalar(key)) continue;
      if (seen.has(key.value) && key.value !== "<<") repeated.push(key);
      seen.add(key.value);
    }
  }
  return repeated.sort((a, b) => (a.range?.[0] ?? 0) - (b.range?.[0] ?? 0));
}

function parseYaml(file: SourceFile): YamlFile {
  // dbt strips files before it reads them, which a text block at the end shows.
  const document = parseDocument(file.text.trimEnd(), {
    version: "1.1",
    intAsBigInt: true,
    prettyErrors: false,
    schema,
    // Like dbt's reader: of a key that stands twice the last one counts. The library would compare each key with each other one.
    uniqueKeys: false,
  });
  endWithoutLineBreak(document.contents);
  // What follows the first error is mostly its echo.
  const diagnostics = document.errors.slice(0, 1).map((error) => {
    const from = Math.min(error.pos[0], Math.max(0, file.text.length - 1));
    return diagnostic("P001", `The YAML file "${file.path}" cannot be read: ${sentence(error.message)}`, {
      hint: "Check the indentation, the colon after each key and that every quote and bracket is closed.",
      at: { path: file.path, from, to: Math.max(from + 1, Math.min(error.pos[1], file.text.length)) },
    });
  });
  for (const key of diagnostics.length === 0 ? repeatedKeys(document.contents) : []) {
    const [from, to] = key.range ?? [0, 1];
    diagnostics.push(
      diagnostic(
        "P011",
        `The key "${String(key.value)}" stands twice in one place of "${file.path}"; the last one counts.`,
        {
          severity: "warning",
          hint: "Keep one of them.",
          at: { path: file.path, from, to },
        },
      ),
    );
  }
  let value: YamlValue = null;
  if (document.errors.length === 0) {
    try {
      value = plain(document.toJS({ maxAliasCount: 1000 }));
    } catch (error) {
      // An alias that names no anchor, that holds itself, or that unfolds without end.
      const from = Math.max(0, file.text.search(/(?<=[\s:-])\*\w/));
      const lineEnd = file.text.indexOf("\n", from);
      diagnostics.push(
        diagnostic(
          "P001",
          `The YAML file "${file.path}" cannot be read: ${sentence(error instanceof Error ? error.message : String(error))}`,
          {
            hint: "Check each alias (*name): its anchor (&name) must stand before it and must not contain it.",
            at: { path: file.path, from, to: lineEnd === -1 ? file.text.length : lineEnd },
          },
        ),
      );
    }
  }
  return {
    path: file.path,
    value,
    diagnostics,
    spanOf(path) {
      const [from, to] = rangeOf(document.contents, path) ?? [0, file.text.length];
      return { path: file.path, from, to };
    },
  };
}

/** Whether the file could be read at all; a warning does not hinder that. */
export function isReadable(file: YamlFile): boolean {
  return !file.diagnostics.some((found) => found.severity === "error");
}

/** Integers become `number`; for everything that is not handed to a template. */
export function toJson(value: YamlValue): Json {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  return value;
}

export function isRecord(value: YamlValue | undefined): value is YamlRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list from a value that may be a list, one value, or missing. */
export function asList(value: YamlValue | undefined): readonly YamlValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** dbt's reader takes `yes` and `on` for booleans but not `y` and `n`; dates stay text, so that they print as written. */
function asPython(tag: ScalarTag | CollectionTag): (ScalarTag | CollectionTag)[] {
  if (tag.tag === "tag:yaml.org,2002:timestamp") return [];
  // A lone dot and `1e5` are text to Python: a number needs a digit before or behind its dot, an exponent a dot and a sign.
  if (tag.tag === "tag:yaml.org,2002:float" && "test" in tag && tag.test?.test("."))
    return [{ ...tag, test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)$/ }];
  if (tag.tag === "tag:yaml.org,2002:float" && "test" in tag && tag.test?.test("1e5"))
    return [{ ...tag, test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)[eE][-+][0-9]+$/ }];
  if (tag.tag !== "tag:yaml.org,2002:bool" || !("test" in tag) || !tag.test) return [tag];
  const isTrue = tag.test.test("true");
  return [
    { ...tag, test: isTrue ? /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/ : /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/ },
  ];
}

function plain(value: unknown): YamlValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  if (value instanceof Set) return [...value].map(plain);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value as YamlValue;
}

function rangeOf(root: Node | null, path: readonly (string | number)[]): [number, number] | null {
  let node: unknown = root;
  let range = node && isNode(node) && node.range ? ([node.range[0], node.range[1]] as [number, number]) : null;
  for (const step of path) {
    let next: unknown = null;
    if (isMap(node)) {
      const pair = node.items.findLast(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair && isNode(pair.key) && pair.key.range) {
        next = pair.value;
        range = [pair.key.range[0], isNode(pair.value) && pair.value.range ? pair.value.range[1] : pair.key.range[1]];
      }
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
      if (isNode(next) && next.range) range = [next.range[0], next.range[1]];
    }
    if (next === null || next === undefined) return range;
    node = next;
  }
  return range;
}

/** What the YAML library says to its callers, in words for the author of the file. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/multiple documents/, "It holds several documents, parted by `---`; only one is read."],
  [/call stack/, "Its values are nested too deeply, or hold themselves."],
];

function sentence(message: string): string {
  const reworded = REWORDED.find(([pattern]) => pattern.test(message));
  if (reworded) return reworded[1];
  const text = message.trim().replace(/\s+/g, " ");
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
