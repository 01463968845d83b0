import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Table } from "../../src/engine/core/table.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import type { Warehouse } from "../../src/engine/warehouse/port.ts";
import type { Stage, StepFacts } from "../../src/engine/xray/xray-facts.ts";
import { planXray } from "../../src/engine/xray/xray-plan.ts";
import { XRAY_SCHEMA, XrayRun } from "../../src/engine/xray/xray-run.ts";

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openNodeWarehouse({ threads: 2, settings: { threads: "2" } });
  await warehouse.execute(`
    create table main.customers as select * from (values (1, 'Ada'), (2, 'Ben'), (3, 'Cy'), (4, null)) t(customer_id, name);
    create table main.orders as select * from (values
      (10, 1, date '2025-01-05', 20), (11, 1, date '2025-02-05', 30), (12, 2, date '2025-01-10', 5),
      (13, 9, date '2025-03-01', 7), (14, null, date '2025-03-02', 8)) t(order_id, customer_id, ordered_on, amount);
    create table main.tiers as select * from (values
      (1, 'basic', date '2025-01-01', date '2025-02-05'), (1, 'plus', date '2025-02-05', date '9999-12-31'),
      (2, 'basic', date '2025-01-01', date '9999-12-31')) t(customer_id, tier, valid_from, valid_to);
  `);
});
afterAll(() => warehouse.close());

async function xray(sql: string, keys: Record<string, string[][]> = {}): Promise<StepFacts[]> {
  const run = XrayRun.of(
    { warehouse, database: "strata", elapsed: () => 0, testedKeys: (relation) => keys[relation] ?? [] },
    sql,
    "model",
  );
  if (!run) throw new Error("no plan");
  await run.open();
  const facts: StepFacts[] = [];
  for (const index of run.plan.steps.keys()) facts.push(await run.step(index));
  await run.close();
  return facts;
}

const cells = (table: Table | null): string =>
  table === null
    ? "none"
    : Array.from({ length: table.rowCount }, (_, row) =>
        table.columns.map(({ name }, at) => `${name}=${String(table.data[at]?.[row] ?? "NULL")}`).join(" "),
      ).join("; ");

/** `join tiers 5 -> 4` */
const line = (stage: Stage): string =>
  [stage.kind, stage.name, stage.before, "->", stage.after, stage.closed && `(${stage.closed})`]
    .filter((part) => part !== null && part !== undefined && part !== "")
    .join(" ");

async function stages(select: string): Promise<string[]> {
  return (await xray(select)).at(-1)!.parts.flatMap((part) => part.stages.map(line));
}

describe("the steps of a model", () => {
  test("are its common tables and the query behind them, each with what it reads", () => {
    const planned = planXray(
      `with recursive
        -- what is ordered
        orders as (select * from "strata"."main"."orders"),
        "Big One" as materialized (select * from orders where amount > 10),
        __dbt__cte__people as (select * from "strata"."main"."customers"),
        n(i) as (select 1 union all select i + 1 from n where i < 3),
        spare as (select 1 as one)
      select * from "Big One" join __dbt__cte__people using (customer_id), n;`,
      "model",
    );
    expect(
      planned?.plan.steps.map((step) => [step.name, step.kind, step.reads, step.relations, step.unused, step.closed]),
    ).toEqual([
      ["orders", "import", [], ["strata.main.orders"], false, null],
      ["Big One", "step", [0], [], false, null],
      ["people", "ephemeral", [], ["strata.main.customers"], false, null],
      ["n", "step", [], [], false, "recursive"],
      ["spare", "step", [], [], true, "no-from"],
      ["model", "final", [1, 2, 3], [], false, null],
    ]);
  });

  test("a text that is no single query has none", () => {
    expect(planXray("select 1; select 2", "model")).toBeNull();
    expect(planXray("with a as select 1", "model")).toBeNull();
  });
});

