import { describe, expect, test } from "vitest";
import { parsedOf } from "../../support/parsed.ts";

/** Ids of everything but macros, without the project's name. */
function ids(texts: Record<string, string>): string[] {
  return [...parsedOf(texts).manifest.nodes.keys()].map((id) => id.replace(".shop.", " ")).sort();
}

const orders = { "models/orders.sql": "select 1 as id" };

describe("what becomes a node", () => {
  test("models, seeds, analyses, singular tests and snapshots have dbt's ids", () => {
    expect(
      ids({
        "models/marts/orders.sql": "select 1 as id",
        "seeds/raw.csv": "id\n1\n",
        "analyses/look.sql": "select 1",
        "tests/deep/none.sql": "select * from {{ ref('orders') }} where false",
        "tests/generic/even.sql": "{% test even(model) %}select 1{% endtest %}",
        "tests/fixtures/rows.sql": "select 1",
        "snapshots/two.sql":
          "{% snapshot a %}{{ config(strategy='check', check_cols='all', unique_key='id') }} select 1 as id{% endsnapshot %}" +
          "{% snapshot b %}{{ config(strategy='timestamp', updated_at='t', unique_key=['id']) }} select 2 as id{% endsnapshot %}",
        "models/.hidden.sql": "select 1",
      }),
    ).toEqual(["analysis look", "model orders", "seed raw", "snapshot a", "snapshot b", "test none"]);
  });

  test("the fqn of a snapshot names its file, that of an analysis its kind", () => {
    const { node } = parsedOf({
      "snapshots/deep/file.sql":
        "{% snapshot a %}{{ config(strategy='check', check_cols=['x'], unique_key='id') }} select 1{% endsnapshot %}",
      "snapshots/more/s.yml":
        "snapshots:\n  - name: y\n    relation: ref('orders')\n    config: {strategy: check, check_cols: all, unique_key: id}\n",
      "analyses/deep/look.sql": "select 1",
      ...orders,
    });
    expect(node("snapshot.shop.a").fqn).toEqual(["shop", "deep", "file", "a"]);
    expect(node("snapshot.shop.y").fqn).toEqual(["shop", "more", "y"]);
    expect(node("snapshot.shop.y").raw_code).toBe("select * from {{ ref('orders') }}");
    expect(node("snapshot.shop.y").depends_on.nodes).toEqual(["model.shop.orders"]);
    expect(node("analysis.shop.look").fqn).toEqual(["shop", "analysis", "deep", "look"]);
  });

  test("what a hook, a foreign key and a generic test's macro refer to are edges", () => {
    const { manifest, node } = parsedOf({
      ...orders,
      "models/keyed.sql": "select 1 as id",
      "models/hooked.sql": "{{ config(post_hook=\"insert into log select * from {{ ref('orders') }}\") }} select 1",
      "tests/generic/like.sql":
        "{% test like(model) %}select * from {{ model }} join {{ ref('orders') }} using (id){% endtest %}",
      "models/p.yml":
        "models:\n  - name: keyed\n    data_tests: [like]\n    constraints:\n      - {type: foreign_key, columns: [id], to: ref('orders'), to_columns: [id]}\n",
    });
    expect(node("model.shop.hooked").depends_on.nodes).toEqual(["model.shop.orders"]);
    expect(node("model.shop.keyed").depends_on.nodes).toEqual(["model.shop.orders"]);
    const like = [...manifest.nodes.values()].find((found) => found.test_metadata !== null);
    expect(like?.depends_on.nodes).toEqual(["model.shop.keyed", "model.shop.orders"]);
  });

  test("a macro's config() is the test's, weaker than what stands beside it", () => {
    const { manifest } = parsedOf({
      ...orders,
      "tests/generic/like.sql":
        "{% test like(model) %}{{ config(fail_calc='sum(n)', severity='warn') }}select 1{% endtest %}",
      "models/p.yml": "models:\n  - name: orders\n    data_tests:\n      - like: {config: {severity: error}}\n",
    });
    const like = [...manifest.nodes.values()].find((node) => node.resource_type === "test");
    expect(like?.config["fail_calc"]).toBe("sum(n)");
    expect(like?.config["severity"]).toBe("error");
  });
});

