/** Every code of the list is raised by a fixture, with a sentence, a way out and a place. */
import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../src/engine/index.ts";
import { ENGINE_FIXTURES } from "./engine-fixtures.ts";
import { marked } from "./fixture.ts";
import type { Fixture } from "./fixture.ts";
import { WORKBENCH_FIXTURES } from "./workbench-fixtures.ts";

const FIXTURES: Readonly<Record<string, Fixture>> = { ...ENGINE_FIXTURES, ...WORKBENCH_FIXTURES };

test("every code has a fixture, and every fixture a code", () => {
  expect(Object.keys(FIXTURES).sort()).toEqual(Object.keys(ERROR_CODES).sort());
});

describe.each(Object.entries(FIXTURES))("%s", (code, fixture) => {
  test(`is raised by ${fixture.what}`, { timeout: 120_000 }, async () => {
    const { found, files } = await fixture.raise();
    const one = found.find((each) => each.code === code);
    if (one === undefined)
      throw new Error(`Found instead: ${found.map((each) => `${each.code} ${each.message}`).join("; ")}`);
    expect(one.severity).toBe(fixture.severity ?? "error");
    expect(one.hint?.trim() ?? "", "a way out").toMatch(/^\S.{8,}/s);
    expect(one.message.trim()).not.toBe("");
    if (fixture.words === undefined) {
      expect(one.message).toMatch(/^[A-Z"`].*[.!?|]$/s);
      if (fixture.nameless === undefined) expect(one.message, "what it is about, in quotes").toMatch(/"[^"]+"|`[^`]+`/);
    }
    expect(marked(one, files)).toBe(fixture.marks);
  });
});
