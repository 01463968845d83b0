/** The reader of everyday YAML gives what the library gives, values and places, and leaves the library everything else. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readWithLibrary, resolvePlain } from "../../../src/engine/project/yaml-library.ts";
import { readPlainYaml } from "../../../src/engine/project/yaml-plain.ts";
import { placeIn } from "../../../src/engine/project/yaml-tree.ts";
import type { YamlPath, YamlValue } from "../../../src/engine/project/yaml-tree.ts";
import { isRecord, readYaml } from "../../../src/engine/project/yaml.ts";
import { damage, pick, randomFrom } from "../../fuzz/mutate.ts";
import { generatedProject } from "../../support/generated-project.ts";

/** Pieces that YAML gives a meaning to. */
const PIECES = [
  ..."\n \n  \n    \n\n\n \n: \n:\n- \n-\n#\n # c\n'\n\"\n''\n[\n]\n{\n}\n,\n|\n>\n|-\n>-\n&a\n*a\n!!str\n? \n<<\n~\nnull\nyes\n1\n1.0\n0x1f".split(
    "\n",
  ),
  ..."012 1:30 key: - --- ... % @ = ` \\ \\n a b name".split(" "),
  "\n",
  "\n  ",
  "\n    ",
  "\n\n",
  "\n# c\n",
  "\n  # c\n",
  "\n    # c\n",
  ": ",
  "- ",
  "key: ",
  "- name: x\n",
  "a: >\n    b\n",
  "|\n",
  "__proto__: 1",
  "[a, b]",
  '{a: [1, 2], b: "c"}',
  "\u00a0",
  "\u2028",
];

describe("plain YAML", () => {
  test.each<readonly [string, string, YamlValue]>([
    ["lists under their key", "a:\n- 1\n- b\nc: 1.0", { a: [1n, "b"], c: 1 }],
    [
      "lists of mappings",
      "a:\n  - b: 1\n    c: [x, 'y']\n  -  d: {e: no}",
      { a: [{ b: 1n, c: ["x", "y"] }, { d: { e: false } }] },
    ],
    ["texts over several lines", "a: b\n  c\n\n  d\ne: 'f\n  g''s'", { a: "b c\nd", e: "f g's" }],
    ["folded texts", "a: >\n  b\n  c\n\n  d\n    e\n  f\ng: 1", { a: "b c\nd\n  e\nf\n", g: 1n }],
    ["kept lines", "a: |-\n  b\n\n   c\nd: |\n  e", { a: "b\n\n c", d: "e" }],
    ["escapes", 'a: "b\\n\\"c\\""', { a: 'b\n"c"' }],
    ["nothing", "a:\nb: ~\nc: null", { a: null, b: null, c: null }],
    ["comments", "# x\na: b # y\n# z\nc: d#e", { a: "b", c: "d#e" }],
    [
      "what only looks like numbers",
      "a: 1e5\nb: 2024-01-01\nc: .\nd: 1_000",
      { a: "1e5", b: "2024-01-01", c: ".", d: 1000n },
    ],
    [
      "brackets over several lines",
      "a: [\n  b, # c\n  d,\n]\ne: {f: g,\n  h: i}",
      { a: ["b", "d"], e: { f: "g", h: "i" } },
    ],
  ])("reads %s", (_, text, value) => {
    expect(readPlainYaml(text, resolvePlain)?.value).toEqual(value);
    expect(disagreement(text)).toBeNull();
  });

  test.each([
    ["an anchor", "a: &b 1\nc: *b"],
    ["a merge", "a: {b: 1}\n<<: {c: 1}"],
    ["a tag", "a: !!str 1"],
    ["a tab", "a:\n\tb: 1"],
    ["a key that stands twice", "a: 1\na: 2"],
    ["a key that is a number", "1: a"],
    ["a quoted number as a key, which JavaScript would put first", "b: 1\n'1': a"],
    ["the same between brackets", "a: {b: 1, '1': a}"],
    ["a key that is a yes", "on: a"],
    ["a second document", "a: 1\n---\nb: 1"],
    ["a mapping in a line", "a: b: c"],
    ["a list in a line", "a: - b"],
    ["a bracket that stays open", "a: [b\nc: d"],
    ["a quote that stays open", "a: 'b\nc: d"],
    ["a wrong indentation", "a:\n  b: 1\n c: 2"],
    ["a single text", "a"],
  ])("leaves %s to the library", (_, text) => expect(readPlainYaml(text, resolvePlain)).toBeNull());

  test("is what projects are written in", () => {
    const made = generatedProject({ models: 3, macros: 0 }).filter((file) => /\.yml$/.test(file.path));
    const files = [...yamlBelow("src/models"), ...yamlBelow("tests/projects"), ...made.map((file) => file.text)];
    expect(files.length).toBeGreaterThan(50);
    const left = files.filter((text) => readPlainYaml(text.trimEnd(), resolvePlain) === null);
    expect(left.length / files.length).toBeLessThan(0.05);
    expect(files.flatMap((text) => disagreement(text) ?? [])).toEqual([]);
  });

  test("says the same as the library about damaged files", () => {
    const files = [...yamlBelow("tests/projects"), ...yamlBelow("src/models")].filter((text) => text.length < 3000);
    const found: string[] = [];
    for (let seed = 0; seed < 600; seed += 1) {
      const random = randomFrom(seed);
      const lines = pick(random, files).split("\n");
      const from = Math.floor(random() * lines.length);
      const text = lines.slice(from, from + 20).join("\n");
      const depth = /^ */.exec(text)?.[0] ?? "";
      const damaged = damage(random, text.replaceAll(`\n${depth}`, "\n").slice(depth.length), PIECES);
      const wrong = disagreement(damaged);
      if (wrong !== null) found.push(`${seed}: ${wrong}\n${damaged}`);
    }
    expect(found).toEqual([]);
  });

  test("says the same as the library about pieces at random", () => {
    const found: string[] = [];
    for (let seed = 0; seed < 1500; seed += 1) {
      const random = randomFrom(seed);
      let text = "a: ";
      for (let count = random() * 20; count > 0; count -= 1) text += pick(random, PIECES);
      const wrong = disagreement(text);
      if (wrong !== null) found.push(`${seed}: ${wrong}\n${text}`);
    }
    expect(found).toEqual([]);
  });
});

