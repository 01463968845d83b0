/**
 * Python's modules are loaded when a template needs them: most projects never do, and their code is a tenth of the engine.
 *
 * Rendering is synchronous and loading is not. So whoever opens a project loads what its texts name (`modulesNamedIn`). A name can
 * be made up while a template runs (`context['mod' ~ 'ules']`), or stand in a macro of dbt's; then the rendering is left by a
 * `ModulePending`, and whoever renders loads the module and starts again. Compiling and running load all modules beforehand.
 */
import type { SourceFile } from "../../core/source-file.ts";
import { Suspend } from "../../jinja/signals.ts";

const LOADERS = {
  /** With pytz, `run_started_at`, the dates of `fromyaml` and the values of query results. */
  datetime: () => import("./days-and-times.ts"),
  itertools: () => import("./itertools.ts"),
  re: () => import("./re.ts"),
};

export type ModuleName = keyof typeof LOADERS;

type Loaded = { [Name in ModuleName]: Awaited<ReturnType<(typeof LOADERS)[Name]>> };

export const ALL_MODULES: readonly ModuleName[] = ["datetime", "itertools", "re"];

/** Which module a word of a template asks for. */
const WORDS: Readonly<Record<string, ModuleName>> = {
  "modules.datetime": "datetime",
  "modules.itertools": "itertools",
  "modules.pytz": "datetime",
  "modules.re": "re",
  run_started_at: "datetime",
  fromyaml: "datetime",
};

const loaded: Partial<Loaded> = {};

/** Thrown where a template asks for a module that has not been loaded. */
export class ModulePending extends Suspend {
  readonly module: ModuleName;
  constructor(module: ModuleName) {
    super(`module ${module}`);
    this.module = module;
  }
}

export function loadedModule<Name extends ModuleName>(name: Name): Loaded[Name] {
  const found = loaded[name];
  if (found === undefined) throw new ModulePending(name);
  return found;
}

/** A load that failed is tried again the next time. */
export async function loadModules(names: Iterable<ModuleName>): Promise<void> {
  const missing = [...names].filter((name) => loaded[name] === undefined);
  if (missing.length === 0) return;
  await Promise.all(missing.map(async (name) => Object.assign(loaded, { [name]: await LOADERS[name]() })));
}

const known = new WeakMap<SourceFile, readonly ModuleName[]>();

/** The modules that the texts name. */
export function modulesNamedIn(files: readonly SourceFile[]): Set<ModuleName> {
  const found = new Set<ModuleName>();
  for (const file of files) {
    let names = known.get(file);
    if (names === undefined) known.set(file, (names = namedIn(file.text)));
    for (const name of names) found.add(name);
  }
  return found;
}

/** Where `modules` stands without a name behind it, it may be any. */
function namedIn(text: string): readonly ModuleName[] {
  const found: ModuleName[] = [];
  if (/modules|run_started_at|fromyaml/.test(text)) {
    for (const [word, name] of text.matchAll(/\b(?:modules\b(?:\s*\.\s*(\w+))?|run_started_at\b|fromyaml\b)/g)) {
      const module = word.startsWith("modules") ? WORDS[`modules.${name ?? ""}`] : WORDS[word];
      found.push(...(module === undefined ? ALL_MODULES : [module]));
    }
  }
  return found;
}
