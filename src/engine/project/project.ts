/**
 * Files -> Project: dbt_project.yml, the paths it names, the chosen target and the vars.
 *
 * Text in YAML may hold Jinja; this room knows no templates, so the caller lends `render`, which turns a text into a value and
 * throws an `EngineError` when that fails. Nothing here reads models or property files: that is `parse`.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import { asList, isRecord, readYaml } from "./yaml.ts";
import type { RenderYaml, YamlFile, YamlRecord, YamlValue } from "./yaml.ts";
import { readTarget } from "./profile.ts";
import type { Target } from "./profile.ts";

export interface ProjectOptions {
  readonly target?: string | undefined;
  readonly vars?: Readonly<Record<string, YamlValue>> | undefined;
  readonly render: RenderYaml;
}

/** The folders that hold each kind of resource, relative to the project root. */
export interface ProjectPaths {
  readonly models: readonly string[];
  readonly seeds: readonly string[];
  readonly tests: readonly string[];
  readonly macros: readonly string[];
  readonly snapshots: readonly string[];
  readonly analyses: readonly string[];
}

export interface Project {
  readonly name: string;
  readonly version: string | null;
  readonly files: readonly SourceFile[];
  readonly paths: ProjectPaths;
  readonly target: Target;
  /** Config trees of dbt_project.yml: `models`, `seeds`, `data_tests`, `sources`, `snapshots`. */
  readonly configTrees: Readonly<Record<string, YamlRecord>>;
  readonly vars: YamlRecord;
  readonly cliVars: Readonly<Record<string, YamlValue>>;
  readonly dispatch: readonly { readonly namespace: string; readonly searchOrder: readonly string[] }[];
  /** `flags:` of dbt_project.yml; the command line wins over them. */
  readonly flags: Readonly<Record<string, YamlValue>>;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly file: YamlFile;
  readonly diagnostics: readonly Diagnostic[];
}

const PROJECT_FILE = "dbt_project.yml";

const KNOWN_KEYS = new Set([
  "name",
  "version",
  "config-version",
  "profile",
  "model-paths",
  "seed-paths",
  "test-paths",
  "analysis-paths",
  "macro-paths",
  "snapshot-paths",
  "docs-paths",
  "asset-paths",
  "function-paths",
  "target-path",
  "log-path",
  "packages-install-path",
  "clean-targets",
  "query-comment",
  "quoting",
  "require-dbt-version",
  "dbt-cloud",
  "flags",
  "vars",
  "dispatch",
  "models",
  "seeds",
  "snapshots",
  "tests",
  "data_tests",
  "unit_tests",
  "sources",
  "exposures",
  "metrics",
  "semantic-models",
  "saved-queries",
  "analyses",
  "functions",
  "on-run-start",
  "on-run-end",
  "restrict-access",
  "source-paths",
  "data-paths",
]);