describe("versions", () => {
  const texts = {
    "models/dim_v1.sql": "select 1 as id, 2 as b",
    "models/dim.sql": "select 1 as id",
    "models/old.sql": "select * from {{ ref('dim', v=1) }}",
    "models/new.sql": "select * from {{ ref('dim') }}",
    "models/p.yml": [
      "models:",
      "  - name: dim",
      "    latest_version: 2",
      "    columns: [{name: id, data_tests: [not_null]}, {name: b}]",
      "    versions:",
      "      - {v: 1, config: {alias: dim_first}}",
      "      - v: 2",
      "        columns: [{include: all, exclude: [b]}]",
    ].join("\n"),
  };

  test("each is a node; the latest may live in a file without suffix, and is what an unpinned ref means", () => {
    const { node } = parsedOf(texts);
    expect(node("model.shop.dim.v2").alias).toBe("dim_v2");
    expect(node("model.shop.dim.v1").alias).toBe("dim_first");
    expect(node("model.shop.dim.v2").fqn).toEqual(["shop", "dim", "v2"]);
    expect(Object.keys(node("model.shop.dim.v2").columns)).toEqual(["id"]);
    expect(node("model.shop.new").depends_on.nodes).toEqual(["model.shop.dim.v2"]);
    expect(node("model.shop.old").depends_on.nodes).toEqual(["model.shop.dim.v1"]);
  });

  test("tests bear the version in their names", () => {
    expect(ids(texts).filter((id) => id.startsWith("test"))).toEqual([
      expect.stringMatching(/^test not_null_dim_v1_id\.\w{10}$/),
      expect.stringMatching(/^test not_null_dim_v2_id\.\w{10}$/),
    ]);
  });
});

describe("configs", () => {
  const project = [
    "name: shop",
    "version: '1'",
    "profile: shop",
    "models:",
    "  shop:",
    "    +tags: [root]",
    "    +meta: {from: project, kept: 1}",
    "    marts: {+tags: marts, +grants: {select: [a]}, materialized: table}",
    "    +vars_like: {a: 1}",
  ].join("\n");

  test("tags and hooks add up, meta merges, everything else is overwritten by what stands nearer", () => {
    const { node } = parsedOf({
      "dbt_project.yml": project,
      "models/marts/a.sql":
        "{{ config(tags='own', meta={'from': 'model'}, grants={'+select': ['b']}, pre_hook='select 1') }}" +
        "{{ config({'materialized': 'view', 'pre-hook': ['select 2'], 'my_key': [1]}) }} select 1",
      "models/marts/p.yml": "models: [{name: a, meta: {from: yaml, more: 2}, config: {tags: [yaml], alias: b}}]",
    });
    const { config, alias, unrendered_config: unrendered } = node("model.shop.a");
    expect(config.tags).toEqual(["root", "marts", "yaml", "own"]);
    expect(config.meta).toEqual({ from: "model", kept: 1, more: 2 });
    expect(config["grants"]).toEqual({ select: ["a", "b"] });
    expect(config.materialized).toBe("view");
    expect(config["my_key"]).toEqual([1]);
    expect(config["pre_hook"]).toEqual([
      { sql: "select 1", transaction: true },
      { sql: "select 2", transaction: true },
    ]);
    expect(alias).toBe("b");
    expect(unrendered["materialized"]).toBe("view");
  });

  test("keys without a plus that hold keys are folders", () => {
    const { node } = parsedOf({ "dbt_project.yml": "name: shop\nmodels: {shop: {meta: {a: 1}}}\n", ...orders });
    expect(node("model.shop.orders").config.meta).toEqual({});
  });

  test("dbt_project.yml sees the target and vars of the command line", () => {
    const texts = {
      "dbt_project.yml": "name: shop\nmodels: {+schema: \"{{ target.name }}_{{ var('suffix', 'x') }}\"}\n",
      "profiles.yml": "shop: {target: dev, outputs: {dev: {type: duckdb}}}\n",
      ...orders,
    };
    expect(parsedOf(texts).node("model.shop.orders").schema).toBe("main_dev_x");
    expect(parsedOf(texts, { vars: { suffix: "y" } }).node("model.shop.orders").schema).toBe("main_dev_y");
  });

  test("quoting of the project and of a source decides how relations print", () => {
    const { node } = parsedOf({
      "dbt_project.yml": "name: shop\nquoting: {database: false, identifier: true}\n",
      ...orders,
      "models/s.yml": "sources: [{name: app, quoting: {identifier: false}, tables: [{name: t}]}]",
    });
    expect(node("model.shop.orders").relation_name).toBe('strata."main"."orders"');
    expect(node("source.shop.app.t").relation_name).toBe('strata."app".t');
  });

  test("an ephemeral model has no relation", () => {
    const { node } = parsedOf({ "models/e.sql": "{{ config(materialized='ephemeral') }} select 1" });
    expect(node("model.shop.e").relation_name).toBeNull();
  });
});

