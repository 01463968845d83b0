import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Diagnostic, SourceFile } from "../../../src/engine/index.ts";
import { lint, OFFLINE_RULES, PROJECT_RULES } from "../../../src/engine/lint/lint.ts";
import type { LintProfile } from "../../../src/engine/lint/lint.ts";
import { sqlTokens, withoutJinja } from "../../../src/engine/lineage/sql-tokens.ts";
import { openNodeWarehouse } from "../../../src/engine/warehouse/node.ts";
import { builtins, engineOf } from "../../support/project.ts";

describe("what fails or changes in the page is found:", () => {
  test.each([
    ["json_extract(doc, '$.a')", "V001 json_extract"],
    ["doc ->> '$.a'", "V001 ->>"],
    ["doc -> 'a'", "V001 ->"],
    ["coalesce(doc -> 'a', doc->'b')", "V001 -> V001 ->"],
    ["cast(doc as json)", "V001 json"],
    ["doc::JSON", "V001 JSON"],
    ["to_json(doc)", "V001 to_json"],
    ["list_transform(tags, x -> x + 1)", ""],
    ["list_filter(tags, (x, i) -> x > i)", ""],
    ["list_filter(tags, x -> x -> 'a' = 'b')", "V001 ->"],
    ["list_filter(tags, lambda x: x > 1)", ""],
    ["columns(c -> c like 'a%')", ""],
    ["json", ""],
    ["orders.json_text", ""],
    ["at at time zone 'UTC'", "V002 at time zone"],
    ["cast(at as timestamp with time zone)", "V002 timestamp with time zone"],
    ["at::timestamptz", "V002 timestamptz"],
    ["timezone('UTC', at)", "V002 timezone"],
    ["to_timestamp(0)", "V002 to_timestamp"],
    ["name collate de", "V002 collate de"],
    ["name collate nocase", ""],
    ["orders.timezone", ""],
    ["timezone as zone", ""],
    ["current_date", "V003 current_date"],
    ["Current_Timestamp", "V003 Current_Timestamp"],
    ["localtimestamp", "V003 localtimestamp"],
    ["now()", "V003 now"],
    ["today ( )", "V003 today"],
    ["age(born_on)", "V003 age"],
    ["age(died_on, born_on)", ""],
    ["age(greatest(a, b))", "V003 age"],
    ["orders.current_date", ""],
    ['"current_date"', ""],
    ["'now()'", ""],
    ["now", ""],
    ["day as today", ""],
    ["date_trunc('month', at)", "V004 date_trunc"],
    ["cast(date_trunc('month', at) as date)", ""],
    ["cast(date_trunc('month', at) + interval 1 month as date)", ""],
    ["date_trunc('month', at)::date", ""],
    ["(date_trunc('month', at) + interval 1 day)::date", ""],
    ["coalesce(date_trunc('month', cast(at as date)), at)", "V004 date_trunc"],
    ["/* current_date */ 1 -- now()", ""],
    ["$$ now() $$", ""],
    ["'it''s now()'", ""],
  ])("%s -> %s", async (expression, expected) => {
    const found = await lintOf({ "models/orders.sql": `select\n    ${expression}\nfrom raw_orders` }, "offline");
    expect(found.map(({ code, marked }) => `${code} ${marked}`).join(" ")).toBe(expected);
  });
});

describe("the place of a finding", () => {
  test("is the call of the macro that writes it", async () => {
    const found = await lintOf(
      {
        "macros/today.sql": "{% macro this_day() %}current_date{% endmacro %}",
        "models/orders.sql": "select\n    {{ this_day() }} as day,\n    1 as one",
      },
      "offline",
    );
    expect(found).toMatchObject([{ code: "V003", marked: "{{ this_day() }}", severity: "warning" }]);
  });

  test("is the word itself behind other Jinja", async () => {
    const found = await lintOf(
      { "models/orders.sql": "{% set n = 3 %}select {{ n }} as n, now() as at -- {{ n }} now()" },
      "offline",
    );
    expect(found).toMatchObject([{ marked: "now" }]);
  });

  test("is found in a branch that is not taken, too, and once in one that is", async () => {
    const sql =
      "select 1 as a {% if target.name == 'other' %} where at > now() {% else %} where at < today() {% endif %}";
    const found = await lintOf({ "models/orders.sql": sql }, "offline");
    expect(found.map(({ marked }) => marked)).toEqual(["now", "today"]);
  });

  test("lies in hooks and in singular and generic tests as well", async () => {
    const found = await lintOf(
      {
        "macros/tests.sql":
          "{% test before(model, column_name, limit_sql) %}select 1 from {{ model }} where {{ column_name }} > {{ limit_sql }}{% endtest %}",
        "models/orders.sql": "{{ config(post_hook='insert into log select now()') }} select 1 as a",
        "models/orders.yml":
          "models: [{ name: orders, columns: [{ name: a, data_tests: [{ before: { arguments: { limit_sql: 'today()' } } }] }] }]",
        "tests/none.sql": "select 1 from {{ ref('orders') }} where a > current_date",
      },
      "offline",
    );
    expect(found.map(({ code, at }) => `${code} ${at?.path ?? ""}`)).toEqual([
      "V003 models/orders.sql",
      "V003 models/orders.yml",
      "V003 tests/none.sql",
    ]);
  });

  test("is there for a model that cannot be compiled", async () => {
    const found = await lintOf({ "models/orders.sql": "select {{ nothing_here() }}, now() as at" }, "offline");
    expect(found).toMatchObject([{ code: "V003", marked: "now" }]);
  });
});