export function loadProject(files: readonly SourceFile[], options: ProjectOptions): Project {
  const source = files.find((file) => file.path === PROJECT_FILE) ?? { path: PROJECT_FILE, text: "" };
  const file = readYaml(source);
  const diagnostics: Diagnostic[] = [...file.diagnostics];
  const raw = isRecord(file.value) ? file.value : {};
  if (!files.some((candidate) => candidate.path === PROJECT_FILE)) {
    diagnostics.push(
      diagnostic("P002", 'The project has no "dbt_project.yml".', {
        hint: 'Add a "dbt_project.yml" with at least `name: my_project` and `profile: my_project`.',
      }),
    );
  }
  for (const key of Object.keys(raw)) {
    if (KNOWN_KEYS.has(key)) continue;
    diagnostics.push(
      diagnostic("P009", `dbt_project.yml has a key "${key}" that is not known.`, {
        severity: "warning",
        hint: "Check the spelling; values of your own belong under `vars:`.",
        at: file.spanOf([key]),
      }),
    );
  }
  const render = (value: YamlValue | undefined, path: readonly (string | number)[]): YamlValue => {
    if (typeof value === "string") {
      if (!value.includes("{")) return value;
      try {
        return options.render(value);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        diagnostics.push({ ...error.diagnostic, at: file.spanOf(path) });
        return null;
      }
    }
    if (Array.isArray(value)) return value.map((item, index) => render(item, [...path, index]));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, [...path, key])]));
    return value ?? null;
  };
  const name = render(raw["name"], ["name"]);
  if (file.diagnostics.length === 0 && (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name))) {
    diagnostics.push(
      diagnostic("P002", "dbt_project.yml needs a `name` of letters, digits and underscores.", {
        hint: "Write for example `name: strata`.",
        at: file.spanOf(["name"]),
      }),
    );
  }
  const projectName = typeof name === "string" ? name : "project";
  const paths = (keys: readonly string[], fallback: string): readonly string[] => {
    for (const key of keys) {
      const value = raw[key];
      if (value !== undefined) return asList(render(value, [key])).map((path) => String(path).replace(/\/+$/, ""));
    }
    return [fallback];
  };
  const tree = (...keys: readonly string[]): YamlRecord => {
    for (const key of keys) {
      const value = raw[key];
      // Hooks hold SQL templates that are rendered when they run, not now.
      if (isRecord(value)) return renderTree(value, [key], render);
    }
    return {};
  };
  for (const key of ["on-run-start", "on-run-end"]) {
    if (raw[key] === undefined || raw[key] === null) continue;
    diagnostics.push(
      diagnostic("P009", `\`${key}\` is kept, but this version does not run it.`, {
        severity: "warning",
        hint: "Hooks of a model (`pre_hook`, `post_hook`) do run.",
        at: file.spanOf([key]),
      }),
    );
  }
  const profile = render(raw["profile"], ["profile"]);
  const target = readTarget(files, typeof profile === "string" ? profile : projectName, options.target, options.render);
  diagnostics.push(...target.diagnostics);
  const vars = render(raw["vars"], ["vars"]);
  const version = render(raw["version"], ["version"]);
  return {
    name: projectName,
    version: version === null ? null : String(version),
    files,
    paths: {
      models: paths(["model-paths", "source-paths"], "models"),
      seeds: paths(["seed-paths", "data-paths"], "seeds"),
      tests: paths(["test-paths"], "tests"),
      macros: paths(["macro-paths"], "macros"),
      snapshots: paths(["snapshot-paths"], "snapshots"),
      analyses: paths(["analysis-paths"], "analyses"),
    },
    target: target.value,
    configTrees: {
      models: tree("models"),
      seeds: tree("seeds"),
      snapshots: tree("snapshots"),
      data_tests: tree("data_tests", "tests"),
      sources: tree("sources"),
    },
    vars: isRecord(vars) ? vars : {},
    cliVars: options.vars ?? {},
    dispatch: asList(raw["dispatch"])
      .filter(isRecord)
      .map((entry) => ({
        namespace: String(entry["macro_namespace"] as string),
        searchOrder: asList(entry["search_order"]).map((item) => String(item as string)),
      })),
    flags: isRecord(raw["flags"]) ? raw["flags"] : {},
    onRunStart: asList(raw["on-run-start"]).map((item) => String(item as string)),
    onRunEnd: asList(raw["on-run-end"]).map((item) => String(item as string)),
    file,
    diagnostics,
  };
}

/**
 * The value of a var as seen from a package: command line first, then the package's own section of `vars:`, then the project's.
 * `undefined` when it is not set.
 */
export function lookupVar(project: Project, name: string, packageName: string): YamlValue | undefined {
  if (Object.hasOwn(project.cliVars, name)) return project.cliVars[name];
  const own = project.vars[packageName];
  if (isRecord(own) && Object.hasOwn(own, name)) return own[name];
  return Object.hasOwn(project.vars, name) ? project.vars[name] : undefined;
}

const HOOK_KEYS = new Set(["pre-hook", "post-hook", "pre_hook", "post_hook"]);

function renderTree(
  tree: YamlRecord,
  path: readonly string[],
  render: (value: YamlValue | undefined, path: readonly (string | number)[]) => YamlValue,
): YamlRecord {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      if (HOOK_KEYS.has(key.replace(/^\+/, ""))) return [key, value];
      return [key, isRecord(value) ? renderTree(value, [...path, key], render) : render(value, [...path, key])];
    }),
  );
}
