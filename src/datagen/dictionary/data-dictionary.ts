/** The data dictionary as one page of Markdown, made from the schemas: every system, table and column in words. */
import { tableName, type TableSchema } from "../schema/table-schema.ts";
import type { Column } from "../schema/columns.ts";
import { SYSTEMS } from "./systems.ts";

export function dataDictionary(schemas: readonly TableSchema[]): string {
  const parts = [
    "# Data dictionary",
    "",
    "Every source table of the generated data. This page is made from the schemas in `src/datagen/schema` by `npm run data:docs`;",
    "the sources' YAML of the dbt project is made from the same place.",
    "",
    "Times are UTC. Rows are the plan for the classroom tier (2,000 customers). A key column is marked with a star.",
  ];
  for (const [system, { title, description }] of Object.entries(SYSTEMS)) {
    const tables = schemas.filter((schema) => schema.system === system);
    if (tables.length === 0) continue;
    parts.push("", `## ${title}`, "", description);
    for (const table of tables) parts.push("", ...tableText(table));
  }
  return `${parts.join("\n")}\n`;
}

function tableText(schema: TableSchema): string[] {
  const rows = schema.rows.classroom.toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return [
    `### ${tableName(schema)}`,
    "",
    `${schema.description} About ${rows} ${schema.rows.classroom === 1 ? "row" : "rows"}; pack \`${schema.pack}\`.`,
    "",
    "| column | type | meaning |",
    "|---|---|---|",
    ...Object.entries(schema.columns).map(
      ([name, column]) => `| ${name}${schema.key.includes(name) ? " \\*" : ""} | ${column.type} | ${meaning(column)} |`,
    ),
  ];
}

function meaning({ description, unit, values, references }: Column): string {
  const parts = [description];
  if (unit !== undefined) parts.push(`Unit: ${unit}.`);
  if (values !== undefined) parts.push(`One of ${values.map((value) => `\`${value}\``).join(", ")}.`);
  if (references !== undefined) parts.push(`Points at \`${references}\`.`);
  return parts.join(" ").replaceAll("|", "\\|");
}
