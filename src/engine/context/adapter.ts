/**
 * `adapter`: dispatch, questions about what is in the warehouse, and changes to it.
 *
 * As in dbt, dropping, renaming and the like go through the macro of that name where the project has one of its own; otherwise the
 * statement is made here. While parsing nothing is asked, and every answer is the empty one that dbt gives then.
 */
import { EngineError } from "../core/errors.ts";
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyIterate, pyRepr, pyStr, pyTruth, typeName } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { quoteIdentifier, quoteLiteral } from "../warehouse/sql.ts";
import { ResultTable } from "./agate.ts";
import { ColumnObject } from "./column.ts";
import { renderColumns, renderModelConstraints } from "./constraints.ts";
import { createIndexConfig } from "./index-config.ts";
import type { MacroDefinition, MacroRegistry } from "./macro-registry.ts";
import { RelationObject } from "./relation.ts";
import type { Policy } from "./relation.ts";
import type { Replay } from "./replay.ts";
import type { Statements } from "./statement.ts";
import type { StoredRelation } from "./warehouse-requests.ts";

export interface AdapterSource {
  readonly registry: MacroRegistry;
  readonly packageName: string;
  /** The target's database, for the methods that take none. */
  readonly database: string;
  readonly quoting: Policy;
  /** Null while parsing. */
  readonly replay: Replay | null;
  readonly statements: Statements;
  macro(definition: MacroDefinition): PyValue;
  warn(text: string): void;
  now(): number;
}

type Method = (source: AdapterSource, call: CallArguments) => PyValue;

export class AdapterObject extends HostObject {
  readonly typeName = "DuckDBAdapter";
  readonly #source: AdapterSource;

  constructor(source: AdapterSource) {
    super();
    this.#source = source;
  }

  override getAttribute(name: string): PyValue | undefined {
    const source = this.#source;
    const whileParsing = source.replay === null && Object.hasOwn(WHILE_PARSING, name) ? WHILE_PARSING[name] : undefined;
    if (whileParsing !== undefined) return new HostFunction(name, () => whileParsing(source));
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    return method && new HostFunction(name, (call) => method(source, call));
  }

  toText(): string {
    return "<DuckDBAdapter>";
  }
}

const nothing = (): PyValue => null;

/** What dbt answers while it parses; methods that are not here work as ever. */
const WHILE_PARSING: Readonly<Record<string, (source: AdapterSource) => PyValue>> = {
  execute: ({ statements }) => new PyTuple(["", statements.execute("", true).table]),
  add_query: () => new PyTuple([null, null]),
  get_column_schema_from_query: () => [],
  get_columns_in_relation: () => [],
  get_columns_in_table: () => [],
  get_missing_columns: () => [],
  get_pseudocolumns_for_relation: () => [],
  check_schema_exists: () => false,
  already_exists: () => false,
  location_exists: () => false,
  get_relation: nothing,
  create_schema: nothing,
  drop_schema: nothing,
  drop_relation: nothing,
  truncate_relation: nothing,
  rename_relation: nothing,
  expand_target_column_types: nothing,
  get_incremental_strategy_macro: nothing,
  get_hard_deletes_behavior: nothing,
  valid_snapshot_target: nothing,
  assert_valid_snapshot_target_given_strategy: nothing,
};

