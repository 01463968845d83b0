/** Contracts and constraints of models: what they point at, and what cannot be. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Constraint, Json, ManifestNode, RefArgs } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { readableReferences } from "./references.ts";

/** The models and sources that foreign keys point at: they are built before. */
export function constraintReferences(constraints: readonly Constraint[]): {
  refs: readonly RefArgs[];
  sources: readonly (readonly [string, string])[];
} {
  const refs: RefArgs[] = [];
  const sources: (readonly [string, string])[] = [];
  for (const constraint of constraints) {
    if (constraint.type !== "foreign_key" || constraint.to === null) continue;
    const found = readableReferences(constraint.to);
    refs.push(...found.refs);
    sources.push(...found.sources);
  }
  return { refs, sources };
}

/** `described` is the entry of the property file, `call` the place of the configs. */
export function constraintDiagnostics(node: ManifestNode, described: SourceSpan, call: SourceSpan): Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (message: string, hint: string, at = described): void => {
    found.push(diagnostic("P003", message, { hint, at }));
  };
  const columns = Object.values(node.columns);
  const ofColumns = columns.filter((column) => column.constraints?.some(({ type }) => type === "primary_key"));
  if (ofColumns.length > 1)
    refuse(
      `${ofColumns.length} columns of "${node.name}" have a primary key of their own.`,
      "A key of several columns is a constraint of the model: `constraints: [{type: primary_key, columns: [a, b]}]`.",
    );
  if (ofColumns.length > 0 && node.constraints.some(({ type }) => type === "primary_key"))
    refuse(`"${node.name}" has a primary key on the model and one on a column.`, "Keep one of them.");
  for (const constraint of [...node.constraints, ...columns.flatMap((column) => column.constraints ?? [])]) {
    if (constraint.type !== "foreign_key" || constraint.to === null) continue;
    const { refs, sources } = readableReferences(constraint.to);
    if (refs.length + sources.length === 0)
      refuse(
        `The foreign key of "${node.name}" points at "${constraint.to}", which is no ref() or source().`,
        "Write `to: ref('customers')`.",
      );
  }
  if (!isEnforced(node)) return found;
  if (columns.length === 0)
    refuse(
      `The contract of "${node.name}" is enforced, but no column is described.`,
      "List every column with its `data_type` in a property file.",
      call,
    );
  const { config } = node;
  if (
    config.materialized === "incremental" &&
    !["append_new_columns", "fail"].includes(String(config["on_schema_change"]))
  )
    refuse(
      `The contract of "${node.name}" is enforced, but \`on_schema_change\` is "${String(config["on_schema_change"])}".`,
      'An incremental model with a contract needs "append_new_columns" or "fail".',
      call,
    );
  return found;
}

function isEnforced(node: ManifestNode): boolean {
  const contract = node.config["contract"] as Json;
  return typeof contract === "object" && contract !== null && (contract as Record<string, Json>)["enforced"] === true;
}
