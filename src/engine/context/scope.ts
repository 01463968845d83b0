/**
 * dbt's global names for one template: the project's macros first, then dbt's functions and values.
 *
 * A `Binding` decides what `ref`, `source`, `config` and `this` mean. While parsing they record; while compiling they resolve.
 * Macros run with the globals of the node that calls them, so one scope serves a model and all macros below it. Making a scope
 * costs next to nothing: every name is made when it is first asked for.
 */
import { EngineError } from "../core/errors.ts";
import { createMacro } from "../jinja/macro.ts";
import { renderTemplate } from "../jinja/render.ts";
import type { Scope } from "../jinja/render.ts";
import { HostObject } from "../jinja/values.ts";
import type { CallArguments, PyValue } from "../jinja/values.ts";
import type { Binding } from "./binding.ts";
import type { Environment } from "./environment.ts";
import { VarFunction } from "./environment.ts";
import { GLOBAL_NAMES, makeGlobal } from "./globals.ts";
import type { Host } from "./globals.ts";
import { BUILTIN_PACKAGE } from "./macro-registry.ts";
import type { MacroDefinition } from "./macro-registry.ts";
import { Namespace } from "./modules/class-object.ts";
import { flagOf } from "./flags.ts";
import { Statements } from "./statement.ts";
import { templateOf } from "./templates.ts";

export function createScope(environment: Environment, binding: Binding): Scope {
  return new NodeScope(environment, binding);
}

class NodeScope implements Scope, Host {
  readonly environment: Environment;
  readonly binding: Binding;
  readonly #known = new Map<string, PyValue | undefined>();
  readonly #globals = new Map<string, PyValue | undefined>();
  readonly #macros = new Map<string, TracedMacro>();
  #statements: Statements | null = null;
  /** How many macros are running inside each other. */
  #depth = 0;

  constructor(environment: Environment, binding: Binding) {
    this.environment = environment;
    this.binding = binding;
  }

  get(name: string): PyValue | undefined {
    // No `??`: a name that was looked for in vain is known, too.
    if (this.#known.has(name)) return this.#known.get(name);
    const value = this.#lookUp(name);
    this.#known.set(name, value);
    return value;
  }

  #lookUp(name: string): PyValue | undefined {
    const extra = this.binding.extra?.get(name);
    if (extra !== undefined) return extra;
    const { registry } = this.environment;
    const macro = registry.resolve(name, this.binding.packageName);
    if (macro) return this.macro(macro);
    const global = this.global(name);
    if (global !== undefined) return global;
    return name === BUILTIN_PACKAGE || registry.hasPackage(name) ? this.#package(name) : undefined;
  }

  /** dbt's own meaning of a name, whatever the project defines; for `builtins`. */
  global(name: string): PyValue | undefined {
    if (this.#globals.has(name)) return this.#globals.get(name);
    const value = makeGlobal(name, this);
    this.#globals.set(name, value);
    return value;
  }

  #package(name: string): PyValue {
    const { registry } = this.environment;
    return new MacroNamespace(name, registry.namesIn(name), (member) => {
      const extra = this.binding.extra?.get(`${name}.${member}`);
      if (extra !== undefined) return extra;
      const found = registry.inPackage(name, member);
      return found ? this.macro(found) : undefined;
    });
  }

  names(): string[] {
    const { registry } = this.environment;
    return [
      ...new Set([...(this.binding.extra?.keys() ?? []), ...GLOBAL_NAMES, ...registry.names(this.binding.packageName)]),
    ];
  }

  macro(definition: MacroDefinition): PyValue {
    const id = definition.info.unique_id;
    let macro = this.#macros.get(id);
    if (macro === undefined) {
      const { name, span } = definition.info;
      const created = createMacro(definition.block, definition.template, () => this, {
        describe: `macro ${name} (${span.path})`,
        stackName: `${name} (${span.path})`,
      });
      macro = new TracedMacro(created, (work) => this.#traced(definition, work));
      this.#macros.set(id, macro);
    }
    return macro;
  }

  #traced(definition: MacroDefinition, work: () => PyValue): PyValue {
    if (this.#depth === 0) this.binding.onMacro?.(definition);
    this.#depth += 1;
    let value: PyValue = null;
    try {
      value = work();
      return value;
    } finally {
      this.#depth -= 1;
      this.binding.onMacroValue?.(definition, this.#depth, value);
    }
  }

  get statements(): Statements {
    return (this.#statements ??= new Statements(this.binding.answers, (text) => this.log(text, true, true)));
  }

  variables(): PyValue {
    return new VarFunction(this.environment, this.binding.packageName, {
      render: (text) => this.render(text),
      missing: this.binding.execute ? null : (name, error) => this.binding.onMissingVar?.(name, error),
    });
  }

  render(text: string): PyValue {
    return renderTemplate(templateOf("text rendered by a template", text), this).text;
  }

  /** Each line once, however often the template is rendered until it has all its answers. */
  log(text: string, info: boolean, printed = false): void {
    this.once(`log: ${text}`, () => {
      this.environment.log(text, info, printed);
      return null;
    });
  }

  warn(text: string): void {
    if (flagOf(this.environment, "WARN_ERROR") === true)
      throw new EngineError("J003", text, { hint: "This is a warning; the flag warn_error makes it an error." });
    this.once(`warning: ${text}`, () => {
      if (this.environment.warn) this.environment.warn(text);
      else this.environment.log(`[WARNING]: ${text}`, true);
      return null;
    });
  }

  once<T>(key: string, make: () => T): T {
    return this.binding.answers === null ? make() : this.binding.answers.remember(key, make);
  }

  now(): number {
    return this.once("now", () => this.environment.clock.now());
  }
}

/** A macro that tells when it is called; otherwise the macro itself. */
class TracedMacro extends HostObject {
  readonly typeName = "MacroGenerator";
  readonly #macro: HostObject;
  readonly #trace: (work: () => PyValue) => PyValue;

  constructor(macro: HostObject, trace: (work: () => PyValue) => PyValue) {
    super();
    this.#macro = macro;
    this.#trace = trace;
  }

  override call(call: CallArguments): PyValue {
    return this.#trace(() => this.#macro.call?.(call) ?? null);
  }

  override getAttribute(name: string): PyValue | undefined {
    return this.#macro.getAttribute(name);
  }

  toText(): string {
    return this.#macro.toText();
  }
}

/** The macros of a package: `dbt_utils.star`. */
class MacroNamespace extends Namespace {
  readonly #name: string;

  constructor(name: string, names: readonly string[], member: (name: string) => PyValue | undefined) {
    super(names, member);
    this.#name = name;
  }

  override get qualifiedName(): string {
    return `macro namespace ${this.#name}`;
  }

  override toText(): string {
    return `<macros of ${this.#name}>`;
  }
}