describe("sources", () => {
  const freshness = (source: string, table: string) => {
    const text = `sources: [{name: app, ${source} tables: [{name: t${table === "" ? "" : `, ${table}`}}]}]`;
    return parsedOf({ "models/s.yml": text }).node("source.shop.app.t").freshness;
  };
  const hours = (count: number) => ({ count, period: "hour" });

  test.each([
    ["nothing", "", "", null],
    [
      "the source's",
      "freshness: {warn_after: {count: 1, period: hour}},",
      "",
      { warn_after: hours(1), error_after: null, filter: null },
    ],
    [
      "the table's count in the source's period",
      "freshness: {warn_after: {count: 1, period: hour}, error_after: {count: 9, period: hour}},",
      "freshness: {warn_after: {count: 2}, filter: x > 1}",
      { warn_after: hours(2), error_after: hours(9), filter: "x > 1" },
    ],
    ["null, which switches off", "freshness: {warn_after: {count: 1, period: hour}},", "freshness: null", null],
    [
      "what config: says",
      "",
      "config: {freshness: {error_after: {count: 3, period: hour}}}",
      { warn_after: null, error_after: hours(3), filter: null },
    ],
  ])("freshness is %s", (_what, source, table, expected) => expect(freshness(source, table)).toEqual(expected));

  test("tags and meta of source and table add up", () => {
    const { node } = parsedOf({
      "models/s.yml":
        "sources: [{name: app, tags: [b], meta: {x: 1, y: 1}, tables: [{name: t, tags: [a], config: {meta: {y: 2}, tags: [c]}}]}]",
    });
    expect(node("source.shop.app.t").tags).toEqual(["a", "b", "c"]);
    expect(node("source.shop.app.t").meta).toEqual({ x: 1, y: 2 });
  });
});

describe("unit tests", () => {
  const texts = {
    ...orders,
    "seeds/raw.csv": "id\n7\n",
    "models/sum.sql": "select * from {{ ref('orders') }} join {{ ref('raw') }} using (id)",
    "tests/fixtures/fx.csv": "id\n1\n",
    "models/u.yml": [
      "unit_tests:",
      "  - name: adds",
      "    model: sum",
      "    config: {tags: slow}",
      "    given:",
      "      - {input: ref('orders'), format: csv, fixture: fx}",
      "      - {input: ref('raw')}",
      "    expect: {rows: [{id: 1}]}",
    ].join("\n"),
  };

  test("hang on their model, with the rows of fixtures and seeds read in", () => {
    const node = parsedOf(texts).node("unit_test.shop.sum.adds");
    expect(node.depends_on.nodes).toEqual(["model.shop.sum"]);
    expect(node.fqn).toEqual(["shop", "sum", "adds"]);
    expect(node.config.tags).toEqual(["slow"]);
    expect(node.unit_test?.given.map(({ rows }) => rows)).toEqual(["id\n1\n", "id\n7\n"]);
  });

  test("of a versioned model are one for each version that is asked for", () => {
    const found = ids({
      "models/dim_v1.sql": "select 1",
      "models/dim_v2.sql": "select 1",
      "models/dim_v3.sql": "select 1",
      "models/p.yml": "models: [{name: dim, versions: [{v: 1}, {v: 2}, {v: 3}]}]",
      "models/u.yml": "unit_tests: [{name: u, model: dim, versions: {exclude: [3]}, given: [], expect: {rows: []}}]",
    });
    expect(found.filter((id) => id.startsWith("unit"))).toEqual(["unit_test dim.u_v1", "unit_test dim.u_v2"]);
  });
});

