/** What the built-in macros call is there, under the names and with the parameters that dbt gives them. */
import { expect, test } from "vitest";
import { parseTemplate } from "../../../src/engine/jinja/parser.ts";
import { builtins } from "../../support/project.ts";

const packageOf = (path: string): string => path.split("/")[0] ?? "";

const defined = new Map(
  builtins.flatMap((file) =>
    parseTemplate(file.text, file.path).blocks.map((block): [string, string] => [
      `${packageOf(file.path)}.${block.kind === "test" ? "test_" : ""}${block.name}`,
      block.parameters.map((parameter) => parameter.name).join(" "),
    ]),
  ),
);

test("no name is given twice", () => {
  const names = builtins.flatMap((file) =>
    parseTemplate(file.text, file.path).blocks.map((block) => `${packageOf(file.path)}.${block.kind} ${block.name}`),
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("every dispatch finds an implementation", () => {
  const missing = builtins.flatMap((file) =>
    [...file.text.matchAll(/adapter\.dispatch\(\s*'(\w+)', '(\w+)'/g)].filter(
      ([, name = "", space = ""]) =>
        !["duckdb", "default"].some((prefix) => defined.has(`${space}.${prefix}__${name}`)),
    ),
  );
  expect(missing.map(([call]) => call)).toEqual([]);
});

test("every macro that is called with its package is there", () => {
  const missing = builtins.flatMap((file) =>
    [...file.text.matchAll(/\b(dbt|dbt_utils)\.(\w+)\(/g)].filter(
      ([, space = "", name = ""]) => !defined.has(`${space}.${name}`),
    ),
  );
  expect(missing.map(([call]) => call)).toEqual([]);
});

test.each([
  ["dbt.generate_schema_name", "custom_schema_name node"],
  ["dbt.create_table_as", "temporary relation compiled_code language"],
  ["dbt.get_merge_sql", "target source unique_key dest_columns incremental_predicates"],
  ["dbt.snapshot_check_strategy", "node snapshotted_rel current_rel model_config target_exists"],
  ["dbt.snapshot_staging_table", "strategy source_sql target_relation"],
  ["dbt.get_test_sql", "main_sql fail_calc warn_if error_if limit"],
  ["dbt.get_unit_test_sql", "main_sql expected_fixture_sql expected_column_names"],
  ["dbt.dateadd", "datepart interval from_date_or_timestamp"],
  ["dbt.datediff", "first_date second_date datepart"],
  ["dbt.listagg", "measure delimiter_text order_by_clause limit_num"],
  ["dbt.collect_freshness", "source loaded_at_field filter"],
  ["dbt_utils.star", "from relation_alias except prefix suffix quote_identifiers unquote_aliases rename"],
  ["dbt_utils.union_relations", "relations column_override include exclude source_column_name where"],
  ["dbt_utils.test_equality", "model compare_model compare_columns exclude_columns precision"],
])("%s takes %s", (name, parameters) => {
  expect(defined.get(name)).toBe(parameters);
});
