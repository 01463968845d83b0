/**
 * Writes what is made from the list of metrics (`src/models/seeds/saas/metric_definitions.csv`): the properties of the seven wide
 * tables, dbt's semantic models and metrics, and a dataset for Superset. `npm run metrics:yaml`; a test fails when the files are
 * not what this would write, so a definition is changed in the list and nowhere else.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A row of the list, by column. */
export type Definition = Readonly<Record<string, string>>;

interface WideTable {
  readonly model: string;
  readonly owner: string;
  readonly description: string;
  /** Columns that are no metrics, with what they mean. */
  readonly extra: Readonly<Record<string, string>>;
}

const ENTITY_DAY = "One row per day and entity.";
const PARTS = {
  win_rate_num: "Numerator of win_rate: deals won in 90 days.",
  win_rate_den: "Denominator of win_rate: deals closed in 90 days.",
  win_rate_by_amount_num: "Numerator of win_rate_by_amount: amount won in 90 days.",
  win_rate_by_amount_den: "Denominator of win_rate_by_amount: amount closed in 90 days.",
  stage_conversion_rate_num: "Numerator of stage_conversion_rate: stages left for a later one or as won.",
  stage_conversion_rate_den: "Denominator of stage_conversion_rate: stages left in 90 days.",
  quota_attainment_pct_num: "Numerator of quota_attainment_pct: amount won in the month so far.",
  quota_attainment_pct_den: "Denominator of quota_attainment_pct: quota of the month.",
  renewal_rate_num: "Numerator of renewal_rate: terms that went on.",
  renewal_rate_den: "Denominator of renewal_rate: terms that ended in 90 days.",
  mql_to_opportunity_rate_num: "Numerator of mql_to_opportunity_rate: leads with a deal.",
  mql_to_opportunity_rate_den: "Denominator of mql_to_opportunity_rate: leads that are old enough.",
};

export const WIDE_TABLES: readonly WideTable[] = [
  {
    model: "metrics_revenue",
    owner: "finance",
    description:
      "Revenue of the company day by day: what recurs, what moves it, what is kept, and what is billed and paid. Windows of days and of the month to date (pattern:window). One row per day.",
    extra: {},
  },
  {
    model: "metrics_operations",
    owner: "operations",
    description: `Devices and locations day by day: what runs, pours and fails, for the company and each class of device, and for the last days each location. Totals and classes come from one pass (pattern:rollup); the last visit of a device is found by ASOF (pattern:asof). Sums of classes are the company. ${ENTITY_DAY}`,
    extra: {},
  },
  {
    model: "metrics_engagement",
    owner: "product",
    description:
      "Use of the application day by day, by users and by accounts. Activity is laid out as stretches that do not overlap (pattern:gaps-and-islands), so that each account counts once in a window. One row per day.",
    extra: {},
  },
  {
    model: "metrics_customer_success",
    owner: "customer-success",
    description:
      "Live customers day by day for the last metrics_customer_days days: health, money, users, adoption, support and devices. Windows end with the day (pattern:window); users with access are found by ASOF (pattern:asof). One row per customer and day.",
    extra: {},
  },
  {
    model: "metrics_sales",
    owner: "sales",
    description: `Pipeline, results and work of sales: every day for the company, month ends for each owner. Deals are taken with the stage and the expected close that held on the day (pattern:asof). Ratios stand beside their parts, so that they can be formed again over several days or owners. ${ENTITY_DAY}`,
    extra: PARTS,
  },
  {
    model: "metrics_product_analytics",
    owner: "product",
    description: `Users and features day by day: who comes, who stays, what is used. Distinct users of a window are counted from stretches (pattern:gaps-and-islands), medians and intervals are in it (pattern:statistics). ${ENTITY_DAY}`,
    extra: {
      ab_test_results_ci_low: "Lower end of the 95 percent interval of ab_test_results.",
      ab_test_results_ci_high: "Upper end of the 95 percent interval of ab_test_results.",
    },
  },
  {
    model: "metrics_marketing",
    owner: "marketing",
    description: `Advertising, leads, website and mail day by day, for the company, each advertising platform and each channel. Windows run over a dense grid of days (pattern:window); the survey of the last month is found by ASOF (pattern:asof). ${ENTITY_DAY}`,
    extra: {},
  },
];

/** Reads a CSV with a header; fields may be quoted. */
export function readDefinitions(csv: string): readonly Definition[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "" && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  const [header = [], ...body] = rows;
  return body.map((fields) => Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ""])));
}

const quote = (text: string): string => JSON.stringify(text);
const listed = (text: string | undefined): string[] => (text ?? "").split(";").filter((part) => part !== "");

function entityTypes(metrics: readonly Definition[]): string[] {
  return [...new Set(metrics.flatMap((metric) => listed(metric["entity_types"])))].sort();
}

