/**
 * What to offer in a property file or in dbt_project.yml: keys by their place, values where they are few, names of the project where a
 * name is wanted.
 */
import { CONFIG_KEYS, configKey } from "./config-keys.ts";
import { referenceOffers, type CompletionScope, type Offer, type Offers } from "./completion.ts";
import { DUCKDB_TYPES } from "./duckdb-words.ts";
import { yamlPlaceAt, type YamlPlace } from "./yaml-place.ts";

const DESCRIBED = ["name", "description", "config", "columns", "data_tests", "docs", "meta", "tags"];
const SELECTION = ["name", "description", "definition", "default"];

/** Keys by place. A place is the end of a path; the longest that fits is taken. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "": [
    "version",
    "models",
    "sources",
    "seeds",
    "snapshots",
    "macros",
    "exposures",
    "unit_tests",
    "data_tests",
    "analyses",
    "metrics",
    "semantic_models",
    "saved_queries",
    "groups",
  ],
  "models []": [
    ...DESCRIBED,
    "access",
    "constraints",
    "group",
    "latest_version",
    "versions",
    "deprecation_date",
    "time_spine",
  ],
  "seeds []": DESCRIBED,
  "snapshots []": [...DESCRIBED, "relation"],
  "analyses []": ["name", "description", "config", "columns", "docs", "tags"],
  "columns []": ["name", "description", "data_type", "data_tests", "constraints", "config", "meta", "tags", "quote"],
  "constraints []": [
    "type",
    "name",
    "columns",
    "expression",
    "to",
    "to_columns",
    "warn_unenforced",
    "warn_unsupported",
  ],
  "sources []": [
    "name",
    "description",
    "database",
    "schema",
    "loader",
    "tables",
    "freshness",
    "loaded_at_field",
    "config",
    "meta",
    "tags",
    "quoting",
    "overrides",
  ],
  "tables []": [
    "name",
    "description",
    "identifier",
    "columns",
    "data_tests",
    "freshness",
    "loaded_at_field",
    "config",
    "meta",
    "tags",
    "loader",
  ],
  freshness: ["warn_after", "error_after", "filter"],
  warn_after: ["count", "period"],
  error_after: ["count", "period"],
  "macros []": ["name", "description", "arguments", "docs", "meta", "config"],
  "arguments []": ["name", "type", "description"],
  "exposures []": [
    "name",
    "label",
    "type",
    "maturity",
    "url",
    "description",
    "depends_on",
    "owner",
    "config",
    "tags",
    "meta",
  ],
  owner: ["name", "email"],
  "groups []": ["name", "owner", "description", "config"],
  "unit_tests []": ["name", "description", "model", "given", "expect", "overrides", "config", "versions"],
  "given []": ["input", "rows", "format", "fixture"],
  expect: ["rows", "format", "fixture"],
  overrides: ["macros", "vars", "env_vars"],
  "metrics []": ["name", "label", "description", "type", "type_params", "filter", "config", "meta"],
  "semantic_models []": [
    "name",
    "label",
    "description",
    "model",
    "defaults",
    "entities",
    "dimensions",
    "measures",
    "primary_entity",
    "config",
  ],
  "entities []": ["name", "type", "expr", "description", "label", "role"],
  "dimensions []": ["name", "type", "type_params", "expr", "description", "label"],
  "measures []": [
    "name",
    "agg",
    "expr",
    "description",
    "label",
    "agg_time_dimension",
    "non_additive_dimension",
    "create_metric",
  ],
  "saved_queries []": ["name", "label", "description", "query_params", "exports", "config"],
  query_params: ["metrics", "group_by", "where", "order_by", "limit"],
  time_spine: ["standard_granularity_column", "custom_granularities"],
  docs: ["show", "node_color"],
  quoting: ["database", "schema", "identifier"],
  "selectors []": SELECTION,
  relationships: ["arguments", "config", "name", "description"],
  accepted_values: ["arguments", "config", "name", "description"],
  unique: ["config", "name", "description"],
  not_null: ["config", "name", "description"],
  "relationships arguments": ["to", "field"],
  "accepted_values arguments": ["values", "quote"],
};

const PROJECT_KEYS = [
  "name",
  "version",
  "config-version",
  "profile",
  "require-dbt-version",
  "model-paths",
  "seed-paths",
  "test-paths",
  "macro-paths",
  "snapshot-paths",
  "analysis-paths",
  "docs-paths",
  "asset-paths",
  "packages-install-path",
  "clean-targets",
  "target-path",
  "log-path",
  "quoting",
  "models",
  "seeds",
  "snapshots",
  "data_tests",
  "sources",
  "exposures",
  "unit_tests",
  "vars",
  "on-run-start",
  "on-run-end",
  "dispatch",
  "flags",
  "query-comment",
];

/** Values by key, and by place where a key means several things. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  version: ["2"],
  access: ["private", "protected", "public"],
  period: ["minute", "hour", "day"],
  format: ["dict", "csv", "sql"],
  maturity: ["high", "medium", "low"],
  agg: ["sum", "max", "min", "average", "median", "count", "count_distinct", "percentile", "sum_boolean"],
  quote: ["true", "false"],
  show: ["true", "false"],
  default: ["true", "false"],
  "exposures [] type": ["dashboard", "notebook", "analysis", "ml", "application"],
  "constraints [] type": ["not_null", "unique", "primary_key", "foreign_key", "check", "custom"],
  "metrics [] type": ["simple", "ratio", "derived", "cumulative", "conversion"],
  "entities [] type": ["primary", "unique", "foreign", "natural"],
  "dimensions [] type": ["categorical", "time"],
};

export function yamlCompletionsAt(
  path: string,
  text: string,
  offset: number,
  scope: CompletionScope,
  explicit = false,
): Offers | null {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  const reference = referenceOffers(line, offset, scope);
  if (reference) return reference;
  const place = yamlPlaceAt(text, offset);
  if (!place || (place.typed === "" && !explicit && !/[-:]\s+$/.test(line))) return null;
  const options =
    place.key === null
      ? keyOffers(path, place, scope)
      : valueOffers(place, scope, text.slice(Math.max(0, offset - 160), offset + 80));
  return options.length === 0 ? null : { from: place.from, options };
}

function keyOffers(file: string, place: YamlPlace, scope: CompletionScope): Offer[] {
  const at = place.path.join(" ");
  if (place.entry) {
    if (/(^| )(data_tests|tests) \[\]$/.test(at)) return testOffers(scope);
    if (/(^| )(depends_on|to_columns) \[\]$/.test(at)) return refOffers(scope);
    if (/(^| )tags \[\]$/.test(at)) return [];
    if (/(^| )columns \[\]$/.test(at) && at.includes("constraints")) return columnOffers(place, scope);
  }
  const project = /(^|\/)dbt_project\.ya?ml$/.test(file);
  const inConfig = place.path.at(-1) === "config" || (project && place.typed.startsWith("+"));
  if (inConfig) return configOffers(place, project ? "+" : "");
  if (project && place.path.length === 0) return PROJECT_KEYS.filter((key) => !place.siblings.includes(key)).map(key);
  if (project) return place.path[0] === "models" ? configOffers(place, "+") : [];
  const custom = scope.tests?.find((test) => test.name === place.path.at(-1));
  const known = longest(KEYS, place.path) ?? (custom ? ["arguments", "config", "name", "description"] : []);
  const given = scope.tests?.find((test) => test.name === place.path.at(-2));
  const found = place.path.at(-1) === "arguments" && given && given.arguments.length > 0 ? given.arguments : known;
  return found.filter((name) => !place.siblings.includes(name)).map(key);
}

function valueOffers(place: YamlPlace, scope: CompletionScope, near: string): Offer[] {
  const at = [...place.path, place.key].join(" ");
  const name = place.key ?? "";
  const list = place.path.at(-2);
  if (name === "name" && place.path.at(-1) === "[]") {
    if (list === "models")
      return scope.models.filter((model) => model.detail !== "seed" && model.detail !== "snapshot").map(modelOffer);
    if (list === "seeds" || list === "snapshots")
      return scope.models.filter((model) => model.detail === list.slice(0, -1)).map(modelOffer);
    if (list === "columns") return columnOffers(place, scope);
    if (list === "macros")
      return scope.macros.map((macro): Offer => ({ label: macro.name, kind: "macro", info: macro.description }));
    return [];
  }
  if (name === "model") return place.path[0] === "semantic_models" ? refOffers(scope) : scope.models.map(modelOffer);
  if (name === "to" || name === "input" || name === "relation") return refOffers(scope);
  if (name === "field") return columnsOfReference(near, scope);
  if (name === "group") return (scope.groups ?? []).map(value);
  if (name === "data_type") return DUCKDB_TYPES.split(" ").map(value);
  if (name === "loaded_at_field" || name === "standard_granularity_column") return columnOffers(place, scope);
  const config = configKey(name);
  if (config?.values && (place.path.at(-1) === "config" || name.startsWith("+"))) return config.values.map(value);
  return (longest(VALUES, [...place.path, name]) ?? []).filter(() => at !== "").map(value);
}

function configOffers(place: YamlPlace, prefix: string): Offer[] {
  const root = place.path[0] ?? "";
  const list = place.path.at(-3);
  const kind =
    list === "data_tests" || list === "tests" || place.path.includes("data_tests")
      ? "test"
      : root === "seeds"
        ? "seed"
        : root === "snapshots"
          ? "snapshot"
          : "model";
  return CONFIG_KEYS.filter(
    (one) => (one.of === undefined || one.of.includes(kind)) && !place.siblings.includes(prefix + one.name),
  ).map((one): Offer => ({ ...key(prefix + one.name), info: one.about }));
}

function testOffers(scope: CompletionScope): Offer[] {
  return (scope.tests ?? []).map((test): Offer => ({
    label: test.name,
    kind: "macro",
    ...(test.arguments.length > 0 ? { detail: `(${test.arguments.join(", ")})` } : {}),
    info: test.description,
  }));
}

function refOffers(scope: CompletionScope): Offer[] {
  return [
    ...scope.models.map((model): Offer => ({ ...modelOffer(model), label: `ref('${model.name}')` })),
    ...scope.sources.map((table): Offer => ({
      label: `source('${table.source}', '${table.name}')`,
      kind: "source",
    })),
  ];
}

function columnOffers(place: YamlPlace, scope: CompletionScope): Offer[] {
  const { names } = place;
  const relation = names["tables"]
    ? scope.sources.find((table) => table.source === names["sources"] && table.name === names["tables"])
    : scope.models.find((model) => model.name === (names["models"] ?? names["seeds"] ?? names["snapshots"]));
  return (relation?.columns ?? []).map((column): Offer => ({
    label: column.name,
    kind: "column",
    ...(column.type ? { detail: column.type.toLowerCase() } : {}),
    ...(column.description ? { info: column.description } : {}),
  }));
}

/** Columns of the model that the `to:` beside it names. */
function columnsOfReference(near: string, scope: CompletionScope): Offer[] {
  const named = [...near.matchAll(/\bto:\s*ref\(\s*['"]([^'"]+)/g)].at(-1)?.[1];
  const model = scope.models.find((one) => one.name === named);
  return (model?.columns ?? []).map((column): Offer => ({
    label: column.name,
    kind: "column",
    ...(column.type ? { detail: column.type.toLowerCase() } : {}),
  }));
}

function modelOffer(model: { readonly name: string; readonly detail: string; readonly description?: string }): Offer {
  return {
    label: model.name,
    kind: "model",
    detail: model.detail,
    ...(model.description ? { info: model.description } : {}),
  };
}

function longest(
  table: Readonly<Record<string, readonly string[]>>,
  path: readonly string[],
): readonly string[] | null {
  for (let from = 0; from < path.length; from += 1) {
    const found = table[path.slice(from).join(" ")];
    if (found) return found;
  }
  return path.length === 0 ? (table[""] ?? null) : null;
}

function key(label: string): Offer {
  return { label, kind: "key", insert: `${label}: `, cursor: label.length + 2 };
}

function value(label: string): Offer {
  return { label, kind: "value" };
}
