/** A small dbt project whose run has everything in it: layers, a slow model, a test that fails, one that warns, what is skipped, a late source. */
export const BAKERY: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: bakery\nversion: '1.0'\nprofile: bakery\n",
  "profiles.yml":
    "bakery:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: bakery.duckdb\n      schema: main\n",
  "models/sources.yml": [
    "sources:",
    "  - name: till",
    "    schema: raw",
    "    tables:",
    "      - name: sales",
    "        description: One row per sale.",
    "        loaded_at_field: cast(sold_at as timestamp)",
    "        freshness:",
    "          warn_after: {count: 1, period: day}",
    "          error_after: {count: 2, period: day}",
    "",
  ].join("\n"),
  "data/sales.csv": "sale_id,bread,amount,sold_at\n1,rye,4.50,2026-01-02\n2,rye,-3.25,2026-01-03\n3,,1.00,2026-01-03\n",
  "models/staging/stg_sales.sql": "select sale_id, bread, amount, sold_at from {{ source('till', 'sales') }}\n",
  "models/entities/entity_breads.sql":
    "{{ config(materialized='table') }}\nselect bread, sum(amount) as revenue from {{ ref('stg_sales') }} group by bread\n",
  "models/marts/bread_report.sql":
    "select bread, {{ cents('revenue') }} as revenue_cents from {{ ref('entity_breads') }}\n",
  "models/schema.yml": [
    "models:",
    "  - name: stg_sales",
    "    description: Sales as the till told them. One row per sale.",
    "    columns:",
    "      - name: sale_id",
    "        data_tests: [unique, not_null]",
    "      - name: bread",
    "        description: The kind of bread; empty where the till did not know it.",
    "        data_tests:",
    "          - not_null: {config: {severity: warn}}",
    "  - name: entity_breads",
    "    description: The breads and what they earned. One row per bread.",
    "    config: {meta: {owner: baker}, tags: [daily]}",
    "    columns:",
    "      - name: bread",
    "        description: The bread's name.",
    "        data_tests: [not_null]",
    "      - name: revenue",
    "        description: Money from sales, without tax.",
    "",
  ].join("\n"),
  "macros/cents.sql": "{% macro cents(amount) %}cast(100 * {{ amount }} as integer){% endmacro %}\n",
  "macros/macros.yml":
    "macros:\n  - name: cents\n    description: Money as whole cents.\n    arguments:\n      - {name: amount, type: number, description: In whole money.}\n",
  "models/exposures.yml":
    "exposures:\n  - name: bread_board\n    label: Bread board\n    type: dashboard\n    depends_on: [ref('bread_report')]\n    owner: {name: The baker}\n",
};

/** A statement that takes minutes, for a model or a question that is to be stopped. */
export const HEAVY = "select count(*) as n from range(300000) as a(x), range(300000) as b(y) where (x * y) % 7 = 3";
