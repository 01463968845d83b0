import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withoutComments } from "../../scripts/build/macro-text.ts";
import { tokenize } from "../../src/engine/jinja/lexer.ts";

const folder = join(import.meta.dirname, "../../src/engine/macros");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".sql"));

/** What a template says, without where it says it. */
const meaning = (template: string) => tokenize(template).map(({ type, text }) => [type, text]);

describe("the built-in macros in the page", () => {
  test.each(files)("%s says the same without its comments", (path) => {
    const text = readFileSync(join(folder, path), "utf8");
    const short = withoutComments(text);
    expect(short.length).toBeLessThan(text.length);
    expect(meaning(short)).toEqual(meaning(text));
  });

  test.each([
    ["a {#- note -#} b", "ab"],
    ["a {# note #} b", "a  b"],
    ["{% set x = '{# no note #}' %}{{ x }}", "{# no note #}"],
    ["{%- set x = 1 -%}\n{#- note #}\nb", "\nb"],
  ])("keep their whitespace: %j", (template) => {
    expect(meaning(withoutComments(template))).toEqual(meaning(template));
  });
});
