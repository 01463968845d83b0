/**
 * All macros of the project and where a name leads, in dbt's order: the caller's own package, the root project, the built-ins.
 *
 * A macro of another package is reached through its namespace (`dbt_utils.star`). `adapter.dispatch` walks the packages of the
 * dispatch order and takes `duckdb__name` before `default__name`.
 */
import type { MacroInfo } from "../core/manifest.ts";
import type { BlockDefinition, Template } from "../jinja/parser.ts";

/** The namespace of the built-in macros. */
export const BUILTIN_PACKAGE = "dbt";

export interface MacroDefinition {
  readonly info: MacroInfo;
  readonly block: BlockDefinition;
  readonly template: Template;
}

export class MacroRegistry {
  readonly #packages = new Map<string, Map<string, MacroDefinition>>();
  readonly root: string;
  readonly #dispatch: ReadonlyMap<string, readonly string[]>;

  constructor(
    root: string,
    dispatch: readonly { readonly namespace: string; readonly searchOrder: readonly string[] }[] = [],
  ) {
    this.root = root;
    this.#dispatch = new Map(dispatch.map((entry) => [entry.namespace, entry.searchOrder]));
  }

  /** Adds a macro; answers the one of the same name and package that was there before, if any (which stays). */
  add(definition: MacroDefinition): MacroDefinition | null {
    const { package_name: packageName, name } = definition.info;
    let macros = this.#packages.get(packageName);
    if (!macros) this.#packages.set(packageName, (macros = new Map<string, MacroDefinition>()));
    const known = macros.get(name);
    if (known) return known;
    macros.set(name, definition);
    return null;
  }

  all(): MacroDefinition[] {
    return [...this.#packages.values()].flatMap((macros) => [...macros.values()]);
  }

  hasPackage(packageName: string): boolean {
    return this.#packages.has(packageName);
  }

  inPackage(packageName: string, name: string): MacroDefinition | null {
    return this.#packages.get(packageName)?.get(name) ?? null;
  }

  /** What a bare name means inside a package. */
  resolve(name: string, fromPackage: string): MacroDefinition | null {
    for (const candidate of [fromPackage, this.root, BUILTIN_PACKAGE]) {
      const found = this.inPackage(candidate, name);
      if (found) return found;
    }
    return null;
  }

  /** The macro that implements a generic test: `test_<name>`, or `<namespace>.test_<name>`. */
  resolveTest(name: string, namespace: string | null, fromPackage: string): MacroDefinition | null {
    return namespace === null ? this.resolve(`test_${name}`, fromPackage) : this.inPackage(namespace, `test_${name}`);
  }

  /** dbt's dispatch. `tried` names what was looked for, for the message. */
  dispatch(
    name: string,
    namespace: string | null,
    fromPackage: string,
  ): { found: MacroDefinition | null; tried: readonly string[] } {
    const packages =
      namespace === null
        ? [fromPackage, this.root, BUILTIN_PACKAGE]
        : (this.#dispatch.get(namespace) ?? [this.root, namespace, BUILTIN_PACKAGE]);
    const tried: string[] = [];
    for (const candidate of new Set(packages)) {
      for (const prefix of ["duckdb", "default"]) {
        const found = this.inPackage(candidate, `${prefix}__${name}`);
        if (found) return { found, tried };
        tried.push(`${candidate}.${prefix}__${name}`);
      }
    }
    return { found: null, tried };
  }

  names(fromPackage: string): string[] {
    return [fromPackage, this.root, BUILTIN_PACKAGE].flatMap((name) => [...(this.#packages.get(name)?.keys() ?? [])]);
  }
}