describe("rows in and out", () => {
  test.each([
    ["select * from orders", ["from orders -> 5"]],
    [
      "select * from orders join customers on orders.customer_id = customers.customer_id",
      ["from orders -> 5", "join customers 5 -> 3"],
    ],
    [
      "select c.name, t.tier from customers as c left join tiers t on t.customer_id = c.customer_id where c.name is distinct from 'Cy' and t.tier <> 'plus'",
      ["from c -> 4", "join t 4 -> 5", "where 5 -> 2"],
    ],
    [
      "select customer_id, sum(amount) as total from orders where amount > 5 group by 1 having sum(amount) > 7",
      ["from orders -> 5", "where 5 -> 4", "group 4 -> 3", "having 3 -> 2"],
    ],
    [
      "select * from tiers qualify row_number() over (partition by customer_id order by valid_from desc) = 1",
      ["from tiers -> 3", "qualify 3 -> 2"],
    ],
    ["select distinct tier from tiers order by tier limit 1", ["from tiers -> 3", "distinct 3 -> 2", "limit 2 -> 1"]],
    ["select max(amount) as most from orders", ["from orders -> 5", "select 5 -> 1"]],
    ["select order_id, unnest([1, 2]) as n from orders", ["from orders -> 5", "select 5 -> 10"]],
    ["select amount * 2 as twice from orders where twice > 20", ["from orders -> 5", "where 5 -> (alias)"]],
    ["select * from orders, tiers", ["from orders -> 5", "join tiers 5 -> 15"]],
    ["select * from orders cross join unnest([1, 2]) as u(n)", ["from orders -> 5", "join u 5 -> 10 (lateral)"]],
    [
      "select * from (orders join customers using (customer_id))",
      ["from (orders join customers using (customer_id)) -> 3"],
    ],
    ["select case when amount > 5 then 'big' end as size from orders", ["from orders -> 5"]],
    ["select * from orders natural join customers", ["from orders -> 5", "join customers 5 -> 3 (natural)"]],
  ])("%s", async (sql, expected) => {
    expect(await stages(sql)).toEqual(expected);
  });

  test("of a union are those of its branches", async () => {
    const [facts] = await xray(
      "select customer_id from orders where amount > 7 union select customer_id from customers order by 1",
    );
    expect(facts?.set).toEqual({ operators: ["union"], before: 7 });
    expect(facts?.rows).toBe(5);
    expect(facts?.parts.map(({ rows }) => rows)).toEqual([3, 4]);
    expect(facts?.parts[0]?.stages.map(line)).toEqual(["from orders -> 5", "where 5 -> 3"]);
  });

  test("what cannot be looked into is counted as a whole and says why", async () => {
    const facts = await xray(
      "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3), w as (with x as (select 1 as a) select * from x) select n.i from n, w",
    );
    expect(facts.map(({ rows, parts }) => [rows, parts[0]?.closed])).toEqual([
      [3, "recursive"],
      [1, "own-with"],
      [3, null],
    ]);
  });

  test("a common table that is turned counts as read", async () => {
    const facts = await xray(
      "with paid as (select customer_id, amount, amount as gross from orders where amount > 10), long as (unpivot paid on amount, gross into name kind value euros) select * from long",
    );
    expect(facts.map(({ parts }) => parts[0]?.closed)).toEqual([null, "pivot", null]);
    expect(facts[1]?.parts[0]?.rows).toBe(2 * (facts[0]?.parts[0]?.rows ?? 0));
    expect(facts[2]?.parts[0]?.rows).toBe(facts[1]?.parts[0]?.rows);
  });

  test("a text that gives other rows each time is shown without numbers for its clauses", async () => {
    await warehouse.execute("create sequence main.ticks");
    const [facts] = await xray("select * from orders where nextval('main.ticks') <= 6");
    expect(facts?.parts[0]).toMatchObject({
      closed: "unsteady",
      stages: [{ after: null }, { before: null, after: null }],
    });
  });

  test("nothing of it stays in the database", async () => {
    await xray("select 1 as one");
    const left = await warehouse.query(`select count(*) from duckdb_schemas() where schema_name = '${XRAY_SCHEMA}'`);
    expect(Number(left.data[0]?.[0])).toBe(0);
  });
});

