/**
 * All macros of the project and where a name leads, in dbt's order: the package of the node that is rendered, the root project, the
 * built-ins. It is the node's package and not the macro's: a macro of a package reaches its neighbours through `package.name`.
 *
 * `adapter.dispatch` walks the packages of the dispatch order and takes `duckdb__name` before `default__name`.
 */
import type { MacroInfo } from "../core/manifest.ts";
import type { BlockDefinition, Template } from "../jinja/parser.ts";

/** The namespace of the built-in macros. */
export const BUILTIN_PACKAGE = "dbt";

const PREFIXES = ["duckdb", "default"];

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

  packages(): string[] {
    return [...this.#packages.keys()];
  }

  inPackage(packageName: string, name: string): MacroDefinition | null {
    return this.#packages.get(packageName)?.get(name) ?? null;
  }

  namesIn(packageName: string): string[] {
    return [...(this.#packages.get(packageName)?.keys() ?? [])];
  }

  /** What a bare name means for a node of this package. */
  resolve(name: string, fromPackage: string): MacroDefinition | null {
    const { root } = this;
    return (
      this.inPackage(fromPackage, name) ??
      (root === fromPackage ? null : this.inPackage(root, name)) ??
      this.inPackage(BUILTIN_PACKAGE, name)
    );
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
    const order = namespace === null ? null : this.#searchOrder(namespace);
    const tried: string[] = [];
    for (const candidate of order ?? [null]) {
      for (const prefix of PREFIXES) {
        const macro = `${prefix}__${name}`;
        const found = candidate === null ? this.resolve(macro, fromPackage) : this.inPackage(candidate, macro);
        if (found) return { found, tried };
        tried.push(candidate === null ? macro : `${candidate}.${macro}`);
      }
    }
    return { found: null, tried };
  }

  /** Null for a namespace that is no package: then the bare name is looked for. */
  #searchOrder(namespace: string): readonly string[] | null {
    const configured = this.#dispatch.get(namespace);
    if (configured !== undefined && configured.length > 0) return configured;
    return namespace === BUILTIN_PACKAGE || this.hasPackage(namespace) ? [this.root, namespace] : null;
  }

  /** Whether the project or a package puts something of its own in place of a built-in macro, or of what it dispatches to. */
  overrides(name: string, fromPackage: string): boolean {
    const plain = this.resolve(name, fromPackage);
    if (plain !== null && plain.info.package_name !== BUILTIN_PACKAGE) return true;
    const { found } = this.dispatch(name, BUILTIN_PACKAGE, fromPackage);
    return found !== null && found.info.package_name !== BUILTIN_PACKAGE;
  }

  /** What can be called, for "did you mean": bare names, and those of other packages with their package. */
  names(fromPackage: string): string[] {
    const bare = new Set([fromPackage, this.root, BUILTIN_PACKAGE]);
    return [...this.#packages].flatMap(([name, macros]) => [
      name,
      ...[...macros.keys()].map((macro) => (bare.has(name) ? macro : `${name}.${macro}`)),
    ]);
  }
}
