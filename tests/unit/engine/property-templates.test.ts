/** What a template in a property file sees, and docs blocks that never end. */
import { expect, test } from "vitest";
import { openEngine } from "../../../src/engine/index.ts";
import { builtins, engineOf, filesOf, frozenClock } from "../../support/project.ts";

async function described(description: string): Promise<readonly string[]> {
  const engine = await openEngine({
    files: filesOf({
      "models/a.sql": "select 1 as id",
      "models/a.yml": `models:\n  - name: a\n    description: ${JSON.stringify(description)}\n`,
    }),
    builtins,
    warehouse: () => Promise.reject(new Error("Nothing here needs a warehouse.")),
    clock: frozenClock,
  });
  const errors = engine.diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0
    ? errors.map(({ code }) => code)
    : [engine.manifest.nodes.get("model.shop.a")?.description ?? ""];
}

test.each([
  ["{{ modules.datetime.date(2024, 1, 2).isoformat() }} {{ modules.re.match('a', 'ab').group() }}", "2024-01-02 a"],
  ["{{ run_started_at.year > 2000 }} {{ dbt_version }}", "True 1.11.0"],
  ["{{ fromjson('[1, 2]') | length }} {{ tojson({'a': 1}) }} {{ local_md5('a')[:6] }}", '2 {"a": 1} 0cc175'],
  ["{{ zip([1], [2]) | list }} {{ set([1]) | list }} {{ flags.FULL_REFRESH }}", "[(1, 2)] [1] False"],
  ["{{ ref is defined }} {{ adapter is defined }} {{ execute is defined }}", "False False False"],
  ["{{ run_query('select 1') }}", "R003"],
])("%s", async (template, text) => expect(await described(template)).toEqual([text]));

test("a docs block that is never closed is an error at its tag", () => {
  const engine = engineOf({
    "models/a.sql": "select 1 as id",
    "models/a.md": "{% docs one %}1{% enddocs %}\n{% docs two %}2\n",
  });
  expect(engine.diagnostics).toMatchObject([
    {
      code: "J001",
      at: { path: "models/a.md", from: 29, to: 43 },
      message: expect.stringContaining(`"two" is never closed`) as string,
    },
  ]);
  expect([...engine.manifest.docs.keys()]).toEqual(["doc.shop.one"]);
});
