/** A model's text is cut into its CTEs, with Jinja in it as well as compiled. */
import { describe, expect, it } from "vitest";
import { changeOf, measureSql, readMeasures } from "../../../src/app/learn/interactives/cte-stepper/measure-chain.ts";
import { askChain, readChain } from "../../../src/app/learn/interactives/query-chain.ts";

const model = `-- One row per customer.
{{ config(tags=['a', "b)"]) }}

with

-- The newest row of each id.
accounts as (

    select * from {{ source('app', 'accounts') }}
    {{ dedupe('id', "updated_at desc") }}

),

named as (

    select accounts.id, 'a ) b' as text from accounts
    left join {{ ref('seed') }} as seed on seed.id = accounts.id

),

final as (select * from named where id in (select id from accounts))

select * from final
`;

describe("a query with CTEs", () => {
  const steps = readChain(model);

  it("has a step for each, in their order, without one for a last select that only reads", () => {
    expect(steps.map((step) => step.name)).toEqual(["accounts", "named", "final"]);
  });

  it("says which earlier steps are read, the one in FROM first", () => {
    expect(steps.map((step) => step.reads)).toEqual([[], ["accounts"], ["named", "accounts"]]);
  });

  it("keeps the remark above a step and its text without the indentation", () => {
    expect(steps[0]?.remark).toBe("The newest row of each id.");
    expect(steps[0]?.body).toBe(`select * from {{ source('app', 'accounts') }}\n{{ dedupe('id', "updated_at desc") }}`);
    expect(steps[2]?.body).toBe("select * from named where id in (select id from accounts)");
  });

  it("can be asked up to a step, with what stands above the query", () => {
    const named = steps[1];
    const asked = named === undefined ? "" : askChain(named, "select count(*) from named");
    expect(asked.startsWith("-- One row per customer.\n{{ config(")).toBe(true);
    expect(asked.trimEnd().endsWith(")\n\nselect count(*) from named")).toBe(true);
    expect(asked).not.toContain("final as");
  });

  it("makes a step of a last select that does something", () => {
    const counted = readChain("with a as (select 1 as x) select count(*) as n from a;");
    expect(counted.map((step) => step.name)).toEqual(["a", "result"]);
    expect(counted[1]?.until).toContain("result as (\nselect count(*) as n from a\n)");
    expect(counted[1]?.reads).toEqual(["a"]);
  });

  it("has none without a WITH", () => {
    expect(readChain("select 1")).toEqual([]);
  });

  it("is measured by one question, which asks for keys where there are some", () => {
    const sql = measureSql(steps, new Map([["final", "id, day"]]));
    expect(sql).toContain("count(distinct (id, day)) as key_count from final");
    expect(sql).toContain("cast(null as bigint) as key_count from accounts");
  });

  it("is compared with the step that it reads", () => {
    const measures = readMeasures([
      { step: "accounts", row_count: 10n, key_count: 10n },
      { step: "named", row_count: 13n, key_count: null },
    ]);
    const named = steps[1];
    expect(named === undefined ? null : changeOf(named, measures)).toEqual({ from: "accounts", delta: 3 });
    expect(measures.get("named")?.keys).toBeNull();
  });
});