const isCompanyOnly = (metrics: readonly Definition[]): boolean =>
  entityTypes(metrics).every((entity) => entity === "company");
const isPerCustomer = (metrics: readonly Definition[]): boolean => entityTypes(metrics).includes("customer");

function properties(table: WideTable, metrics: readonly Definition[]): string {
  const single = isCompanyOnly(metrics);
  const perCustomer = isPerCustomer(metrics);
  const key = perCustomer ? ["metric_date", "customer_id"] : ["metric_date", "entity_type", "entity_id"];
  const lines = [
    "# Made from seeds/saas/metric_definitions.csv by `npm run metrics:yaml`. Do not edit: change the list.",
    "version: 2",
    "",
    "models:",
    `  - name: ${table.model}`,
    "    description: >-",
    `      ${table.description}`,
    `    config: {meta: {owner: ${table.owner}, tier: 1}}`,
  ];
  if (!single)
    lines.push(
      "    data_tests:",
      "      - unique_combination:",
      "          arguments:",
      `            columns: [${key.map(quote).join(", ")}]`,
    );
  lines.push(
    "    columns:",
    "      - name: metric_date",
    "        description: Day, UTC; values are those at its end.",
    "        data_tests:",
    ...(single ? ["          - unique"] : []),
    "          - not_null",
  );
  if (perCustomer)
    lines.push(
      "",
      "      - name: customer_id",
      "        description: 'The customer: the id of its account in the application.'",
      "        data_tests:",
      "          - not_null",
      "          - relationships:",
      "              arguments:",
      "                to: ref('entity_customers')",
      "                field: customer_id",
    );
  else if (!single)
    lines.push(
      "",
      "      - name: entity_type",
      "        description: Kind of the entity that the row is about; company is all of them together.",
      "        data_tests:",
      "          - accepted_values:",
      "              arguments:",
      `                values: [${entityTypes(metrics).map(quote).join(", ")}]`,
      "",
      "      - name: entity_id",
      "        description: The entity as text; all for the company.",
      "        data_tests:",
      "          - not_null",
    );
  for (const metric of metrics)
    lines.push("", `      - name: ${metric["name"]}`, `        description: ${quote(metric["description"] ?? "")}`);
  for (const [name, description] of Object.entries(table.extra))
    lines.push("", `      - name: ${name}`, `        description: ${quote(description)}`);
  return `${lines.join("\n")}\n`;
}

/** Sums only what may be added: over days additive metrics, over entities also semi-additive ones, the others not at all. */
function measure(metric: Definition): string[] {
  const lines = [
    `      - name: ${metric["domain"]}_${metric["name"]}`,
    `        expr: ${metric["name"]}`,
    `        agg: ${metric["additivity"] === "non_additive" ? "max" : "sum"}`,
  ];
  if (metric["additivity"] !== "additive")
    lines.push(
      "        non_additive_dimension:",
      "          name: metric_date",
      "          window_choice: max",
      ...(metric["additivity"] === "non_additive" ? ["          # Never added: the value of the last day."] : []),
    );
  return lines;
}

