/** `adapter.render_raw_columns_constraints` and its like: columns and constraints of property files as DDL for DuckDB. */
import { TemplateError } from "../jinja/error.ts";
import { pyIterate, pyRepr, pyStr, pyTruth } from "../jinja/python.ts";
import { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";

/** One `name type constraint …` per column. DuckDB enforces every kind of constraint. */
export function renderColumns(columns: PyValue): PyValue[] {
  const entries = columns instanceof PyDict ? columns.values() : [...pyIterate(columns)];
  return entries.map((column) => {
    const given = field(column, "name");
    const name = pyTruth(field(column, "quote")) ? quoteIdentifier(pyStr(given)) : pyStr(given);
    const constraints = field(column, "constraints");
    const rendered = constraints === null ? [] : [...pyIterate(constraints)].map(columnConstraint);
    return [name, pyStr(field(column, "data_type")), ...rendered.filter((text) => text !== null)].join(" ");
  });
}

/** The constraints of a whole model. */
export function renderModelConstraints(constraints: PyValue): PyValue[] {
  return constraints === null ? [] : [...pyIterate(constraints)].map(modelConstraint).filter((text) => text !== null);
}

function columnConstraint(constraint: PyValue): string | null {
  const expression = textOf(constraint, "expression");
  switch (typeOf(constraint)) {
    case "check":
      return expression === "" ? null : `check (${expression})`;
    case "not_null":
      return `not null ${expression}`.trim();
    case "unique":
      return `unique ${expression}`.trim();
    case "primary_key":
      return `primary key ${expression}`.trim();
    case "foreign_key":
      return `references ${targetOf(constraint, true) ?? expression}`;
    case "custom":
      return expression === "" ? null : expression;
    default:
      throw unreadable(constraint);
  }
}

function modelConstraint(constraint: PyValue): string | null {
  const expression = textOf(constraint, "expression");
  const name = textOf(constraint, "name");
  const prefix = name === "" ? "" : `constraint ${name} `;
  const columns = `(${listOf(constraint, "columns").join(", ")})`;
  const infix = expression === "" ? "" : ` ${expression}`;
  switch (typeOf(constraint)) {
    case "check":
      return expression === "" ? null : `${prefix}check (${expression})`;
    case "unique":
      return `${prefix}unique${infix} ${columns}`;
    case "primary_key":
      return `${prefix}primary key${infix} ${columns}`;
    case "foreign_key": {
      const target = targetOf(constraint, false) ?? expression;
      return target === "" ? null : `${prefix}foreign key ${columns} references ${target}`;
    }
    case "custom":
      return expression === "" ? null : `${prefix}${expression}`;
    // A column's constraint on a whole model says nothing.
    case "not_null":
      return null;
    default:
      throw unreadable(constraint);
  }
}

/** `schema.table (column)`. DuckDB cannot point at another database, so a column's key leaves the database's name out. */
function targetOf(constraint: PyValue, withoutDatabase: boolean): string | null {
  const to = textOf(constraint, "to");
  const columns = listOf(constraint, "to_columns");
  if (to === "" || columns.length === 0) return null;
  const pieces = to.split(".");
  const table = withoutDatabase && pieces.length > 2 ? pieces.slice(1).join(".") : to;
  return `${table} (${columns.join(", ")})`;
}

function typeOf(constraint: PyValue): string {
  return textOf(constraint, "type");
}

function field(record: PyValue, name: string): PyValue {
  return record instanceof PyDict ? (record.get(name) ?? null) : null;
}

function textOf(record: PyValue, name: string): string {
  const value = field(record, name);
  return value === null ? "" : pyStr(value);
}

function listOf(record: PyValue, name: string): string[] {
  const value = field(record, name);
  return value === null ? [] : [...pyIterate(value)].map(pyStr);
}

function unreadable(constraint: PyValue): TemplateError {
  return new TemplateError("CompilationError", `The constraint ${pyRepr(constraint)} cannot be read`);
}
