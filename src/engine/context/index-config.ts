/** `adapter.parse_index`: one entry of the config `indexes`, and the name that dbt-duckdb gives such an index. */
import { md5 } from "../core/hash.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyIterate, pyRepr, pyStr, pyTruth } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";

/** `now` is in milliseconds: the name holds the time, so that a table that is built again gets its index again. */
export function createIndexConfig(raw: PyValue, now: () => number): PyValue {
  if (raw === null) return null;
  const columns = raw instanceof PyDict ? raw.get("columns") : undefined;
  if (!(raw instanceof PyDict) || !Array.isArray(columns))
    throw new TemplateError(
      "CompilationError",
      `An index needs a list of columns, for example {'columns': ['id']}, not ${pyRepr(raw)}`,
    );
  return new IndexConfig([...pyIterate(columns)].map(pyStr), pyTruth(raw.get("unique") ?? false), now);
}

class IndexConfig extends HostObject {
  readonly typeName = "DuckDBIndexConfig";
  readonly #columns: readonly string[];
  readonly #unique: boolean;
  readonly #now: () => number;

  constructor(columns: readonly string[], unique: boolean, now: () => number) {
    super();
    this.#columns = columns;
    this.#unique = unique;
    this.#now = now;
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "columns") return [...this.#columns];
    if (name === "unique") return this.#unique;
    if (name !== "render") return undefined;
    return new HostFunction(name, (call) => {
      const time = new Date(this.#now()).toISOString().replace("Z", "");
      return md5([...this.#columns, pyStr(call.args[0] ?? null), this.#unique ? "True" : "False", time].join("_"));
    });
  }

  toText(): string {
    return `DuckDBIndexConfig(columns=${pyRepr([...this.#columns])}, unique=${pyRepr(this.#unique)})`;
  }
}
