/** Formatting lays SQL out and leaves Jinja, comments and meaning as they are. */
import { describe, expect, test } from "vitest";
import { formatSql } from "../../src/engine/refactor/format-sql.ts";
import { jinjaRegions } from "../../src/engine/core/jinja-regions.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";

const formatted = (text: string): string => {
  const result = formatSql(text);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
};
const jinja = (text: string) => jinjaRegions(text).map((region) => text.slice(region.from, region.to));

const MODEL = `{{ config( materialized = 'table',
   tags=["a"] ) }}
-- One row per order.
SELECT   o.id,{{ cents_to_currency( 'o.amount' ) }} AS amount, '{{ var("x") }}' as  label
FROM {{ ref('orders')   }} o
{% if is_incremental() %}
where o.at > (select max(at) from {{ this }})
{%- endif %}
{# kept   as it is #}
`;

describe("formatting", () => {
  const text = formatted(MODEL);

  test("puts each column on a line of its own, with small keywords and four blanks", () =>
    expect(text).toContain("select\n    o.id,\n"));

  test("keeps every piece of Jinja byte for byte, in its order", () => expect(jinja(text)).toEqual(jinja(MODEL)));

  test("keeps a statement on a line of its own", () => {
    expect(text).toMatch(/^\s*\{% if is_incremental\(\) %\}$/m);
    expect(text).toMatch(/^\s*\{%- endif %\}$/m);
  });

  test("config stands apart from the query", () =>
    expect(text).toMatch(/^\{\{ config\([\s\S]*?\) \}\}\n\n-- One row per order\.\n/));

  test("twice is once", () => expect(formatted(text)).toBe(text));

  test.each([
    ["select 'A  b' as x", "'A  b'"],
    ["select {{ a }}_suffix, x.{{ b }}, {{ c }}{{ d }} from t", "{{ a }}_suffix"],
    ["select {{ a }}_suffix, x.{{ b }}, {{ c }}{{ d }} from t", "x.{{ b }}"],
    ["select {{ a }}_suffix, x.{{ b }}, {{ c }}{{ d }} from t", "{{ c }}{{ d }}"],
    ["select a::decimal(12, 2), b[1:2], list_transform(c, x -> x + 1) from t", "c, x -> x + 1"],
  ])("%s keeps %s", (sql, kept) => expect(formatted(sql)).toContain(kept));

  test.each([
    ["select {{ ref('a", "open-jinja"],
    ["select ((( from", "unreadable"],
  ])("%s is left alone: %s", (sql, reason) => expect(formatSql(sql)).toEqual({ ok: false, reason }));
});

test("in the bundled project nearly every model can be laid out, and none loses Jinja", async () => {
  const files = (await readProjectFiles("src/models")).filter(({ path }) =>
    /^models\/saas\/(entities|marts)\/.*\.sql$/.test(path),
  );
  const results = files.map(({ path, text }) => ({ path, text, result: formatSql(text) }));
  expect(results.filter(({ result }) => !result.ok).map(({ path }) => path)).toEqual([]);
  for (const { text, result } of results) if (result.ok) expect(jinja(result.text)).toEqual(jinja(text));
}, 60_000);
