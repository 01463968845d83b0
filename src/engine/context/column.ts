/** A column as `adapter.get_columns_in_relation` gives it: name, DuckDB's type, and dbt's questions about the type. */
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyRepr, pyStr } from "../jinja/python.ts";
import { HostFunction, HostObject } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";

const STRINGS = new Set(["text", "character varying", "character", "varchar"]);
const NUMERICS = new Set(["numeric", "decimal"]);
const FLOATS = new Set(["real", "float", "float4", "float8", "double"]);
const INTEGERS = new Set(
  (
    "tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint " +
    "int1 int2 int4 int8 short int signed long"
  ).split(" "),
);

/** Parameters of `api.Column(…)`, in dbt's order. */
const PARAMETERS = ["column", "dtype", "char_size?", "numeric_precision?", "numeric_scale?"];

export class ColumnObject extends HostObject {
  readonly typeName = "DuckDBColumn";
  readonly name: string;
  readonly dtype: string;
  readonly #charSize: PyValue;
  readonly #precision: PyValue;
  readonly #scale: PyValue;

  constructor(name: string, dtype: string, charSize: PyValue = null, precision: PyValue = null, scale: PyValue = null) {
    super();
    this.name = name;
    this.dtype = dtype;
    this.#charSize = charSize;
    this.#precision = precision;
    this.#scale = scale;
  }

  static from(call: CallArguments): ColumnObject {
    const [name = null, dtype = null, size, precision, scale] = bindFunction(
      "DuckDBColumn.__init__",
      PARAMETERS,
      call,
      1,
    );
    return new ColumnObject(pyStr(name), pyStr(dtype), size, precision, scale);
  }

  get isString(): boolean {
    return STRINGS.has(this.dtype.toLowerCase());
  }

  get isNumber(): boolean {
    const type = this.dtype.toLowerCase();
    return NUMERICS.has(type) || FLOATS.has(type) || INTEGERS.has(type);
  }