describe("the bundled project's own rules:", () => {
  const CLEAN = {
    "dbt_project.yml": "name: shop\nprofile: shop\nflags: { require_generic_test_arguments_property: true }\n",
    "models/saas/staging/crm/stg_crm__people.sql":
      "-- One row per person.\nselect id as person_id from {{ source('crm', 'people') }}",
    "models/saas/staging/crm/stg_crm__people.yml":
      "models: [{ name: stg_crm__people, description: People., columns: [{ name: person_id, description: Its id., data_tests: [unique, not_null] }] }]",
    "models/saas/sources/crm.yml":
      "sources: [{ name: crm, tables: [{ name: people, description: Raw people., columns: [{ name: id, description: Its id. }] }] }]",
    "models/saas/entities/people/entity_people.sql":
      "-- One row per person.\nselect person_id from {{ ref('stg_crm__people') }}",
    "models/saas/entities/people/entity_people.yml":
      "models: [{ name: entity_people, description: People., columns: [{ name: person_id, description: Its id., data_tests: [unique, not_null] }] }]",
  };
  const entity = "models/saas/entities/people/entity_people";
  const staging = "models/saas/staging/crm/stg_crm__people";

  test("a project that keeps them has no findings", async () => {
    expect(await lintOf(CLEAN, "bundled")).toEqual([]);
  });

  test.each([
    [
      "V010",
      { [`${entity}.sql`]: "-- One row per person.\nselect id as person_id from {{ source('crm', 'people') }}" },
      "source('crm', 'people')",
      '"entity_people" is in entities and reads the source "crm.people" past staging.',
    ],
    [
      "V011",
      {
        [`${staging}.sql`]: "-- One row per person.\nselect person_id from {{ ref( 'entity_people' ) }}",
        [`${entity}.sql`]: "-- One row per person.\nselect 1 as person_id",
      },
      "ref( 'entity_people' )",
      '"stg_crm__people" is in staging and reads the model "entity_people"; staging reads sources and seeds only.',
    ],
    [
      "V012",
      { "models/saas/staging/erp/stg_crm__people.sql": CLEAN[`${staging}.sql`], [`${staging}.sql`]: null },
      "-- One row per person.",
      '"stg_crm__people" is in staging, where names start with "stg_erp__…".',
    ],
    [
      "V012",
      { "models/people/entity_people.sql": CLEAN[`${entity}.sql`], [`${entity}.sql`]: null },
      "-- One row per person.",
      '"entity_people" lies in no layer\'s folder.',
    ],
    [
      "V013",
      { [`${entity}.yml`]: CLEAN[`${entity}.yml`].replace("[unique, not_null]", "[not_null]") },
      "name: entity_people",
      'No test of "entity_people" holds its key.',
    ],
    [
      "V013",
      { [`${entity}.yml`]: CLEAN[`${entity}.yml`].replace("[unique, not_null]", "[unique]") },
      "name: person_id",
      'The key (person_id) of "entity_people" is tested to be unique, but it may be empty, or its test only warns.',
    ],
    [
      "V014",
      { [`${entity}.yml`]: CLEAN[`${entity}.yml`].replace(", description: Its id.", "") },
      "name: person_id",
      'The column "person_id" of the model "entity_people" has no description.',
    ],
    [
      "V014",
      {
        "models/saas/sources/crm.yml":
          "sources: [{ name: crm, tables: [{ name: people, columns: [{ name: id, description: Its id. }] }] }]",
      },
      "name: people",
      'The source "crm.people" has no description.',
    ],
    [
      "V015",
      { [`${entity}.sql`]: "-- The people.\nselect person_id from {{ ref('stg_crm__people') }}" },
      "-- The people.",
      '"entity_people" does not open with a line that says what one row is.',
    ],
  ] as const)("%s is found", async (code, change, marked, message) => {
    const files: Record<string, string | null> = { ...CLEAN, ...change };
    const left = Object.entries(files).flatMap(([path, text]) => (text === null ? [] : [[path, text]]));
    const found = await lintOf(Object.fromEntries(left) as Record<string, string>, "bundled");
    expect(found.map((one) => ({ code: one.code, marked: one.marked, message: one.message }))).toEqual([
      { code, marked, message },
    ]);
    expect(found[0]).toMatchObject({ severity: "error", hint: expect.stringMatching(/\.$/) as string });
  });

  test("a singular test that shows repeated keys holds a key", async () => {
    const files = {
      ...CLEAN,
      [`${entity}.yml`]: CLEAN[`${entity}.yml`].replace("[unique, not_null]", "[not_null]"),
      "tests/people_key.sql":
        "select person_id, count(*) as n from {{ ref('entity_people') }} group by person_id having count(*) > 1 or person_id is null",
    };
    expect(await lintOf(files, "bundled")).toEqual([]);
  });

  test("a generic test of the project that shows repeated keys holds a key", async () => {
    const repeats = "group by {{ column }} having count(*) > 1 or {{ column }} is null";
    const files = {
      ...CLEAN,
      [`${entity}.yml`]: CLEAN[`${entity}.yml`].replace(
        "[unique, not_null]",
        "[{ own_key: { arguments: { column: person_id } } }]",
      ),
      "tests/generic/own_key.sql": `{% test own_key(model, column_name, column) %}select {{ column }} from {{ model }} ${repeats}{% endtest %}`,
    };
    expect(await lintOf(files, "bundled")).toEqual([]);
  });

  test("none of them is held against a project from elsewhere", async () => {
    const found = await lintOf(
      {
        "models/x.sql": "select * from {{ source('a', 'b') }}",
        "models/s.yml": "sources: [{ name: a, tables: [{ name: b }] }]",
      },
      "offline",
    );
    expect(found).toEqual([]);
  });
});

