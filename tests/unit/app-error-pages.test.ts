import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorPages } from "../../src/bundle/error-pages.ts";
import { ERROR_CODES, type ErrorCode } from "../../src/engine/core/errors.ts";

const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const folder = join(import.meta.dirname, "../../docs/errors");
const pages = errorPages();

test("every code has its page, and every page its code", () => {
  expect([...pages.keys()].sort()).toEqual([...codes].sort());
  expect(readdirSync(folder).sort()).toEqual([...codes.map((code) => `${code}.md`), "README.md"].sort());
});

test.each([...pages])("the page of %s says what it means, how it comes about and what to do", (code, text) => {
  expect(text.split("\n")[0]).toBe(`# ${code}: ${ERROR_CODES[code as ErrorCode].replace(/\.$/, "")}`);
  expect([...text.matchAll(/^## (.*)$/gm)].map((match) => match[1])).toEqual(["Example", "What to do"]);
  const [meaning = "", example = "", advice = ""] = text.split(/^## .*$/m);
  expect(meaning.length).toBeGreaterThan(80);
  expect(example.trim().length).toBeGreaterThan(20);
  expect(advice).toMatch(/^- /m);
  for (const [, linked] of text.matchAll(/\]\(([^)]*)\)/g))
    expect(pages.has((linked ?? "").replace(/\.md$/, ""))).toBe(true);
});

test("the list in the repository names every code with its meaning", () => {
  const list = readFileSync(join(folder, "README.md"), "utf8");
  for (const code of codes) expect(list).toContain(`- [${code}](${code}.md) ${ERROR_CODES[code]}`);
});
