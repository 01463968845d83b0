/** Asks small questions of the built-in macros on a real DuckDB. */
import { expect } from "vitest";
import type { Lab } from "../../support/project.ts";

/** What the SQL of a template answers: one text per row, cells joined by " | ". */
export async function rowsOf(lab: Lab, template: string): Promise<string[]> {
  const outcome = await lab.engine.query(`select columns(*)::varchar from (\n${template}\n)`, { limit: Infinity });
  if (!outcome.ok)
    throw new Error(outcome.diagnostics.map((found) => `${found.message} ${found.sql ?? ""}`).join("\n"));
  const { data, rowCount } = outcome.value.table;
  return Array.from({ length: rowCount }, (_, row) => data.map((cells) => cells[row] ?? "NULL").join(" | "));
}

/** What an expression inside `{{ }}` is in the warehouse. */
export async function valueOf(lab: Lab, expression: string): Promise<string | undefined> {
  return (await rowsOf(lab, `select {{ ${expression} }} as value`))[0];
}

/** What a template prints, runs of white space as one blank. */
export async function textOf(lab: Lab, template: string): Promise<string> {
  const outcome = await lab.engine.compileText(template);
  if (!outcome.ok) throw new Error(outcome.diagnostics.map((found) => found.message).join("\n"));
  return outcome.value.compiled_code.replace(/\s+/g, " ").trim();
}

/** The message with which a template is refused. */
export async function refusalOf(lab: Lab, template: string): Promise<string> {
  const outcome = await lab.engine.compileText(template);
  expect(outcome.ok, "the template was expected to be refused").toBe(false);
  return outcome.ok ? "" : (outcome.diagnostics[0]?.message ?? "");
}
