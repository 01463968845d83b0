import { afterAll, beforeAll, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

const YAML = `
models:
  - name: m
    config: {contract: {enforced: true}}
    constraints: [{type: check, expression: id > 0}]
    columns:
      - {name: id, data_type: integer, constraints: [{type: not_null}]}
      - {name: Full Name, data_type: varchar, quote: true}
`;

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ "models/m.sql": "select 1 as id", "models/m.yml": YAML });
});
afterAll(async () => lab.close());

async function compiled(text: string): Promise<string> {
  const outcome = await lab.engine.compile("model.shop.m", { text });
  return outcome.ok ? outcome.value.compiled_code.replace(/\s+/g, " ").trim() : (outcome.diagnostics[0]?.message ?? "");
}

test("the columns of a property file make an empty query, a list of names and a table's definition", async () => {
  expect(await compiled("{{ get_empty_schema_sql(model.columns) }}")).toBe(
    'select cast(null as integer) as id, cast(null as varchar) as "Full Name"',
  );
  expect(await compiled("{{ get_column_names() }}")).toBe('(id, "Full Name")');
  expect(await compiled("{{ get_select_subquery('select 2 as id') }}")).toBe(
    'select id, "Full Name" from ( select 2 as id ) as model_subq',
  );
  expect(await compiled("{{ get_table_columns_and_constraints() }}")).toBe(
    '( id integer not null, "Full Name" varchar, check (id > 0) )',
  );
});

test("a contract is kept whatever the order of the columns, and broken by a name or a type", async () => {
  const check = (sql: string): Promise<string> => compiled(`{% do get_assert_columns_equivalent('${sql}') %}kept`);
  expect(await check('select null::varchar as "Full Name", 1 as ID')).toBe("kept");
  expect(await check('select 1::bigint as id, null::varchar as "Full Name"')).not.toBe("kept");
  expect(await check("select 1 as id")).not.toBe("kept");
  expect(await check('select 1 as id, null::varchar as "Name"')).not.toBe("kept");
});

test("a table under contract is made with its constraints, and then filled", async () => {
  const sql = await compiled(`{{ create_table_as(false, this, 'select 1 as id, null::varchar as "Full Name"') }}`);
  expect(sql).toMatch(
    /^create table "strata"\."main"\."m" \( id integer not null.*\); insert into "strata"\."main"\."m" \(id, "Full Name"\)/,
  );
  await lab.warehouse.execute(sql);
  await expect(lab.warehouse.execute("insert into strata.main.m values (0, 'x')")).rejects.toThrow();
});
