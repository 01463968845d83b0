/** dbt's objects in templates: what they print and answer. The expected texts are those of dbt-core 1.11 with dbt-duckdb. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLab } from "../../support/project.ts";
import type { Lab } from "../../support/project.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab(
    {
      "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\nvars:\n  plain: 5\n",
      "models/a.sql": "{{ config(meta={'owner': 'me'}, tags=['x']) }} select 1 as id",
      "models/p.yml":
        "models:\n  - name: a\n    description: An a.\n    columns:\n      - name: id\n        data_type: integer\n        data_tests: [unique]\n" +
        "sources:\n  - name: raw\n    tables: [{name: orders}]\n",
    },
    {
      vars: { templated: "{{ target.name }}-x" },
      env: { DBT_ENV_SECRET_X: "hidden", PLAIN: "seen", DBT_ENV_CUSTOM_ENV_CI: "7" },
    },
  );
  await lab.warehouse.execute("create table zz as select 'x' as t, 1.5::decimal(10,2) as d, 1 as i, {'k': 1} as s");
  await lab.warehouse.execute("create view vv as select 1 as t");
});
afterAll(() => lab.close());

async function said(text: string): Promise<string> {
  const outcome = await lab.engine.compileText(text);
  if (outcome.ok) return outcome.value.compiled_code.replace(/\s+/g, " ").trim();
  const [found] = outcome.diagnostics;
  return `${found?.code}: ${found?.message}`;
}

const R = "{% set r = api.Relation.create(database='d', schema='s', identifier='i') %}";
const ZZ = "{% set zz = adapter.get_relation('strata', 'main', 'zz') %}";

describe("relations", () => {
  test.each([
    ["{{ r }}", '"d"."s"."i"'],
    ["{{ [r] }}", '[<DuckDBRelation "d"."s"."i">]'],
    ["{{ r.type }} {{ r.is_table }} {{ r is mapping }}", "None False True"],
    ["{{ r.path }}", "Path(database='d', schema='s', identifier='i')"],
    ["{{ r.quote_policy }}", "Policy(database=True, schema=True, identifier=True)"],
    ["{{ r.include(database=false) }} {{ r.quote(identifier=false) }}", '"s"."i" "d"."s".i'],
    ["{{ r.without_identifier() }} {{ r.information_schema('tables') }}", '"d"."s" "d".INFORMATION_SCHEMA.tables'],
    ["{{ r.incorporate(path={'identifier': 'j', 'schema': none}, type='view') }}", '"d"."j"'],
    ["{{ r.incorporate(type='view').is_view }} {{ r.replace_path(identifier='k') }}", 'True "d"."s"."k"'],
    ["{{ r.matches(identifier='i') }} {{ r.matches(identifier='x') }}", "True False"],
    ["{{ r == api.Relation.create(database='d', schema='s', identifier='i') }}", "True"],
    ["{{ r == r.incorporate(type='table') }}", "False"],
    ["{{ {r: 1}[r] }} {{ r['schema'] }} {{ r.get('nope', 'd') }}", "1 s d"],
    ["{{ api.Relation.Table }} {{ api.Relation.CTE }} {{ api.Relation.External }}", "table cte external"],
    ["{{ api.Relation.create(identifier='x', quote_policy={'identifier': false}) }}", "x"],
    ["{{ api.Relation.create(identifier=nope) }}", /^J002: .*identifier of a relation must be a text/],
    ["{{ ref('a').type }} {{ ref('a').is_view }} {{ ref('a').include(schema=false) }}", 'None False "strata"."a"'],
    ["{{ ref('a').name }} {{ source('raw', 'orders').render() }}", 'a "strata"."raw"."orders"'],
  ])("%s", async (text, expected) => {
    const result = await said(R + text);
    if (typeof expected === "string") expect(result).toBe(expected);
    else expect(result).toMatch(expected);
  });
});

describe("columns", () => {
  test.each([
    [
      "{{ api.Column('a', 'decimal', none, 10, 2) }}",
      "DuckDBColumn(column='a', dtype='decimal', char_size=None, numeric_precision=10, numeric_scale=2, fields=[])",
    ],
    ["{{ api.Column('a', 'decimal', none, 10, 2).data_type }}", "decimal(10,2)"],
    ["{{ api.Column.create('b', 'string').dtype }} {{ api.Column.translate_type('string') }}", "TEXT TEXT"],
    [
      "{{ api.Column.string_type(7) }} {{ api.Column.numeric_type('numeric', 4, 1) }}",
      "character varying(7) numeric(4,1)",
    ],
    ["{{ api.Column('a', 'text').can_expand_to(api.Column('b', 'varchar', 300)) }}", "True"],
    ["{{ api.Column('a', 'bigint').is_integer() }} {{ api.Column('a', 'double').is_number() }}", "True True"],
    [
      "{{ api.Column('s', 'STRUCT(a INTEGER, b STRUCT(c VARCHAR))').flatten() | map(attribute='name') | join(' ') }}",
      "s.a s.b.c",
    ],
    [
      "{% for c in adapter.get_columns_in_relation(zz) %}{{ c.name }} {{ c.dtype }} {{ c.data_type }} {{ c.is_numeric() }}; {% endfor %}",
      "t VARCHAR character varying(256) False; d DECIMAL(10,2) DECIMAL(10,2) False; i INTEGER INTEGER False; s STRUCT(k INTEGER) STRUCT(k INTEGER) False;",
    ],
    ["{{ adapter.get_columns_in_relation(zz)[0].quoted }}", '"t"'],
  ])("%s", async (text, expected) => expect(await said(ZZ + text)).toBe(expected));
});

describe("results of queries", () => {
  const q =
    "{% set q = run_query(\"select 1 as a, 2.50 as b, 1.5::double as c, 'x' as d, true as e, date '2024-01-02' as f, " +
    "timestamp '2024-01-02 03:04:05' as g, [1, 2] as h, {'k': 1, 'l': 'v'} as i, null as j, interval 1 day as k, " +
    "10::hugeint as l, time '01:02:03' as m, map {'a': 1} as o, 1e20::double as p, 2::double as v\") %}";
  test.each([
    [
      "{{ q.rows[0].values() }}",
      "(1, Decimal('2.50'), Decimal('1.5'), 'x', True, datetime.date(2024, 1, 2), datetime.datetime(2024, 1, 2, 3, 4, 5), " +
        "'[1, 2]', '{\"k\": 1, \"l\": \"v\"}', None, '1 day, 0:00:00', 10, '01:02:03', '{\"a\": 1}', Decimal('1E+20'), Decimal('2.0'))",
    ],
    ["{{ q.columns[0].values() }} {{ q.columns['b'].values() }} {{ q.columns.d.name }}", "(1,) (Decimal('2.50'),) d"],
    ["{{ q.rows[0]['b'] }} {{ q.rows[0].b }} [{{ q.rows[0]['B'] }}] {{ q[0][0] }}", "2.50 2.50 [] 1"],
    ["{{ q.column_names[:2] }} {{ q.rows | length }} {{ q | length }}", "('a', 'b') 1 1"],
    ["{{ q.rows[0] }}", "<agate.Row: (1, Decimal('2.50'), Decimal('1.5'), 'x', True, ...)>"],
    ["{{ q.columns[0] }} {{ q.columns[:1] }}", "<agate.Column: (1)> (<agate.Column: (1)>,)"],
    ["{{ q.rows[0]['c'] + 1 }} {{ q.rows[0]['f'].strftime('%d/%m') }} {{ q.rows[0]['g'].hour }}", "2.5 02/01 3"],
    ["{{ q.select(['a', 'd']).rows[0].values() }} {{ q.exclude(['b']).column_names | length }}", "(1, 'x') 15"],
    ["{{ q.rename({'a': 'z'}).column_names[0] }} {{ q.rows[0].dict().keys() | list | first }}", "z a"],
    ["{% if q %}yes{% endif %}{% if run_query('select 1 where false') %}{% else %}no{% endif %}", "yesno"],
    ["{% for a, b in run_query('select 1 as x, 2 as y') %}{{ a }}{{ b }}{% endfor %}", "12"],
    ["{{ run_query('select 1 as x, 2 as x').column_names }}", "('x', 'x_2')"],
    ["{{ run_query('select unnest([3, 1, 2]) as x').order_by('x').columns[0].values() }}", "(1, 2, 3)"],
    ["{{ run_query('select unnest([3, 1, 1]) as x').distinct('x').columns[0].values() }}", "(3, 1)"],
    ["{{ run_query('create table made as select 7 as x; select 3 as b').columns[0].values() }}", "(3,)"],
    [
      "{% call statement('st', fetch_result=true) %}select 4 as x{% endcall %}{% set r = load_result('st') %}{{ r['response'] }} {{ r.data }} {{ r.table.rows | length }}",
      "OK [(4,)] 1",
    ],
    [
      "{% call statement('st') %}select 4{% endcall %}{{ load_result('st').data }} {{ load_result('nope') }}",
      "[] None",
    ],
  ])("%s", async (text, expected) => expect(await said(q + text)).toBe(expected));

  test("print_table writes the table that dbt writes", async () => {
    const lines: string[] = [];
    await lab.engine.command(["show", "--inline", `${q}{% do q.print_table() %} select 1 as one`], {
      onEvent: (event) => {
        if (event.kind === "log") lines.push(event.text);
      },
    });
    expect(lines.find((line) => line.startsWith("| a |"))).toBe(
      "| a |   b |   c | d |    e |          f | ... |\n" +
        "| - | --- | --- | - | ---- | ---------- | --- |\n" +
        "| 1 | 2.5 | 1.5 | x | True | 2024-01-02 | ... |",
    );
  });
});

describe("adapter", () => {
  test.each([
    ["{{ zz }} {{ zz.type }} {{ adapter.get_relation('strata', 'main', 'nope') }}", '"strata"."main"."zz" table None'],
    ["{{ adapter.get_relation('strata', 'main', 'vv').is_view }}", "True"],
    ["{{ adapter.get_relation('strata', 'main', 'ZZ') }}", /^J002: .*differs only in case/],
    ["{{ adapter.already_exists('main', 'zz') }} {{ adapter.check_schema_exists('strata', 'nope') }}", "True False"],
    // dbt hands templates no more of the adapter than this.
    ["{{ adapter.list_relations is defined }} {{ adapter.list_schemas is defined }}", "False False"],
    [
      "{{ adapter.quote('a') }} {{ adapter.type() }} {{ adapter.quote_as_configured('x', 'schema') }}",
      '"a" duckdb "x"',
    ],
    ["{{ adapter.quote_seed_column('a', false) }} {{ adapter.quote_seed_column('a', none) }}", 'a "a"'],
    [
      "{{ adapter.get_missing_columns(zz, adapter.get_relation('strata', 'main', 'vv')) | map(attribute='name') | join }}",
      "dis",
    ],
    [
      "{{ adapter.get_column_schema_from_query('select 1 as x, 2.5 as y') | map(attribute='dtype') | join(' ') }}",
      "INTEGER DECIMAL(2,1)",
    ],
    ["{{ adapter.execute('select 1 as a', fetch=true)[1].rows[0][0] }} {{ adapter.execute('select 1')[0] }}", "1 OK"],
    ["{{ adapter.valid_incremental_strategies() }}", "['append', 'delete+insert', 'merge', 'microbatch']"],
    [
      "{{ adapter.render_raw_columns_constraints({'id': {'name': 'id', 'data_type': 'int', 'constraints': [{'type': 'not_null'}, {'type': 'check', 'expression': 'id > 0'}]}}) }}",
      "['id int not null check (id > 0)']",
    ],
    [
      "{{ adapter.render_raw_model_constraints([{'type': 'primary_key', 'columns': ['a', 'b']}, {'type': 'unique', 'name': 'u', 'columns': ['a']}]) }}",
      "['primary key (a, b)', 'constraint u unique (a)']",
    ],
    [
      "{{ adapter.get_hard_deletes_behavior({'hard_deletes': 'new_record'}) }} {{ adapter.location_exists('/nope.csv') }}",
      "new_record False",
    ],
    [
      "{% do adapter.create_schema(api.Relation.create(database='strata', schema='extra')) %}{{ adapter.check_schema_exists('strata', 'extra') }}",
      "True",
    ],
    [
      "{% do adapter.drop_schema(api.Relation.create(database='strata', schema='extra')) %}{{ adapter.check_schema_exists('strata', 'extra') }}",
      "False",
    ],
    ["{{ adapter.store_relation('x') }}", /^P012/],
    ["{{ adapter.nope is defined }} {{ adapter.is_motherduck() }}", "False False"],
    ["{% do adapter.drop_relation(ref('a')) %}", /^J002: .*table or a view/],
    ["{{ adapter.dispatch('shop.x') }}", /^J002: .*no point/],
  ])("%s", async (text, expected) => {
    const result = await said(ZZ + text);
    if (typeof expected === "string") expect(result).toBe(expected);
    else expect(result).toMatch(expected);
  });

  test("a table is renamed and emptied", async () => {
    await lab.warehouse.execute("create table before_it as select 1 as id");
    const get = (name: string) => `adapter.get_relation('strata', 'main', '${name}')`;
    const after = "api.Relation.create(database='strata', schema='main', identifier='after_it', type='table')";
    await said(
      `{% do adapter.rename_relation(${get("before_it")}, ${after}) %}{% do adapter.truncate_relation(${get("after_it")}) %}`,
    );
    expect(await lab.column("select count(*) from after_it")).toEqual(["0"]);
  });
});

describe("names of dbt", () => {
  test.each([
    [
      "{{ var('plain') + 1 }} {{ var('templated') }} {{ var('nope', 'd') }} {{ var.has_var('nope') }}",
      "6 dev-x d False",
    ],
    ["{{ var('nope') }}", /^P005/],
    ["{{ env_var('PLAIN') }} {{ env_var('NOPE', 'd') }} {{ dbt_metadata_envs }}", "seen d {'CI': '7'}"],
    ["{{ env_var('DBT_ENV_SECRET_X') }}", /^P015: The secret/],
    ["{{ env_var('NOPE') }}", /^P015/],
    ["{{ target.name }} {{ target.type }} {{ target.threads }} {{ target['schema'] }}", "dev duckdb 1 main"],
    [
      "{{ flags.FULL_REFRESH }} {{ flags.WRITE_JSON }} {{ flags.PRINTER_WIDTH }} {{ flags.NOPE is defined }}",
      "False True 80 False",
    ],
    ["{{ flags.INDIRECT_SELECTION }} {{ invocation_args_dict.write_json }}", "eager True"],
    ["{{ run_started_at }} {{ run_started_at.isoformat() }}", "2025-12-31 00:00:00+00:00 2025-12-31T00:00:00+00:00"],
    ["{{ run_started_at.astimezone(modules.pytz.timezone('America/New_York')) }}", "2025-12-30 19:00:00-05:00"],
    [
      "{{ schema }} {{ database }} {{ project_name }} {{ dbt_version }} {{ thread_id }}",
      /^main strata shop 1\.11\.\d+ Thread-1$/,
    ],
    ["{{ builtins.ref('a') }} {{ builtins['var']('plain') }} {{ 'ref' in builtins }}", '"strata"."main"."a" 5 True'],
    [
      "{{ context['run_query'] is defined }} {{ context.get('nope', 'd') }} {{ 'ref' in context }} {{ 'nope' in context }}",
      "True d True False",
    ],
    ["{{ render('{{ 1 + 1 }} {{ target.name }}') }}", "2 dev"],
    ["{{ try_or_compiler_error('told you', nope) }}", /^J002: .*told you/],
    ["{{ validation.any('a', 'b')('a') }} {{ validation.any('a')('c') }}", /^J002: .*should be one of: a/],
    ["{{ submit_python_job() }}", /^P012/],
    ["{{ exceptions.raise_not_implemented('no way') }}", "J003: no way"],
    ["{{ exceptions.missing_relation(ref('a')) }}", 'J003: The relation "strata"."main"."a" does not exist.'],
    ["{{ exceptions.column_type_missing(['a']) }}", /^J003: .*missing for: "a"/],
    [
      "{{ exceptions.raise_contract_error([{'name': 'a', 'data_type': 'int'}], [{'name': 'b', 'data_type': 'text'}]) }}",
      /^J003: [^]*\| b +\| text +\| +\| missing in contract/,
    ],
    ["{{ selected_resources }} {{ tojson([1, 1.0, 'é']) }}", '[] [1, 1.0, "\\u00e9"]'],
    ["{{ 'x' if adapter is defined else 'y' }}{{ debug() }}", "x"],
  ])("%s", async (text, expected) => {
    const result = await said(text);
    if (typeof expected === "string") expect(result).toBe(expected);
    else expect(result).toMatch(expected);
  });
});