describe("a join", () => {
  const join = async (sql: string) => (await xray(sql))[0]!.parts[0]!.stages.find(({ kind }) => kind === "join")!.join!;

  test("says which key multiplied, and by how much", async () => {
    const facts = await join("select * from customers c left join orders o on o.customer_id = c.customer_id");
    expect(facts).toMatchObject({ kind: "left", without: 2, multiplied: 1, added: 1, most: 2, rightRows: 5 });
    expect(cells(facts.fanOut)).toBe("customer_id=1 rows_before=1 rows_after=2");
  });

  test("says which rows found no partner, with the value that was looked for", async () => {
    const facts = await join("select * from orders o join customers c on c.customer_id = o.customer_id");
    expect(facts).toMatchObject({ without: 2, multiplied: 0, added: 0 });
    expect(cells(facts.lost).split("; ").sort()).toEqual([
      "order_id=13 customer_id=9 ordered_on=2025-03-01 amount=7",
      "order_id=14 customer_id=NULL ordered_on=2025-03-02 amount=8",
    ]);
  });

  test("by a range of dates counts the day that lies in two ranges twice", async () => {
    const facts = await join(
      "select * from orders o join tiers t on o.customer_id = t.customer_id and o.ordered_on between t.valid_from and t.valid_to",
    );
    expect(facts).toMatchObject({ keys: ["o.customer_id"], multiplied: 1, added: 1, without: 2 });
    expect(facts.others).toEqual(["o.ordered_on between t.valid_from and t.valid_to"]);
    expect(cells(facts.fanOut)).toBe("customer_id=1 rows_before=1 rows_after=2");
  });

  test.each([
    ["left join tiers using (customer_id)", { kind: "left", without: 2, added: 1 }],
    [
      "full join tiers on tiers.customer_id = orders.customer_id",
      { kind: "full", without: 2, rightWithout: 0, added: 2 },
    ],
    [
      "right join customers on customers.customer_id = orders.customer_id",
      { kind: "right", without: 2, rightWithout: 2 },
    ],
    ["semi join tiers on tiers.customer_id = orders.customer_id", { kind: "semi", without: 2, added: 0 }],
    ["anti join tiers on tiers.customer_id = orders.customer_id", { kind: "anti", without: 2, added: 0 }],
    [
      "asof join tiers t on orders.customer_id = t.customer_id and orders.ordered_on >= t.valid_from",
      { kind: "asof", without: 2, added: 0 },
    ],
    [
      "join (select customer_id, count(*) from tiers group by 1) as t(id, n) on orders.customer_id = t.id",
      { without: 2, added: 0 },
    ],
  ])("%s adds up to the rows that DuckDB counts", async (text, expected) => {
    const base = text.includes("using") ? "customers" : "orders";
    expect(await join(`select * from ${base} ${text}`)).toMatchObject(expected);
  });

  test("after another join counts from the rows of that one", async () => {
    const [facts] = await xray(
      "select * from customers c left join orders o on o.customer_id = c.customer_id left join tiers t on t.customer_id = o.customer_id",
    );
    expect(facts?.parts[0]?.stages.map(line)).toEqual(["from c -> 4", "join o 4 -> 5", "join t 5 -> 7"]);
    expect(facts?.parts[0]?.stages[2]?.join).toMatchObject({ without: 2, multiplied: 2, added: 2 });
    expect(cells(facts?.parts[0]?.stages[2]?.join?.lost ?? null)).toContain("o.customer_id=NULL customer_id=3");
  });
});

describe("what is dropped", () => {
  test("by a condition: how many each of several turns away, and which rows", async () => {
    const [facts] = await xray("select order_id from orders where amount > 5 and customer_id is not null");
    const where = facts!.parts[0]!.stages[1]!;
    expect(where.conditions).toEqual([
      { text: "amount > 5", fails: 1 },
      { text: "customer_id is not null", fails: 1 },
    ]);
    expect(where.dropped?.data[0]).toEqual([12, 14]);
  });

  test("by QUALIFY: the rows that were not the first", async () => {
    const [facts] = await xray(
      "select * from tiers qualify row_number() over (partition by customer_id order by valid_from) = 1",
    );
    expect(cells(facts!.parts[0]!.stages[1]!.dropped)).toContain("tier=plus");
  });
});

describe("keys", () => {
  test("a step is asked for the columns by which it is looked up, grouped and tested", async () => {
    const facts = await xray(
      `with orders as (select * from "strata"."main"."orders"),
       per_customer as (select customer_id, count(*) as n from orders group by customer_id)
       select c.customer_id from "strata"."main"."customers" c left join orders on orders.customer_id = c.customer_id left join per_customer p on p.customer_id = c.customer_id`,
      { "strata.main.orders": [["order_id"]], "": [["customer_id"]] },
    );
    expect(
      facts.map(({ keys }) =>
        keys.map(({ columns, source, repeats, nulls }) => [columns.join(), source, repeats, nulls]),
      ),
    ).toEqual([
      [
        ["order_id", "tested", 0, 0],
        ["customer_id", "joined", 1, 1],
      ],
      [["customer_id", "grouped", 0, 1]],
      [["customer_id", "tested", 1, 0]],
    ]);
    expect(cells(facts[0]!.keys[1]!.examples)).toBe("customer_id=1 rows=2");
  });
});