function semanticModels(definitions: readonly Definition[]): string {
  const lines = [
    "# Made from seeds/saas/metric_definitions.csv by `npm run metrics:yaml`. Do not edit: change the list.",
    "version: 2",
    "",
    "semantic_models:",
  ];
  for (const table of WIDE_TABLES) {
    const metrics = definitions.filter((metric) => metric["model"] === table.model);
    lines.push(
      `  - name: ${table.model}`,
      `    model: ref('${table.model}')`,
      "    description: >-",
      `      ${table.description}`,
      "    defaults: {agg_time_dimension: metric_date}",
      `    primary_entity: ${table.model.replace("metrics_", "")}_day`,
    );
    if (isPerCustomer(metrics))
      lines.push("    entities:", "      - {name: customer, type: foreign, expr: customer_id}");
    lines.push("    dimensions:", "      - {name: metric_date, type: time, type_params: {time_granularity: day}}");
    if (!isCompanyOnly(metrics) && !isPerCustomer(metrics))
      lines.push("      - {name: entity_type, type: categorical}", "      - {name: entity_id, type: categorical}");
    lines.push("    measures:", ...metrics.flatMap(measure), "");
  }
  lines.push("metrics:");
  for (const metric of definitions) {
    const table = definitions.filter(({ model }) => model === metric["model"]);
    const name = `${metric["domain"]}_${metric["name"]}`;
    lines.push(
      `  - name: ${name}`,
      `    label: ${quote(metric["label"] ?? "")}`,
      `    description: ${quote(metric["description"] ?? "")}`,
      "    type: simple",
      `    type_params: {measure: ${name}}`,
    );
    // Rows of several kinds lie in one table: a metric reads one of them, or it would count things twice.
    if (!isCompanyOnly(table) && !isPerCustomer(table))
      lines.push(
        `    filter: "{{ Dimension('${(metric["model"] ?? "").replace("metrics_", "")}_day__entity_type') }} = '${listed(metric["entity_types"])[0]}'"`,
      );
    lines.push(
      `    config: {meta: {unit: ${metric["unit"]}, tier: ${metric["tier"]}, owner: ${metric["owner"]}, additivity: ${metric["additivity"]}}}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const SUPERSET_COLUMNS = [
  ["metric_date", "DATE", "Day"],
  ["domain", "VARCHAR", "Department"],
  ["category", "VARCHAR", "Category within the department"],
  ["metric_name", "VARCHAR", "Metric"],
  ["metric_value", "DOUBLE", "Value"],
  ["entity_type", "VARCHAR", "Kind of entity"],
  ["entity_id", "VARCHAR", "Entity"],
  ["unit", "VARCHAR", "Unit"],
  ["importance_tier", "INTEGER", "Tier, 1 is the most important"],
  ["is_placeholder", "BOOLEAN", "Planned, not calculated"],
  ["higher_is_better", "BOOLEAN", "Direction"],
] as const;

const SUPERSET_FORMATS: Readonly<Record<string, string>> = { percentage: ".1%", count: ",d", score: ".3f" };

/** Superset refuses what has no id; with the same one a second import replaces the first. */
const SUPERSET_DATASET = "4e0b7f5e-64f2-4f86-9f0e-6a1c2f7d8b35";
export const SUPERSET_DATABASE = "7c1f2f0a-5d0e-4f0c-9a55-2f4a7f3b9a10";

/** A dataset in Superset's import format: the long table, and a saved aggregate per tier-1 metric of the company. */
function supersetDataset(definitions: readonly Definition[]): string {
  const lines = [
    "# Made from seeds/saas/metric_definitions.csv by `npm run metrics:yaml`. Do not edit: change the list.",
    "table_name: metrics_unified_domains",
    "main_dttm_col: metric_date",
    "description: All metrics in one long table, one row per metric, day and entity.",
    "schema: main",
    "sql: null",
    "filter_select_enabled: true",
    "metrics:",
  ];
  for (const metric of definitions) {
    if (metric["tier"] !== "1" || !listed(metric["entity_types"]).includes("company")) continue;
    const where = `domain = '${metric["domain"]}' and metric_name = '${metric["name"]}' and entity_type = 'company'`;
    // The last day of what is selected; only additive metrics may be summed.
    const expression =
      metric["additivity"] === "additive"
        ? `sum(metric_value) filter (where ${where})`
        : `arg_max(metric_value, metric_date) filter (where ${where})`;
    lines.push(
      `  - metric_name: ${metric["domain"]}_${metric["name"]}`,
      `    verbose_name: ${quote(metric["label"] ?? "")}`,
      `    description: ${quote(metric["description"] ?? "")}`,
      `    expression: ${quote(expression)}`,
      `    d3format: ${quote(SUPERSET_FORMATS[metric["unit"] ?? ""] ?? ",.2f")}`,
    );
  }
  lines.push("columns:");
  for (const [name, type, label] of SUPERSET_COLUMNS)
    lines.push(
      `  - column_name: ${name}`,
      `    verbose_name: ${quote(label)}`,
      `    type: ${type}`,
      `    is_dttm: ${name === "metric_date"}`,
      `    groupby: ${type !== "DOUBLE"}`,
      "    filterable: true",
    );
  lines.push("version: 1.0.0", `uuid: ${SUPERSET_DATASET}`, `database_uuid: ${SUPERSET_DATABASE}`);
  return `${lines.join("\n")}\n`;
}

/** Every file that is made from the list, by its path in the dbt project. */
export function metricFiles(csv: string): ReadonlyMap<string, string> {
  const definitions = readDefinitions(csv);
  const files = new Map<string, string>();
  for (const table of WIDE_TABLES)
    files.set(
      `models/saas/metrics/${table.model}.yml`,
      properties(
        table,
        definitions.filter((metric) => metric["model"] === table.model),
      ),
    );
  files.set("models/saas/metrics/semantic_models.yml", semanticModels(definitions));
  files.set("bi/superset/metrics_unified_domains.yaml", supersetDataset(definitions));
  return files;
}

if (process.argv[1] === import.meta.filename) {
  const project = resolve(import.meta.dirname, "../src/models");
  const csv = readFileSync(resolve(project, "seeds/saas/metric_definitions.csv"), "utf8");
  for (const [path, text] of metricFiles(csv)) {
    mkdirSync(dirname(resolve(project, path)), { recursive: true });
    writeFileSync(resolve(project, path), text);
  }
}
