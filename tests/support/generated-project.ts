/**
 * A dbt project of any size, made by rule, for measuring: layers of models that read each other, each with a property file and
 * tests, and macros that the models call. The same arguments give the same text.
 */
import type { SourceFile } from "../../src/engine/index.ts";

export interface GeneratedSize {
  readonly models: number;
  /** Defaults to 200. */
  readonly macros?: number;
}

const LAYERS = ["staging", "intermediate", "marts"] as const;

export function generatedProject({ models, macros = 200 }: GeneratedSize): SourceFile[] {
  const files: SourceFile[] = [
    {
      path: "dbt_project.yml",
      text: [
        "name: made",
        "version: '1.0'",
        "profile: made",
        "vars: {cut: 10}",
        "models:",
        "  made:",
        "    +tags: [all]",
        "    staging: {+materialized: view, +tags: [raw]}",
        "    marts: {+materialized: table}",
        "",
      ].join("\n"),
    },
  ];
  for (let number = 0; number < macros; number += 1) files.push(macro(number));
  for (let number = 0; number < models; number += 1) files.push(model(number, macros), properties(number));
  return files;
}

/** Path of the model with that number, for a test that edits it. */
export function modelPath(number: number): string {
  return `models/${layer(number)}/area_${Math.floor(number / 40)}/model_${number}.sql`;
}

function layer(number: number): string {
  return LAYERS[number % LAYERS.length] ?? "marts";
}

function macro(number: number): SourceFile {
  const inner = number % 5 === 4 ? `{{ scale_${number - 1}(column, 1) }}` : "{{ column }}";
  const text = [
    `{% macro scale_${number}(column, by=${number}) %}`,
    "    {%- set parts = [] -%}",
    "    {%- for step in range(3) -%}{%- do parts.append(step * by) -%}{%- endfor -%}",
    `    (${inner} * {{ by }} + {{ parts | sum }})`,
    "{% endmacro %}",
    "",
  ].join("\n");
  return { path: `macros/group_${number % 10}/scale_${number}.sql`, text };
}

function model(number: number, macros: number): SourceFile {
  const parents = [number - 1, Math.floor(number / 2), number - 7].filter((parent) => parent >= 0 && parent !== number);
  const reads = [...new Set(parents)];
  const from =
    reads.length === 0
      ? ["    select 1 as id, 2 as amount, date '2025-01-01' as day"]
      : reads.map(
          (parent) => `    select id, amount, day from {{ ref('model_${parent}') }} where amount < {{ var('cut') }}`,
        );
  const text = [
    `{{ config(materialized='${number % 7 === 0 ? "table" : "view"}', tags=['area_${Math.floor(number / 40)}'], meta={'n': ${number}}) }}`,
    "",
    "with rows_read as (",
    "",
    from.join("\n    union all\n"),
    "",
    "),",
    "",
    "scaled as (",
    "",
    "    select",
    "        id,",
    macros > 0 ? `        {{ scale_${number % macros}('amount') }} as amount,` : "        amount,",
    "        {% for part in ['a', 'b', 'c'] -%}",
    "        sum(case when id % 3 = {{ loop.index0 }} then amount end) over (partition by day) as part_{{ part }},",
    "        {% endfor -%}",
    "        day",
    "    from rows_read",
    "",
    ")",
    "",
    "select * from scaled",
    "",
  ].join("\n");
  return { path: modelPath(number), text };
}

function properties(number: number): SourceFile {
  const text = [
    "version: 2",
    "",
    "models:",
    `  - name: model_${number}`,
    "    description: >",
    `      What layer ${layer(number)} knows about the rows of model ${number}.`,
    "      One row per id and day.",
    "    config: {tags: [kept]}",
    "    columns:",
    "      - name: id",
    '        description: "The key, as the source has it."',
    "        data_tests: [not_null, unique]",
    "      - name: amount",
    "        description: Money in euro, scaled.",
    "        data_tests:",
    "          - not_null:",
    "              config: {where: \"day > '2025-01-01'\"}",
    "      - name: day",
    "        description: The day.",
    ...(number > 0
      ? [
          "        data_tests:",
          "          - relationships:",
          "              arguments:",
          `                to: ref('model_${number - 1}')`,
          "                field: day",
        ]
      : []),
    "",
  ].join("\n");
  return { path: modelPath(number).replace(/\.sql$/, ".yml"), text };
}
