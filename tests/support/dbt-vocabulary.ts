/**
 * Whether a project stays within dbt 1.11 with dbt-duckdb: its keys, configs, materializations, and the names that its templates use.
 *
 * `beyondDbt` says, one line each, what plain dbt would not understand. It knows what dbt's documentation lists, not what the engine
 * accepts, so that an addition of the engine's own cannot slip into a project unseen.
 */
import { readYaml, isRecord } from "../../src/engine/project/yaml.ts";
import type { YamlRecord, YamlValue } from "../../src/engine/project/yaml.ts";
import { templateOf } from "../../src/engine/context/templates.ts";
import { walkExpressions, calleeName } from "../../src/engine/jinja/walk.ts";
import type { SourceFile } from "../../src/engine/index.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const PROJECT_KEYS = words(`
  name version config-version profile model-paths seed-paths test-paths analysis-paths macro-paths snapshot-paths docs-paths
  asset-paths function-paths packages-install-path clean-targets query-comment quoting require-dbt-version target-path flags vars dispatch models
  seeds snapshots data_tests unit_tests sources exposures metrics semantic-models saved-queries on-run-start on-run-end
  restrict-access`);

const COMMON = "enabled tags meta group docs";
const BUILT = `${COMMON} alias schema database grants persist_docs quoting full_refresh event_time pre_hook post_hook pre-hook post-hook indexes
  contract materialized sql_header`;
/** Configs by the kind of resource, dbt-duckdb's own among them. */
const CONFIGS: Readonly<Record<string, ReadonlySet<string>>> = {
  models:
    words(`${BUILT} access unique_key incremental_strategy incremental_predicates on_schema_change merge_update_columns
    merge_exclude_columns on_configuration_change begin lookback batch_size concurrent_batches freshness description`),
  seeds: words(`${BUILT} column_types delimiter quote_columns`),
  snapshots:
    words(`${BUILT} unique_key strategy updated_at check_cols hard_deletes invalidate_hard_deletes dbt_valid_to_current
    snapshot_meta_column_names target_schema target_database`),
  data_tests:
    words(`${COMMON} alias schema database severity warn_if error_if fail_calc limit where store_failures store_failures_as
    description`),
  unit_tests: words(COMMON),
  sources: words("enabled meta tags freshness loaded_at_field loaded_at_query event_time quoting"),
  exposures: words("enabled meta tags"),
  analyses: words(COMMON),
};
const MATERIALIZATIONS = words("view table incremental ephemeral");

/** Keys of an entry in a property file, by the list that it stands in. */
const PROPERTIES: Readonly<Record<string, ReadonlySet<string>>> = {
  models: words(
    `name description config columns constraints data_tests latest_version versions deprecation_date access group time_spine`,
  ),
  seeds: words("name description config columns data_tests"),
  snapshots: words("name description config columns data_tests relation"),
  analyses: words("name description config columns"),
  data_tests: words("name description config"),
  unit_tests: words("name description model given expect overrides versions config"),
  sources: words("name description database schema loader quoting config tables meta tags freshness loaded_at_field"),
  tables: words(
    "name description identifier loader quoting config columns data_tests meta tags freshness loaded_at_field",
  ),
  columns: words("name description data_type data_tests config constraints quote granularity"),
  macros: words("name description arguments config docs"),
  exposures: words("name description label type url maturity owner depends_on config"),
  groups: words("name description owner config"),
  metrics: words("name label description type type_params filter config time_granularity"),
  semantic_models: words("name description model defaults entities dimensions measures primary_entity config label"),
  saved_queries: words("name description label query_params exports config"),
};
const PROPERTY_FILE = words(
  `version anchors ${Object.keys(PROPERTIES)
    .filter((key) => key !== "tables" && key !== "columns")
    .join(" ")}`,
);

/** Names that dbt puts into every template; filters and tests of Jinja need no list, they are the engine's Jinja. */
const CONTEXT = words(`
  adapter api builtins caller config cycler database dbt dbt_metadata_envs dbt_utils dbt_version debug dict diff_of_two_dicts
  doc env_var exceptions execute flags fromjson fromyaml graph invocation_args_dict invocation_id is_incremental joiner lipsum load_relation
  load_result local_md5 log loop model modules namespace post_hooks pre_hooks print project_name range ref render return
  run_query run_started_at schema schemas database_schemas results selected_resources set set_strict should_full_refresh source
  statement store_result store_raw_result super target this thread_id tojson toyaml type_string var varargs kwargs zip zip_strict
  generate_schema_name generate_alias_name generate_database_name get_where_subquery`);

export function beyondDbt(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    // What no path of the project names is nothing to dbt: its target, and files for BI tools and dashboards.
    if (/^(target|bi|dashboards)\//.test(file.path)) return [];
    if (file.path === "dbt_project.yml") return projectFile(file);
    if (/^(profiles|packages|dependencies|selectors)\.yml$/.test(file.path)) return [];
    if (/\.ya?ml$/.test(file.path)) return propertyFile(file);
    return /\.sql$/.test(file.path) ? template(file, files) : [];
  });
}

function projectFile(file: SourceFile): string[] {
  const { value } = readYaml(file);
  if (!isRecord(value)) return [`${file.path}: holds no keys`];
  const unknown = Object.keys(value)
    .filter((key) => !PROJECT_KEYS.has(key))
    .map((key) => `${file.path}: key "${key}"`);
  const trees = Object.keys(CONFIGS).flatMap((kind) => {
    const tree = value[kind];
    return isRecord(tree) ? configTree(file, kind, tree) : [];
  });
  return [...unknown, ...trees];
}

function configTree(file: SourceFile, kind: string, tree: YamlRecord): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key.startsWith("+")) return config(file, kind, key.slice(1), value);
    return isRecord(value) ? configTree(file, kind, value) : [`${file.path}: config "${key}" of ${kind} without "+"`];
  });
}

function config(file: SourceFile, kind: string, key: string, value: YamlValue): string[] {
  const known = CONFIGS[kind];
  if (known && !known.has(key)) return [`${file.path}: config "${key}" of ${kind}`];
  if (
    kind === "models" &&
    key === "materialized" &&
    typeof value === "string" &&
    !value.includes("{") &&
    !MATERIALIZATIONS.has(value)
  )
    return [`${file.path}: materialization "${value}"`];
  return [];
}

function propertyFile(file: SourceFile): string[] {
  const { value } = readYaml(file);
  if (value === null) return [];
  if (!isRecord(value)) return [`${file.path}: holds no keys`];
  return Object.entries(value).flatMap(([key, list]) => {
    if (!PROPERTY_FILE.has(key)) return [`${file.path}: key "${key}"`];
    return PROPERTIES[key] ? entries(file, key, list) : [];
  });
}

function entries(file: SourceFile, kind: string, list: YamlValue): string[] {
  return (Array.isArray(list) ? list : []).filter(isRecord).flatMap((entry) =>
    Object.entries(entry).flatMap(([key, value]) => {
      if (!PROPERTIES[kind]?.has(key)) return [`${file.path}: key "${key}" of ${kind}`];
      if (key === "tables" || key === "columns") return entries(file, key, value);
      if (key === "given") return givenRows(file, value);
      if (key !== "config" || !isRecord(value)) return [];
      const resource = kind === "tables" ? "sources" : kind;
      return Object.entries(value).flatMap(([name, item]) => config(file, resource, name, item));
    }),
  );
}

/** dbt looks the columns of a given input up in the database, where a source that is read from a file has no relation. */
function givenRows(file: SourceFile, list: YamlValue): string[] {
  return (Array.isArray(list) ? list : []).filter(isRecord).flatMap(({ input, format }) => {
    const isSource = typeof input === "string" && /^source\s*\(/.test(input);
    return isSource && format !== "sql" ? [`${file.path}: given ${input} without format: sql`] : [];
  });
}

function template(file: SourceFile, files: readonly SourceFile[]): string[] {
  const found: string[] = [];
  const kind = file.path.startsWith("snapshots/")
    ? "snapshots"
    : file.path.startsWith("tests/")
      ? "data_tests"
      : "models";
  const own = ownMacros(files);
  walkExpressions(templateOf(file.path, file.text), (call) => {
    const name = calleeName(call);
    if (name === null) return;
    if (name === "config") {
      for (const { name: key } of call.kwargs) found.push(...config(file, kind, key, null));
      return;
    }
    const [root = ""] = name.split(".");
    if (!CONTEXT.has(root) && !own.has(root) && !localNames(file).has(root))
      found.push(`${file.path}: calls "${name}"`);
  });
  return found;
}

const macroNames = new WeakMap<readonly SourceFile[], ReadonlySet<string>>();

function ownMacros(files: readonly SourceFile[]): ReadonlySet<string> {
  let names = macroNames.get(files);
  if (!names) {
    const project = files.find((file) => file.path === "dbt_project.yml")?.text ?? "";
    const found = files.flatMap((file) =>
      [...file.text.matchAll(/\{%-?\s*(?:macro|test)\s+(\w+)/g)].map((match) => match[1] ?? ""),
    );
    names = new Set([/^name:\s*['"]?(\w+)/m.exec(project)?.[1] ?? "", ...found]);
    macroNames.set(files, names);
  }
  return names;
}

/** Variables and parameters of the file itself: `columns.append(…)` is a call on a value. */
function localNames(file: SourceFile): ReadonlySet<string> {
  return new Set([
    ...[...file.text.matchAll(/\{%-?\s*(?:set|for)\s+([\w\s,]+?)\s*(?:=|in\b|%)/g)].flatMap((match) =>
      (match[1] ?? "").split(/[\s,]+/),
    ),
    ...[...file.text.matchAll(/\{%-?\s*(?:macro|test)\s+\w+\(([^)]*)\)/g)].flatMap((match) =>
      (match[1] ?? "").split(",").map((parameter) => parameter.split("=")[0]?.trim() ?? ""),
    ),
  ]);
}
