/**
 * Any YAML, read by the library: with its messages for what cannot be read, and with the forms that the plain reader leaves out.
 *
 * YAML 1.1 as dbt reads it (`yes` is true). Integers arrive as `bigint` and floats as `number`, so that `1` and `1.0` stay apart in
 * templates. Dates stay text.
 */
import { Document, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from "yaml";
import type { CollectionTag, Node, Scalar, ScalarTag, Tags } from "yaml";
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import type { YamlPath, YamlValue } from "./yaml-tree.ts";

export interface LibraryYaml {
  readonly value: YamlValue;
  readonly diagnostics: readonly Diagnostic[];
  /** From where to where the value at a path stands; the nearest parent when it is not there. */
  readonly placeOf: (path: YamlPath) => readonly [number, number];
}

/** dbt's reading of plain texts. Made once, since making it costs more than reading a small file. */
const schema = new Document(null, {
  version: "1.1",
  intAsBigInt: true,
  customTags: (tags) => tags.flatMap((tag): Tags[number][] => (typeof tag === "string" ? [tag] : asPython(tag))),
}).schema;

const PLAIN_TAGS = schema.tags.filter((tag): tag is ScalarTag => tag.default === true && "test" in tag && !!tag.test);

/** What a text that stands for a number, a boolean or nothing may start with. */
const MEANS_MORE = /^(?:[-+.0-9~]|[nNyYtTfFoO][a-zA-Z]{1,4}$|$)/;

/** The value of a text without quotes. */
export function resolvePlain(text: string): YamlValue {
  if (!MEANS_MORE.test(text)) return text;
  const tag = PLAIN_TAGS.find((candidate) => candidate.test?.test(text));
  const value = tag?.resolve(text, () => undefined, { intAsBigInt: true });
  return tag === undefined ? text : plain(isScalar(value) ? value.value : value);
}

export function readWithLibrary(file: SourceFile, text: string): LibraryYaml {
  const document = parseDocument(text, {
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
  return { value, diagnostics, placeOf: (path) => rangeOf(document.contents, path) ?? [0, file.text.length] };
}

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

function rangeOf(root: Node | null, path: YamlPath): [number, number] | null {
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
