/** SQL that a template runs: `statement` blocks, `run_query`, and the results that are kept under a name. */
import { bindFunction } from "../jinja/arguments.ts";
import { TemplateError } from "../jinja/error.ts";
import { pyStr, pyTruth } from "../jinja/python.ts";
import { HostFunction, HostObject, PyDict, PyTuple, Undefined } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import { ResultTable } from "./agate.ts";
import type { Print } from "./agate.ts";
import { RecordObject } from "./record-object.ts";
import type { Replay } from "./replay.ts";

const RUN_QUERY = "run_query_statement";

/** The statements of one rendering. `replay` is null while parsing: then nothing is run and blocks are not even rendered. */
export class Statements {
  readonly #replay: Replay | null;
  readonly #print: Print;
  /** Null for a result that was loaded: dbt gives each result once. */
  readonly #results = new Map<string, PyDict | null>();

  constructor(replay: Replay | null, print: Print) {
    this.#replay = replay;
    this.#print = print;
  }

  function(name: string): PyValue | undefined {
    const methods: Readonly<Record<string, (call: CallArguments) => PyValue>> = {
      statement: (call) => this.#statement(call),
      run_query: (call) => this.runQuery(pyStr(bindFunction("run_query", ["sql"], call)[0] ?? null)),
      load_result: (call) => this.#load(pyStr(bindFunction("load_result", ["name"], call)[0] ?? null)),
      store_result: (call) => {
        const [key = null, response = null, table = null] = bindFunction(
          "store_result",
          ["name", "response", "agate_table?"],
          call,
        );
        this.#store(pyStr(key), response, table instanceof ResultTable ? table : this.#empty());
        return "";
      },
      store_raw_result: (call) => {
        const names = ["name", "message?", "code?", "rows_affected?", "agate_table?"];
        const [key = null, message = null, code = null, rows = null, table = null] = bindFunction(
          "store_raw_result",
          names,
          call,
        );
        this.#store(
          pyStr(key),
          adapterResponse(message, code, rows),
          table instanceof ResultTable ? table : this.#empty(),
        );
        return "";
      },
    };
    const method = methods[name];
    return method && new HostFunction(name, method);
  }

  /** `adapter.execute(sql, fetch=true)`: the response and the rows. */
  execute(sql: string, fetch: boolean): { readonly response: PyValue; readonly table: ResultTable } {
    if (this.#replay === null) return { response: "", table: this.#empty() };
    if (!fetch) {
      this.#replay.ask({ kind: "execute", sql });
      return { response: OK, table: this.#empty() };
    }
    return { response: OK, table: ResultTable.from(this.#replay.ask({ kind: "query", sql }), this.#print) };
  }

  runQuery(sql: string): PyValue {
    // While parsing, dbt looks for the table of a result that was never stored.
    if (this.#replay === null) return new Undefined("'None' has no attribute 'table'");
    const { response, table } = this.execute(sql, true);
    this.#store(RUN_QUERY, response, table);
    this.#load(RUN_QUERY);
    return table;
  }

  #statement(call: CallArguments): PyValue {
    const { kwargs } = call;
    const caller = kwargs.get("caller");
    if (!(caller instanceof HostObject) || caller.call === undefined)
      throw new TemplateError("TypeError", "statement() is used as {% call statement('name') %}…{% endcall %}");
    const [name = null, fetch = false] = bindFunction(
      "statement",
      ["name?", "fetch_result?", "auto_begin?", "language?"],
      {
        args: call.args,
        kwargs: new Map([...kwargs].filter(([key]) => key !== "caller")),
      },
    );
    if (this.#replay === null) return "";
    const { response, table } = this.execute(pyStr(caller.call({ args: [], kwargs: new Map() })), pyTruth(fetch));
    if (name !== null) this.#store(pyStr(name), response, table);
    return "";
  }

  #store(name: string, response: PyValue, table: ResultTable): void {
    const data = table.rows.map((row) => new PyTuple(row));
    this.#results.set(
      name,
      PyDict.from([
        ["response", response],
        ["data", data],
        ["table", table],
      ]),
    );
  }

  #load(name: string): PyValue {
    const result = this.#results.get(name);
    if (result === undefined) return null;
    if (result === null) {
      throw new TemplateError(
        "CompilationError",
        `The result "${name}" has been loaded already; keep what load_result() gave in a variable`,
      );
    }
    if (name !== "main") this.#results.set(name, null);
    return result;
  }

  #empty(): ResultTable {
    return new ResultTable([], [], this.#print);
  }
}

/** What dbt keeps of an adapter's answer; it prints as its message. */
export function adapterResponse(message: PyValue, code: PyValue = null, rows: PyValue = null): PyValue {
  const names = ["_message", "code", "rows_affected", "query_id"];
  return new RecordObject("AdapterResponse", names, [message, code, rows, null], pyStr(message));
}

const OK = adapterResponse("OK");
