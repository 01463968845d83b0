/** What a query costs, read from its text. */
import { describe, expect, it } from "vitest";
import { costsOf } from "../../../src/app/learn/interactives/shape-compare/shape-costs.ts";

const sizes = new Map([
  ["customers", 60],
  ["places", 92],
]);

describe("what a query costs", () => {
  const joined = `
-- a join in a comment is none
select customers.name, 'a join in a text' as note
from {{ ref('customers') }} as customers

left join {{ ref('places') }} as places on customers.id = places.customer_id
inner join {{ ref('places') }} as others on customers.id = others.customer_id`;

  const costs = costsOf(
    { normalised: joined, star: null, wide: null, entity: "select 1 from {{ ref('customers') }}" },
    sizes,
  );

  it("counts joins, not the word in texts and comments", () => {
    expect(costs[0]?.query?.joins).toBe(2);
    expect(costs[3]?.query?.joins).toBe(0);
  });

  it("adds up each table once", () => {
    expect(costs[0]?.query).toMatchObject({ tables: 2, rows: 152 });
  });

  it("counts lines that say something", () => {
    expect(costs[0]?.query?.lines).toBe(4);
  });

  it("has nothing for a shape that cannot answer", () => {
    expect(costs.map((cost) => cost.query === null)).toEqual([false, true, true, false]);
  });
});