test("only chosen nodes are looked at", async () => {
  const engine = engineOf({ "models/a.sql": "select now() as at", "models/b.sql": "select now() as at" });
  const found = await lint(engine, { profile: "offline", nodes: new Set(["model.shop.b"]) });
  expect(found.map(({ node }) => node)).toEqual(["model.shop.b"]);
});

test("every rule has a code of its own", () => {
  const codes = [...OFFLINE_RULES, ...PROJECT_RULES].map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

test("the bundled project keeps all rules", async () => {
  const warehouse = await openNodeWarehouse();
  const engine = engineOf({}, { files: bundledFiles(), builtins, warehouse: () => Promise.resolve(warehouse) });
  const found = await lint(engine, { profile: "bundled" });
  await warehouse.close();
  expect(found.map(({ code, message, at }) => `${code} ${at?.path ?? ""}: ${message}`)).toEqual([]);
}, 30_000);

describe("SQL is read word by word:", () => {
  test.each([
    [`a.b -- c\n/* d /* e */ f */ + "G h"`, `word:a sign:. word:b sign:+ name:"G h"`],
    [
      `'it''s' e'a\\'b' x'00' $$q'$$ $t$ $$ $t$`,
      `string:'it''s' string:e'a\\'b' string:x'00' string:$$q'$$ string:$t$ $$ $t$`,
    ],
    ["1.5e3 .5 t1.x 0x1F 1_000", "number:1.5e3 number:.5 word:t1 sign:. word:x number:0x1F number:1_000"],
    [
      "a->>'b' x::int y->z a<=>b",
      "word:a sign:->> string:'b' word:x sign::: word:int word:y sign:-> word:z word:a sign:<=> word:b",
    ],
    ["größe 'open", "word:größe string:'open"],
  ])("%s", (sql, expected) => {
    expect(
      sqlTokens(sql)
        .map(({ kind, text }) => `${kind}:${text}`)
        .join(" "),
    ).toBe(expected);
  });

  test("Jinja is blanked without moving anything", () => {
    const template = "{# now() #}\nselect '{{ x }}' as a, {% if b %}now(){% endif %}";
    const blank = withoutJinja(template);
    expect(blank).toHaveLength(template.length);
    expect(sqlTokens(blank).map(({ text }) => text)).toEqual(["select", "'       '", "as", "a", ",", "now", "(", ")"]);
    expect(template.slice(blank.indexOf("now"), blank.indexOf("now") + 3)).toBe("now");
  });
});

type Found = Diagnostic & { readonly marked: string };

async function lintOf(texts: Readonly<Record<string, string>>, profile: LintProfile): Promise<Found[]> {
  const engine = engineOf(texts);
  const text = new Map(engine.files.map((file) => [file.path, file.text]));
  const found = await lint(engine, { profile });
  return found.map((one) => ({ ...one, marked: text.get(one.at?.path ?? "")?.slice(one.at?.from, one.at?.to) ?? "" }));
}

function bundledFiles(): SourceFile[] {
  const read = (below: string): SourceFile[] =>
    readdirSync(join("src/models", below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.name === "target" || entry.name === "logs") return [];
      if (entry.isDirectory()) return read(path);
      if (!/\.(sql|ya?ml|csv|md)$/.test(entry.name)) return [];
      return [{ path, text: readFileSync(join("src/models", path), "utf8") }];
    });
  return read("");
}
