/** `exceptions`: errors and warnings that macros raise on purpose. */
import { EngineError } from "../core/errors.ts";
import { pyIterate, pyStr } from "../jinja/python.ts";
import { HostFunction, PyDict } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { argument } from "./environment.ts";
import { Namespace } from "./modules/class-object.ts";

const ON_PURPOSE = "The macro refused this on purpose; its message says why.";

/** Each gives the message of the error from the arguments of the call. */
const MESSAGES: Readonly<Record<string, (call: CallArguments) => string>> = {
  raise_compiler_error: (call) => textOf(call, 0, "msg"),
  raise_not_implemented: (call) => textOf(call, 0, "msg"),
  raise_database_error: (call) => textOf(call, 0, "msg"),
  raise_dependency_error: (call) => textOf(call, 0, "msg"),
  raise_fail_fast_error: (call) => textOf(call, 0, "msg"),
  raise_cache_inconsistent: (call) => textOf(call, 0, "message"),
  raise_dataclass_not_dict: (call) => `${textOf(call, 0, "obj")} cannot be used as a dictionary.`,
  raise_contract_error: (call) =>
    contractMessage(argument(call, 0, "yaml_columns") ?? null, argument(call, 1, "sql_columns") ?? null),
  column_type_missing: (call) => {
    const names = argument(call, 0, "column_names") ?? null;
    const list = typeof names === "string" ? [names] : [...pyIterate(names)].map(pyStr);
    return `A contract needs the data_type of every column. It is missing for: ${list.map(quoted).join(", ")}.`;
  },
  missing_config: (call) =>
    `The config ${quoted(textOf(call, 1, "name"))} is needed by ${nodeName(argument(call, 0, "model"))}, and is not set.`,
  missing_materialization: (call) =>
    `There is no materialization for ${nodeName(argument(call, 0, "model"))} on the adapter ${quoted(textOf(call, 1, "adapter_type"))}.`,
  missing_relation: (call) => `The relation ${textOf(call, 0, "relation")} does not exist.`,
  relation_wrong_type: (call) =>
    `${textOf(call, 0, "relation")} is to become a ${textOf(call, 1, "expected_type")}, and something else of that name exists. ` +
    "Drop or rename it.",
  raise_ambiguous_alias: (call) =>
    `Two nodes have the same relation: ${nodeName(argument(call, 0, "node_1"))} and ${nodeName(argument(call, 1, "node_2"))}.`,
  raise_ambiguous_catalog_match: (call) =>
    `Two relations of the warehouse match ${quoted(textOf(call, 0, "unique_id"))}.`,
  raise_dep_not_found: (call) =>
    `${nodeName(argument(call, 0, "node"))} needs the package ${quoted(textOf(call, 2, "required_pkg"))}, which is not installed.`,
  raise_duplicate_patch_name: (call) => `Two property files describe ${nodeName(argument(call, 0, "patch_1"))}.`,
  raise_duplicate_resource_name: (call) =>
    `Two resources have the same name: ${nodeName(argument(call, 0, "node_1"))} and ${nodeName(argument(call, 1, "node_2"))}.`,
  raise_invalid_property_yml_version: (call) =>
    `The property file ${quoted(textOf(call, 0, "path"))} cannot be used: ${textOf(call, 1, "issue")}`,
};

export function exceptionsObject(warn: (text: string) => void): Namespace {
  const warning = (name: string, message: (call: CallArguments) => string): HostFunction =>
    new HostFunction(name, (call) => {
      warn(message(call));
      return "";
    });
  return new Namespace(["warn", "warn_snapshot_timestamp_data_types", ...Object.keys(MESSAGES)], (name) => {
    if (name === "warn") return warning(name, (call) => textOf(call, 0, "msg"));
    if (name === "warn_snapshot_timestamp_data_types")
      return warning(
        name,
        (call) =>
          `The snapshot's time has the type ${textOf(call, 0, "snapshot_time_data_type")}, and updated_at has the type ` +
          `${textOf(call, 1, "updated_at_data_type")}. Differing types can give wrong history.`,
      );
    const message = Object.hasOwn(MESSAGES, name) ? MESSAGES[name] : undefined;
    return message && raising(name, message);
  });
}

function raising(name: string, message: (call: CallArguments) => string): HostFunction {
  return new HostFunction(name, (call) => {
    throw new EngineError("J003", message(call), { hint: ON_PURPOSE });
  });
}

function textOf(call: CallArguments, index: number, name: string): string {
  return pyStr(argument(call, index, name) ?? null);
}

function quoted(text: string): string {
  return `"${text}"`;
}

function nodeName(value: PyValue | undefined): string {
  if (value instanceof PyDict) return quoted(pyStr(value.get("unique_id") ?? value.get("name") ?? null));
  return quoted(pyStr(value ?? null));
}

interface ContractColumn {
  readonly name: string;
  readonly type: string;
}

/** What the contract says and what the query gives, column by column. */
function contractMessage(contract: PyValue, query: PyValue): string {
  const promised = columnsOf(contract);
  const given = columnsOf(query);
  const find = (columns: readonly ContractColumn[], name: string): ContractColumn | undefined =>
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const lines: string[][] = [];
  for (const column of given) {
    const other = find(promised, column.name);
    if (other === undefined) lines.push([column.name, column.type, "", "missing in contract"]);
    else if (other.type.toLowerCase() !== column.type.toLowerCase())
      lines.push([column.name, column.type, other.type, "data type mismatch"]);
  }
  for (const column of promised)
    if (find(given, column.name) === undefined) lines.push([column.name, "", column.type, "missing in definition"]);
  const rows = [["column_name", "definition_type", "contract_type", "mismatch_reason"], ...lines];
  const widths = [0, 1, 2, 3].map((index) => Math.max(...rows.map((row) => (row[index] ?? "").length)));
  const table = rows.map((row) => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`);
  table.splice(1, 0, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`);
  return `The columns of this model are not those of its contract.\n${table.join("\n")}`;
}

function columnsOf(columns: PyValue): ContractColumn[] {
  return [...pyIterate(columns)].flatMap((column) =>
    column instanceof PyDict
      ? [
          {
            name: pyStr(column.get("name") ?? null),
            type: pyStr(column.get("data_type") ?? column.get("dtype") ?? null),
          },
        ]
      : [],
  );
}