  /** As dbt writes it in DDL: texts get dbt's default size, which DuckDB takes and ignores. */
  get dataType(): string {
    if (this.isString) return `character varying(${this.stringSize})`;
    if (NUMERICS.has(this.dtype.toLowerCase())) return numericType(this.dtype, this.#precision, this.#scale);
    return this.dtype;
  }

  get stringSize(): number {
    if (!this.isString)
      throw new TemplateError("CompilationError", `string_size() was called on "${this.name}", which is no text.`);
    return this.dtype === "text" || this.#charSize === null ? 256 : Number(this.#charSize);
  }

  /** The columns inside a struct; others are alone. */
  flatten(): ColumnObject[] {
    const fields = structFields(this.dtype);
    if (fields === null) return [this];
    return fields.flatMap(([name, type]) => new ColumnObject(`${this.name}.${name}`, type).flatten());
  }

  override getAttribute(name: string): PyValue | undefined {
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    const type = this.dtype.toLowerCase();
    switch (name) {
      case "name":
      case "column":
        return this.name;
      case "dtype":
        return this.dtype;
      case "char_size":
        return this.#charSize;
      case "numeric_precision":
        return this.#precision;
      case "numeric_scale":
        return this.#scale;
      case "data_type":
      case "expanded_data_type":
        return this.dataType;
      case "quoted":
        return quoteIdentifier(this.name);
      case "fields":
        return (structFields(this.dtype) ?? []).map(([field, fieldType]) => new ColumnObject(field, fieldType));
      case "is_string":
        return fn(() => this.isString);
      case "is_number":
        return fn(() => this.isNumber);
      case "is_numeric":
        return fn(() => NUMERICS.has(type));
      case "is_integer":
        return fn(() => INTEGERS.has(type));
      case "is_float":
        return fn(() => FLOATS.has(type));
      case "is_struct":
        return fn(() => type.startsWith("struct"));
      case "string_size":
        return fn(() => BigInt(this.stringSize));
      case "flatten":
        return fn(() => this.flatten());
      case "can_expand_to":
        return fn((call) => {
          const other = call.args[0] ?? call.kwargs.get("other_column");
          return other instanceof ColumnObject && this.isString && other.isString && other.stringSize > this.stringSize;
        });
      case "literal":
        return fn((call) => `${pyStr(call.args[0] ?? null)}::${this.dataType}`);
      default:
        return columnFunction(name);
    }
  }

  override equals(other: PyValue): boolean {
    return other instanceof ColumnObject && other.toText() === this.toText();
  }

  // A dataclass with equality and no hash of its own cannot be the key of a dict.
  override hashText(): string {
    throw new TemplateError("TypeError", "unhashable type: 'DuckDBColumn'");
  }

  toText(): string {
    const fields = pyRepr(this.getAttribute("fields") ?? []);
    return (
      `DuckDBColumn(column=${pyRepr(this.name)}, dtype=${pyRepr(this.dtype)}, char_size=${pyRepr(this.#charSize)}, ` +
      `numeric_precision=${pyRepr(this.#precision)}, numeric_scale=${pyRepr(this.#scale)}, fields=${fields})`
    );
  }
}

/** The functions of the class itself: `api.Column.string_type(10)`; a column has them too. */
export function columnFunction(name: string): PyValue | undefined {
  switch (name) {
    case "create":
      return new HostFunction(name, (call) => {
        const [column = null, type = null] = bindFunction("Column.create", ["name", "label_or_dtype"], call);
        return new ColumnObject(pyStr(column), translateType(pyStr(type)));
      });
    case "translate_type":
      return new HostFunction(name, (call) => translateType(pyStr(call.args[0] ?? call.kwargs.get("dtype") ?? null)));
    case "string_type":
      return new HostFunction(
        name,
        (call) => `character varying(${pyStr(call.args[0] ?? call.kwargs.get("size") ?? null)})`,
      );
    case "numeric_type":
      return new HostFunction(name, (call) => {
        const [type = null, precision = null, scale = null] = bindFunction(
          "Column.numeric_type",
          ["dtype", "precision", "scale"],
          call,
        );
        return numericType(pyStr(type), precision, scale);
      });
    case "from_description":
      return new HostFunction(name, (call) => {
        const [column = null, type = null] = bindFunction("Column.from_description", ["name", "raw_data_type"], call);
        return fromDescription(pyStr(column), pyStr(type));
      });
    default:
      return undefined;
  }
}

function translateType(type: string): string {
  return type.toUpperCase() === "STRING" ? "TEXT" : type;
}

function numericType(type: string, precision: PyValue, scale: PyValue): string {
  return precision === null || scale === null ? type : `${type}(${pyStr(precision)},${pyStr(scale)})`;
}

/** `varchar(10)` and `decimal(10,2)` taken apart. */
function fromDescription(name: string, description: string): ColumnObject {
  const match = /^([^(]+)(?:\(([^)]+)\))?/.exec(description);
  const sizes = match?.[2]?.split(",").map((size) => (/^\s*\d+\s*$/.test(size) ? BigInt(size.trim()) : null)) ?? [];
  if (match === null || sizes.includes(null))
    throw new TemplateError("CompilationError", `The data type "${description}" cannot be read`);
  const type = match[1] ?? "";
  if (sizes.length === 1) return new ColumnObject(name, type, sizes[0]);
  return sizes.length === 2 ? new ColumnObject(name, type, null, sizes[0], sizes[1]) : new ColumnObject(name, type);
}

/** `STRUCT(a INTEGER, b DECIMAL(10, 2))` -> its fields; null for other types. Names may be quoted. */
function structFields(type: string): (readonly [string, string])[] | null {
  const inside = /^struct\((.*)\)$/is.exec(type)?.[1];
  if (inside === undefined) return null;
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (const [index, character] of [...inside].entries()) {
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(inside.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(inside.slice(from));
  return parts.map((part) => {
    const [, quotedName, plainName, rest] = /^\s*(?:"((?:[^"]|"")*)"|(\S+))\s+(.*)$/s.exec(part) ?? [];
    return [quotedName?.replaceAll('""', '"') ?? plainName ?? part.trim(), rest?.trim() ?? ""] as const;
  });
}