const METHODS: Readonly<Record<string, Method>> = {
  dispatch,
  type: () => "duckdb",

  // Names.
  quote: (_, call) => quoteIdentifier(pyStr(bindFunction("quote", ["identifier"], call)[0] ?? null)),
  quote_as_configured: ({ quoting }, call) => {
    const [identifier = null, key = null] = bindFunction("quote_as_configured", ["identifier", "quote_key"], call);
    const quotes = key === "database" || key === "schema" || key === "identifier" ? quoting[key] : false;
    return quotes ? quoteIdentifier(pyStr(identifier)) : identifier;
  },
  quote_seed_column: (_, call) => {
    const [column = null, quotes = null] = bindFunction("quote_seed_column", ["column", "quote_config"], call);
    if (quotes !== null && typeof quotes !== "boolean")
      throw new TemplateError("CompilationError", `quote_columns must be true or false, not ${pyRepr(quotes)}`);
    return quotes === false ? column : quoteIdentifier(pyStr(column));
  },

  // Questions.
  execute: ({ statements }, call) => {
    const [sql = null, , fetch = false] = bindFunction("execute", ["sql", "auto_begin?", "fetch?", "limit?"], call);
    const { response, table } = statements.execute(pyStr(sql), pyTruth(fetch));
    return new PyTuple([response, table]);
  },
  add_query: ({ statements }, call) => {
    const names = ["sql", "auto_begin?", "bindings?", "abridge_sql_log?"];
    const [sql = null, , bindings = null] = bindFunction("add_query", names, call);
    statements.execute(withBindings(pyStr(sql), bindings), false);
    return new PyTuple([null, null]);
  },
  get_relation: (source, call) => {
    const [database = null, schema = null, identifier = null] = bindFunction(
      "get_relation",
      ["database", "schema", "identifier"],
      call,
    );
    return getRelation(source, database, schema, identifier);
  },
  already_exists: (source, call) => {
    const [schema = null, name = null] = bindFunction("already_exists", ["schema", "name"], call);
    return getRelation(source, source.database, schema, name) !== null;
  },
  check_schema_exists: (source, call) => {
    const [database = null, schema = null] = bindFunction("check_schema_exists", ["database", "schema"], call);
    const schemas = source.replay?.ask({ kind: "schemas", database: database === null ? null : pyStr(database) }) ?? [];
    return schemas.some((name) => name.toLowerCase() === pyStr(schema).toLowerCase());
  },
  get_columns_in_relation: (source, call) =>
    columnsOf(source, bindFunction("get_columns_in_relation", ["relation"], call)[0]),
  get_columns_in_table: (source, call) => {
    const [schema = null, identifier = null] = bindFunction("get_columns_in_table", ["schema", "identifier"], call);
    const path = { database: source.database, schema: pyStr(schema), identifier: pyStr(identifier) };
    return columnsOf(source, RelationObject.of(path));
  },
  get_pseudocolumns_for_relation: () => [],
  get_missing_columns: (source, call) => {
    const from = columnsOf(source, relationArgument("get_missing_columns", call, 0, "from_relation"));
    const to = new Set(
      columnsOf(source, relationArgument("get_missing_columns", call, 1, "to_relation")).map((column) => column.name),
    );
    return from.filter((column) => !to.has(column.name));
  },
  get_column_schema_from_query: ({ replay }, call) => {
    const [sql = null] = bindFunction("get_column_schema_from_query", ["sql"], call);
    const table = replay?.ask({ kind: "query", sql: `describe (\n${pyStr(sql).trim().replace(/;+$/, "")}\n)` });
    const [names = [], types = []] = table?.data ?? [];
    return names.flatMap((name, row) => new ColumnObject(String(name), String(types[row])).flatten());
  },
  location_exists: ({ replay }, call) => {
    const [location = null] = bindFunction("location_exists", ["location"], call);
    try {
      replay?.ask({ kind: "query", sql: `select 1 from ${quoteLiteral(pyStr(location))} where 1 = 0` });
      return true;
    } catch (error) {
      if (error instanceof EngineError && error.diagnostic.code !== "J004") return false;
      throw error;
    }
  },

  // Changes.
  create_schema: (source, call) =>
    change(
      source,
      "create_schema",
      call,
      ["relation"],
      ([relation]) => `create schema if not exists ${schemaOf(relation)}`,
    ),
  drop_schema: (source, call) =>
    change(
      source,
      "drop_schema",
      call,
      ["relation"],
      ([relation]) => `drop schema if exists ${schemaOf(relation)} cascade`,
    ),
  drop_relation: (source, call) =>
    change(source, "drop_relation", call, ["relation"], ([relation]) => {
      if (relation?.type === null)
        throw new TemplateError(
          "CompilationError",
          `${relation.toText()} cannot be dropped, since it does not say whether it is a table or a view; ` +
            "look it up with adapter.get_relation() or load_relation() first",
        );
      return `drop ${relation?.type ?? "table"} if exists ${relation?.toText() ?? ""} cascade`;
    }),
  truncate_relation: (source, call) =>
    change(
      source,
      "truncate_relation",
      call,
      ["relation"],
      ([relation]) => `truncate table ${relation?.toText() ?? ""}`,
    ),
  rename_relation: (source, call) =>
    change(source, "rename_relation", call, ["from_relation", "to_relation"], ([from, to]) => {
      const name = quoteIdentifier(to?.path.identifier ?? "");
      return `alter ${to?.type ?? from?.type ?? "table"} ${from?.toText() ?? ""} rename to ${name}`;
    }),
  // DuckDB's texts have no length that could be too short.
  expand_target_column_types: (_, call) => {
    relationArgument("expand_target_column_types", call, 0, "from_relation");
    relationArgument("expand_target_column_types", call, 1, "to_relation");
    return null;
  },
  commit: nothing,
  cache_added: () => "",
  cache_dropped: () => "",
  cache_renamed: () => "",

  // Types and constraints.
  convert_type: (_, call) => {
    const [table = null, index = null] = bindFunction("convert_type", ["agate_table", "col_idx"], call);
    return table instanceof ResultTable ? convertType(table, Number(index)) : null;
  },
  render_raw_columns_constraints: (_, call) =>
    renderColumns(bindFunction("render_raw_columns_constraints", ["raw_columns"], call)[0] ?? null),
  render_raw_model_constraints: (_, call) =>
    renderModelConstraints(bindFunction("render_raw_model_constraints", ["raw_constraints"], call)[0] ?? null),
  parse_index: (source, call) =>
    createIndexConfig(bindFunction("parse_index", ["raw_index"], call)[0] ?? null, () => source.now()),
  standardize_grants_dict: (_, call) => {
    const grants = new PyDict();
    for (const row of pyIterate(bindFunction("standardize_grants_dict", ["grants_table"], call)[0] ?? null)) {
      if (!(row instanceof HostObject)) continue;
      const privilege = row.getItem("privilege_type") ?? null;
      const known = grants.get(privilege);
      grants.set(privilege, [...(Array.isArray(known) ? known : []), row.getItem("grantee") ?? null]);
    }
    return grants;
  },
  convert_datetimes_to_strs: (_, call) => {
    const [table = null] = bindFunction("convert_datetimes_to_strs", ["table"], call);
    if (!(table instanceof ResultTable)) return table;
    return table.mapColumns("DateTime", "Text", (value) => (value === null ? null : pyStr(value)));
  },

  // Incremental models and snapshots.
  valid_incremental_strategies: () => [...STRATEGIES],
  get_incremental_strategy_macro: (source, call) => strategyMacro(source, call),
  get_hard_deletes_behavior: (_, call) =>
    hardDeletes(bindFunction("get_hard_deletes_behavior", ["config"], call)[0] ?? null),
  valid_snapshot_target: (source, call) => {
    const [relation = null, names = null] = bindFunction("valid_snapshot_target", ["relation", "column_names?"], call);
    return checkSnapshot(source, relation, names, ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to"]);
  },
  assert_valid_snapshot_target_given_strategy: (source, call) => {
    const [relation = null, names = null, strategy = null] = bindFunction(
      "assert_valid_snapshot_target_given_strategy",
      ["relation", "column_names", "strategy"],
      call,
    );
    const marks = strategy instanceof PyDict && strategy.get("hard_deletes") === "new_record";
    const wanted = ["dbt_scd_id", "dbt_valid_from", "dbt_valid_to", ...(marks ? ["dbt_is_deleted"] : [])];
    return checkSnapshot(source, relation, names, wanted);
  },

  // What dbt-duckdb adds.
  is_motherduck: () => false,
  is_ducklake: () => false,
  use_ducklake_table_workarounds: () => false,
  disable_transactions: () => false,
  external_root: () => ".",
  get_binding_char: () => "?",
  batch_id_for_model: () => "",
  build_catalog_relation: nothing,
  warn_once: ({ replay, warn }, call) => {
    const [text = null] = bindFunction("warn_once", ["msg"], call);
    if (replay !== null) warn(pyStr(text));
    return null;
  },
  ...Object.fromEntries(
    [
      "external_write_options",
      "external_read_location",
      "store_relation",
      "get_seed_file_path",
      "get_temp_relation_path",
      "get_catalog_integration",
      "get_partitions_metadata",
      "submit_python_job",
    ].map((name): [string, Method] => [name, () => notSupported(name)]),
  ),
};

const STRATEGIES = ["append", "delete+insert", "merge", "microbatch"];

export function notSupported(name: string): never {
  throw new EngineError("P012", `The function "${name}" is not supported yet.`, {
    hint: "External materializations, plugins and Python models need dbt itself.",
  });
}

function dispatch(source: AdapterSource, call: CallArguments): PyValue {
  const [name = null, namespace = null, packages = null] = bindFunction(
    "dispatch",
    ["macro_name", "macro_namespace?", "packages?"],
    call,
  );
  const macro = pyStr(name);
  if (macro.includes(".")) {
    const [first = "", ...rest] = macro.split(".");
    throw new EngineError("J002", `adapter.dispatch() was asked for "${macro}"; a macro's name has no point in it.`, {
      hint: `Write adapter.dispatch('${rest.join(".")}', macro_namespace='${first}').`,
    });
  }
  if (packages !== null || (namespace !== null && typeof namespace !== "string")) {
    throw new EngineError("J002", `adapter.dispatch('${macro}') was called with arguments that it does not take.`, {
      hint: "Give the macro's name, and as macro_namespace the name of one package.",
    });
  }
  const { found, tried } = source.registry.dispatch(macro, namespace, source.packageName);
  if (found) return source.macro(found);
  throw new EngineError("R003", `No macro named "${macro}" was found to dispatch to.`, {
    hint: `Searched for: ${tried.map((candidate) => `"${candidate}"`).join(", ")}.`,
  });
}

/** The relation as it is stored. A name that differs in its case only is an error, since dbt will not guess. */
function getRelation(source: AdapterSource, database: PyValue, schema: PyValue, identifier: PyValue): PyValue {
  if (typeof schema !== "string" || typeof identifier !== "string") return null;
  const relation = { database: typeof database === "string" ? database : source.database, schema, identifier };
  const overridden = source.registry.overrides("list_relations_without_caching", source.packageName);
  if (overridden) {
    const wanted = { args: [], kwargs: new Map(Object.entries(relation)) };
    return listRelations(source, relation.database, schema).find((item) => item.matches(wanted)) ?? null;
  }
  const stored = source.replay?.ask({ kind: "relation", relation }) ?? null;
  if (stored === null) return null;
  const found = relationOf(relation.database, stored);
  const fits = (name: string, storedName: string, part: keyof Policy): boolean =>
    name === storedName || (!source.quoting[part] && name.toLowerCase() === storedName.toLowerCase());
  if (fits(schema, stored.schema, "schema") && fits(identifier, stored.identifier, "identifier")) return found;
  throw new EngineError(
    "J002",
    `The relation ${RelationObject.of(relation).toText()} is not there, but ${found.toText()} is, which differs only in case.`,
    { hint: "Write the name as it is stored, or drop the relation." },
  );
}

function listRelations(source: AdapterSource, database: string, schema: string): RelationObject[] {
  const macro = "list_relations_without_caching";
  if (source.registry.overrides(macro, source.packageName)) {
    const relation = new RelationObject({ path: { database, schema, identifier: null } });
    const rows = callMacro(source, macro, ["schema_relation"], { args: [relation], kwargs: new Map() });
    return [...pyIterate(rows)].map((row) => {
      const [, name = null, schemaName = null, type = null] = [...pyIterate(row)];
      const stored = { schema: pyStr(schemaName), identifier: pyStr(name) };
      return relationOf(database, { ...stored, type: type === "view" ? "view" : "table" });
    });
  }
  return (source.replay?.ask({ kind: "relations", database, schema }) ?? []).map((item) => relationOf(database, item));
}

function relationOf(database: string, stored: StoredRelation): RelationObject {
  return RelationObject.of({ database, schema: stored.schema, identifier: stored.identifier }, stored.type);
}

function columnsOf(source: AdapterSource, relation: PyValue | undefined): ColumnObject[] {
  if (!(relation instanceof RelationObject)) {
    throw new TemplateError(
      "CompilationError",
      `get_columns_in_relation() takes a relation, for example ref('…') or this, not ${typeName(relation ?? null)}`,
    );
  }
  if (source.replay === null) return [];
  if (source.registry.overrides("get_columns_in_relation", source.packageName)) {
    const columns = callMacro(source, "get_columns_in_relation", ["relation"], { args: [relation], kwargs: new Map() });
    return [...pyIterate(columns)].filter((column) => column instanceof ColumnObject);
  }
  const name = relation.isQualified ? relation.name : null;
  const columns = source.replay.ask({ kind: "columns", name, rendered: relation.toText() });
  return columns.map((column) => new ColumnObject(column.name, column.type));
}

/** A change to the warehouse: through the project's own macro of that name, or by the statement that is made here. */
function change(
  source: AdapterSource,
  name: string,
  call: CallArguments,
  parameters: readonly string[],
  statement: (relations: readonly (RelationObject | undefined)[]) => string,
): PyValue {
  const relations = parameters.map((parameter, index) => relationArgument(name, call, index, parameter));
  if (source.registry.overrides(name, source.packageName))
    callMacro(source, name, parameters, { args: relations, kwargs: new Map() });
  else source.statements.execute(statement(relations), false);
  return null;
}

function callMacro(source: AdapterSource, name: string, parameters: readonly string[], call: CallArguments): PyValue {
  const definition = source.registry.resolve(name, source.packageName);
  const macro = definition === null ? null : source.macro(definition);
  if (!(macro instanceof HostObject) || macro.call === undefined)
    throw new EngineError("R003", `The macro "${name}" does not exist.`, { hint: "It belongs to dbt's own macros." });
  return macro.call({ args: bindFunction(name, parameters, call).map((value) => value ?? null), kwargs: new Map() });
}

function relationArgument(fn: string, call: CallArguments, index: number, name: string): RelationObject {
  const value = call.kwargs.get(name) ?? call.args[index] ?? null;
  if (value instanceof RelationObject) return value;
  throw new TemplateError("CompilationError", `${fn}() takes a relation as ${name}, not ${typeName(value)}`);
}

function schemaOf(relation: RelationObject | undefined): string {
  return relation?.withPath((part) => (part === "identifier" ? null : undefined)).toText() ?? "";
}

/** `?` in a statement, one after the other, become the values. */
function withBindings(sql: string, bindings: PyValue): string {
  if (bindings === null) return sql;
  const values = [...pyIterate(bindings)];
  return sql.replaceAll("?", () => {
    const value = values.shift();
    if (value === undefined || value === null) return "null";
    return typeof value === "string" ? quoteLiteral(value) : pyStr(value);
  });
}

/** dbt-duckdb's type for a column of a result, for example of a seed. */
function convertType(table: ResultTable, index: number): PyValue {
  switch (table.columns[index]?.type) {
    case "Integer":
      return "integer";
    case "Number":
      return "float8";
    case "Boolean":
      return "boolean";
    case "Date":
      return "date";
    case "DateTime":
      return "timestamp without time zone";
    case "Text":
      return "text";
    default:
      return null;
  }
}

function strategyMacro(source: AdapterSource, call: CallArguments): PyValue {
  const [, given = null] = bindFunction("get_incremental_strategy_macro", ["model_context", "strategy"], call);
  const strategy = given === null ? "default" : pyStr(given);
  if (strategy === "insert_overwrite")
    throw new EngineError("P010", `The incremental strategy "${strategy}" is not known to DuckDB.`, {
      hint: `Use one of: ${STRATEGIES.join(", ")}.`,
    });
  const name = `get_incremental_${strategy.replaceAll("+", "_")}_sql`;
  const found = source.registry.resolve(name, source.packageName);
  if (found) return source.macro(found);
  throw new EngineError("P010", `The incremental strategy "${strategy}" is not known.`, {
    hint: `Use one of: ${STRATEGIES.join(", ")}, or write the macro "${name}".`,
  });
}

function hardDeletes(config: PyValue): PyValue {
  const get = (name: string): PyValue => {
    if (config instanceof PyDict) return config.get(name) ?? null;
    if (!(config instanceof HostObject)) return null;
    const getter = config.getAttribute("get");
    return getter instanceof HostObject ? (getter.call?.({ args: [name], kwargs: new Map() }) ?? null) : null;
  };
  const old = get("invalidate_hard_deletes");
  const wanted = get("hard_deletes");
  if (old !== null && wanted !== null)
    throw new EngineError("P003", 'A snapshot sets both "invalidate_hard_deletes" and "hard_deletes".', {
      hint: "Keep hard_deletes.",
    });
  if (pyTruth(old) || wanted === "invalidate") return "invalidate";
  if (wanted === "new_record") return "new_record";
  if (wanted === null || wanted === "ignore") return "ignore";
  throw new EngineError("P003", `hard_deletes is "${pyStr(wanted)}", which it may not be.`, {
    hint: "Use ignore, invalidate or new_record.",
  });
}

function checkSnapshot(source: AdapterSource, relation: PyValue, names: PyValue, wanted: readonly string[]): PyValue {
  const have = new Set(columnsOf(source, relation).map((column) => column.name.toLowerCase()));
  const missing = wanted
    .map((name) => (names instanceof PyDict ? pyStr(names.get(name) ?? name) : name))
    .filter((name) => !have.has(name.toLowerCase()));
  if (missing.length === 0) return null;
  throw new EngineError(
    "J003",
    `The target of the snapshot is no snapshot table: it lacks ${missing.map((name) => `"${name}"`).join(", ")}.`,
    { hint: "Drop the table, or give the snapshot another name." },
  );
}
