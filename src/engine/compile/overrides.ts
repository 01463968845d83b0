/**
 * Whether a project or package has taken the place of one of dbt's own macros.
 *
 * The built-in macros of views, tables and seeds are also here in TypeScript, because rendering them for every node would cost more
 * than the rest of the engine. A project's own version always wins: then the macro is rendered.
 */
import { BUILTIN_PACKAGE } from "../context/macro-registry.ts";
import type { MacroRegistry } from "../context/macro-registry.ts";

export class Overrides {
  readonly #registry: MacroRegistry;
  readonly #known = new Map<string, boolean>();

  constructor(registry: MacroRegistry) {
    this.#registry = registry;
  }

  /** True when any of the macros is not dbt's own, for nodes of the package: under its own name, `duckdb__…` or `default__…`. */
  any(names: readonly string[], packageName: string): boolean {
    return names.some((name) => this.#isOverridden(name, packageName));
  }

  #isOverridden(name: string, packageName: string): boolean {
    const key = `${packageName} ${name}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const plain = this.#registry.resolve(name, packageName);
      const dispatched = this.#registry.dispatch(name, BUILTIN_PACKAGE, packageName).found;
      known = [plain, dispatched].some((found) => found !== null && found.info.package_name !== BUILTIN_PACKAGE);
      this.#known.set(key, known);
    }
    return known;
  }
}