test("exposures, metrics, semantic models and saved queries depend on what they name", () => {
  const { node } = parsedOf({
    ...orders,
    "models/s.yml": [
      "semantic_models:",
      "  - name: sem",
      "    model: ref('orders')",
      "    measures: [{name: amount, agg: sum}, {name: cnt, agg: count, create_metric: true}]",
      "metrics:",
      "  - {name: revenue, label: R, type: simple, type_params: {measure: amount}}",
      "  - {name: share, label: S, type: ratio, type_params: {numerator: revenue, denominator: cnt}}",
      "saved_queries:",
      "  - {name: q, query_params: {metrics: [share]}}",
      "exposures:",
      "  - name: board",
      "    type: dashboard",
      "    owner: {name: Ann}",
      "    depends_on:",
      "      - ref('orders')",
      "      - metric('share')",
    ].join("\n"),
  });
  expect(node("semantic_model.shop.sem").depends_on.nodes).toEqual(["model.shop.orders"]);
  expect(node("metric.shop.revenue").depends_on.nodes).toEqual(["semantic_model.shop.sem"]);
  expect(node("metric.shop.share").depends_on.nodes).toEqual(["metric.shop.revenue", "metric.shop.cnt"]);
  expect(node("saved_query.shop.q").depends_on.nodes).toEqual(["metric.shop.share"]);
  expect(node("exposure.shop.board").depends_on.nodes).toEqual(["model.shop.orders", "metric.shop.share"]);
});

test("a macro's depends_on names what it calls, through dispatch too", () => {
  const { manifest } = parsedOf({
    "macros/m.sql":
      "{% macro a(x) %}{{ b(x) }}{% endmacro %}{% macro b(x) %}{{ return(adapter.dispatch('b')(x)) }}{% endmacro %}" +
      "{% macro default__b(x) %}{{ x }}{% endmacro %}",
    "macros/m.yml": "macros: [{name: a, description: does a, arguments: [{name: x, type: string}]}]",
    "models/m.sql": "select {{ a(1) }}",
  });
  expect(manifest.macros.get("macro.shop.a")?.depends_on).toEqual(["macro.shop.b"]);
  expect(manifest.macros.get("macro.shop.b")?.depends_on).toEqual(["macro.shop.default__b"]);
  expect(manifest.macros.get("macro.shop.a")?.patch_path).toBe("shop://macros/m.yml");
  expect(manifest.nodes.get("model.shop.m")?.depends_on.macros).toEqual(["macro.shop.a"]);
});

test("what an edit does not touch is the node of before", () => {
  const texts = {
    ...orders,
    "models/b.sql": "select 1",
    "models/p.yml": "models: [{name: b, data_tests: [{unique: {column_name: id}}]}]",
  };
  const before = parsedOf(texts);
  const after = parsedOf({ ...texts, "models/orders.sql": "select 2 as id" });
  expect(after.node("model.shop.b")).toBe(before.node("model.shop.b"));
  expect(after.node("model.shop.orders").raw_code).toBe("select 2 as id");
  const changed = parsedOf({ ...texts, "models/p.yml": "models: [{name: b, description: new}]" });
  expect(changed.node("model.shop.b").description).toBe("new");
  const tagged = parsedOf({ ...texts, "dbt_project.yml": "name: shop\nmodels: {+tags: [t]}\n" });
  expect(tagged.node("model.shop.b").tags).toEqual(["t"]);
});
