/** What the references of exercises gave is held as long as nothing has changed, and no longer. */
import { describe, expect, test } from "vitest";
import { diagnostic, fail, succeed } from "../../src/engine/core/errors.ts";
import { held, References } from "../../src/lessons/references.ts";

const [project, lessons] = [{}, {}];

/** Asks for the same reference again and again; answers with how often it was run. */
async function runs(
  references: References,
  of: readonly object[],
  changes: () => number | undefined,
  times = 2,
): Promise<number> {
  let ran = 0;
  for (let time = 0; time < times; time += 1)
    await references.during(of, changes, (known) =>
      held(known, "m1.a 0", async () => {
        ran += 1;
        return Promise.resolve(succeed("rows"));
      }),
    );
  return ran;
}

describe("a reference", () => {
  test("is run once while no table and no text changes", async () => {
    const references = new References();
    expect(await runs(references, [project, lessons], () => 1)).toBe(1);
    expect(await runs(references, [project, lessons], () => 1)).toBe(0);
  });

  test("is run anew when a table was built, a model was edited, or another pack of lessons is open", async () => {
    const references = new References();
    await runs(references, [project, lessons], () => 1);
    expect(await runs(references, [project, lessons], () => 2)).toBe(1);
    expect(await runs(references, [{}, lessons], () => 2)).toBe(1);
    expect(await runs(references, [project, {}], () => 2)).toBe(1);
  });

  test("is not held when its own check built something, or where nobody counts the changes", async () => {
    const references = new References();
    let changes = 0;
    expect(await runs(references, [project], () => (changes += 1), 3)).toBe(3);
    expect(await runs(references, [project], () => undefined, 3)).toBe(3);
  });

  test("that failed or was cancelled is run again", async () => {
    const references = new References();
    const answers = [fail(diagnostic("W005", "Cancelled.", { hint: "Again." })), succeed("rows")];
    const ask = () =>
      references.during(
        [project],
        () => 1,
        (known) => held(known, "m1.a 0", () => Promise.resolve(answers.shift() ?? succeed("a third time"))),
      );
    expect((await ask()).ok).toBe(false);
    expect(await ask()).toEqual(succeed("rows"));
    expect(await ask()).toEqual(succeed("rows"));
  });
});