test("what cannot be read is told by the library, with its place", () => {
  const { diagnostics } = readYaml({ path: "a.yml", text: "a:\n  b: 1\n c: 2\n" });
  expect(diagnostics.map(({ code }) => code)).toEqual(["P001"]);
  expect(diagnostics[0]?.message).toMatch(/^The YAML file "a\.yml" cannot be read: .*same column/);
});

test("long runs of spaces and deep nesting take no long time", () => {
  const spaces = " ".repeat(200_000);
  for (const text of [
    `a: "b${spaces}\n  c"`,
    `a: b${spaces}#c\n${spaces}d`,
    `a: ${"[".repeat(5000)}`,
    "- ".repeat(5000),
  ])
    expect(readPlainYaml(text, resolvePlain)?.value ?? null).toSatisfy((value) => value === null || isRecord(value));
});

/** Null when the plain reader leaves the text, or reads it as the library does; otherwise what is different. */
function disagreement(text: string): string | null {
  const trimmed = text.trimEnd();
  const plain = readPlainYaml(trimmed, resolvePlain);
  if (plain === null) return null;
  const library = readWithLibrary({ path: "a.yml", text }, trimmed);
  const [refused] = library.diagnostics;
  if (refused) return `read, but: ${refused.message}`;
  if (shown(plain.value) !== shown(library.value)) return `${shown(plain.value)} instead of ${shown(library.value)}`;
  for (const path of pathsIn(library.value, [])) {
    const [own, wanted] = [placeIn(plain, path), library.placeOf(path)];
    if (String(own) !== String(wanted)) return `${path.join(".")} at ${String(own)} instead of ${String(wanted)}`;
  }
  return null;
}

function shown(value: YamlValue): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "bigint" ? `${item}n` : typeof item === "number" ? `${item}f` : item,
  );
}

/** Every path to a value, and paths that lead nowhere. */
function* pathsIn(value: YamlValue, at: YamlPath): Iterable<YamlPath> {
  yield at;
  yield [...at, "missing"];
  const items = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  for (const [key, item] of items) yield* pathsIn(item, [...at, key]);
}

/** Sources only, not what a run has written. */
function yamlBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !/\btarget\b/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => readFileSync(path, "utf8"));
}
