/**
 * A small host for templates: project macros, `return`, `adapter.dispatch`, `target`, `this`, `model` and `exceptions`, as the
 * conformance cases need them.
 */
import { TemplateError } from "../../src/engine/jinja/error.ts";
import { createMacro } from "../../src/engine/jinja/macro.ts";
import { parseTemplate } from "../../src/engine/jinja/parser.ts";
import { pyStr } from "../../src/engine/jinja/python.ts";
import type { Scope } from "../../src/engine/jinja/render.ts";
import { ReturnSignal } from "../../src/engine/jinja/signals.ts";
import { HostFunction, HostObject, PyDict } from "../../src/engine/jinja/values.ts";
import type { PyValue } from "../../src/engine/jinja/values.ts";

const PROJECT = "my_project";

class Members extends HostObject {
  readonly typeName: string;
  readonly #members: ReadonlyMap<string, PyValue>;
  constructor(typeName: string, members: ReadonlyMap<string, PyValue>) {
    super();
    this.typeName = typeName;
    this.#members = members;
  }
  override getAttribute(name: string): PyValue | undefined {
    return this.#members.get(name);
  }
  toText(): string {
    return `<${this.typeName}>`;
  }
}

export class Relation extends HostObject {
  readonly typeName = "Relation";
  readonly #identifier: string;
  constructor(identifier: string) {
    super();
    this.#identifier = identifier;
  }
  override getAttribute(name: string): PyValue | undefined {
    return name === "identifier" || name === "name" ? this.#identifier : name === "schema" ? "main" : undefined;
  }
  override get isMapping(): boolean {
    return true;
  }
  toText(): string {
    return `"main"."${this.#identifier}"`;
  }
}

/** Globals for a project of macro files (path -> text) and more names. */
export function createHost(files: Readonly<Record<string, string>>, extra: Readonly<Record<string, PyValue>> = {}): Scope {
  const globals = new Map<string, PyValue>();
  const scope: Scope = { get: (name) => globals.get(name) };
  const macros = new Map<string, PyValue>();
  for (const [path, text] of Object.entries(files)) {
    const template = parseTemplate(text, path);
    for (const block of template.blocks) if (block.kind === "macro") macros.set(block.name, createMacro(block, template, () => scope));
  }
  const dispatch = new HostFunction("dispatch", ({ args: [name = null] }) => {
    for (const prefix of ["duckdb__", "default__"]) {
      const macro = macros.get(prefix + pyStr(name));
      if (macro !== undefined) return macro;
    }
    throw new TemplateError("CompilationError", `In dispatch: No macro named '${pyStr(name)}' found`);
  });
  const all: Record<string, PyValue> = {
    [PROJECT]: new Members("MacroNamespace", macros),
    adapter: new Members("Adapter", new Map([["dispatch", dispatch]])),
    target: PyDict.from([["name", "dev"], ["schema", "main"]]),
    this: new Relation("my_model"),
    model: PyDict.from([["name", "my_model"]]),
    return: new HostFunction("return", ({ args: [value = null] }) => {
      throw new ReturnSignal(value);
    }),
    exceptions: new Members("exceptions", new Map([["raise_compiler_error", new HostFunction("raise_compiler_error", ({ args: [message = null] }) => {
      throw new TemplateError("CompilationError", pyStr(message));
    })]])),
    ...extra,
  };
  for (const [name, value] of [...macros, ...Object.entries(all)]) globals.set(name, value);
  return scope;
}
