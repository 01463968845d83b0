/**
 * One dbt_project.yml -> the package that it describes: its folders, config trees, vars and hooks.
 *
 * The root project is a package too, with an empty `root`. Whatever is wrong becomes a diagnostic with its place; the package that
 * comes back is as complete as the file allows.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { asList, isReadable, isRecord, readYaml } from "./yaml.ts";
import type { RenderYaml, YamlFile, YamlRecord, YamlValue } from "./yaml.ts";

/** The folders that hold each kind of resource, relative to the package's root. */
export interface ProjectPaths {
  readonly models: readonly string[];
  readonly seeds: readonly string[];
  readonly tests: readonly string[];
  readonly macros: readonly string[];
  readonly snapshots: readonly string[];
  readonly analyses: readonly string[];
  /** Folders with docs blocks; every resource folder when the file names none. */
  readonly docs: readonly string[];
}

/** Config trees of dbt_project.yml, by the name of their key with underscores. */
export const CONFIG_TREES = [
  "models",
  "seeds",
  "snapshots",
  "data_tests",
  "unit_tests",
  "sources",
  "analyses",
  "exposures",
  "metrics",
  "semantic_models",
  "saved_queries",
] as const;
export type ConfigTree = (typeof CONFIG_TREES)[number];

export type Quoting = Readonly<Partial<Record<"database" | "schema" | "identifier", boolean>>>;

export interface Package {
  readonly name: string;
  readonly version: string | null;
  /** Folder below the project's root, with a slash at its end; empty for the root project. */
  readonly root: string;
  /** The package's own files; their paths start at the project's root. */
  readonly files: readonly SourceFile[];
  readonly paths: ProjectPaths;
  readonly configTrees: Readonly<Record<ConfigTree, YamlRecord>>;
  /** The config trees before their Jinja is rendered. */
  readonly unrenderedTrees: Readonly<Record<ConfigTree, YamlRecord>>;
  /** As written: Jinja in a var is rendered when the var is asked for. */
  readonly vars: YamlRecord;
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly quoting: Quoting;
  /** Models with `access: private` are closed to other packages. */
  readonly restrictAccess: boolean;
  readonly requireDbtVersion: readonly string[];
  readonly file: YamlFile;
}

/** What only the root's dbt_project.yml decides. */
export interface PackageFile {
  readonly package: Package;
  readonly raw: YamlRecord;
  render(value: YamlValue | undefined, path: readonly (string | number)[]): YamlValue;
  readonly diagnostics: Diagnostic[];
}

export const PROJECT_FILE = "dbt_project.yml";

const KNOWN_KEYS = new Set([
  "name",
  "version",
  "config-version",
  "project-root",
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
  "dbt_cloud",
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
  "semantic_models",
  "saved-queries",
  "saved_queries",
  "analyses",
  "functions",
  "packages",
  "on-run-start",
  "on-run-end",
  "restrict-access",
  "source-paths",
  "data-paths",
]);

/** Keys of older projects, and what they are called now. */
const OLD_PATHS = { "source-paths": "model-paths", "data-paths": "seed-paths" } as const;

/** Keys that became options; only another value than the usual one is worth a word. */
const MOVED_PATHS = {
  "target-path": { usual: "target", now: "the option --target-path or DBT_TARGET_PATH" },
  "log-path": { usual: "logs", now: "the option --log-path or DBT_LOG_PATH" },
} as const;

/** Names that would hide one of dbt's own in templates. */
const RESERVED_NAMES = new Set(
  (
    "_sql_results adapter api column config context database env env_var exceptions execute flags fromjson fromyaml graph " +
    "invocation_id load_agate_table load_result log model modules post_hooks pre_hooks ref render return run_started_at schema " +
    "source sql sql_now store_result store_raw_result target this tojson toyaml try_or_compiler_error var write"
  ).split(" "),
);

/** `files` are those of the package; `root` is empty or ends with a slash. */
export function readPackage(files: readonly SourceFile[], root: string, renderText: RenderYaml): PackageFile {
  const path = `${root}${PROJECT_FILE}`;
  const source = files.find((file) => file.path === path);
  const file = readYaml(source ?? { path, text: "" });
  const diagnostics: Diagnostic[] = [...file.diagnostics];
  const raw = isRecord(file.value) ? file.value : {};
  if (!source) {
    diagnostics.push(
      diagnostic("P002", 'The project has no "dbt_project.yml".', {
        hint: 'Add a "dbt_project.yml" with at least `name: my_project` and `profile: my_project`.',
      }),
    );
  }
  const render: PackageFile["render"] = (value, at) => {
    if (typeof value === "string") {
      if (!/\{[{%#]/.test(value)) return value;
      try {
        return renderText(value);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        diagnostics.push({ ...error.diagnostic, at: file.spanOf(at) });
        return null;
      }
    }
    if (Array.isArray(value)) return value.map((item, index) => render(item, [...at, index]));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, [...at, key])]));
    return value ?? null;
  };
  diagnostics.push(...checkKeys(file, raw));

  const name = render(raw["name"], ["name"]);
  if (isReadable(file) && source && (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name))) {
    diagnostics.push(
      diagnostic("P002", `"${path}" needs a \`name\` of letters, digits and underscores.`, {
        hint: "Write for example `name: strata`.",
        at: file.spanOf(["name"]),
      }),
    );
  } else if (typeof name === "string" && RESERVED_NAMES.has(name)) {
    diagnostics.push(
      diagnostic("P002", `A project may not be named "${name}": templates use that name for something else.`, {
        hint: "Choose another `name`.",
        at: file.spanOf(["name"]),
      }),
    );
  }
  const folders = (keys: readonly string[], fallback: readonly string[]): readonly string[] => {
    for (const key of keys) {
      const value = raw[key];
      if (value === undefined || value === null) continue;
      const given = asList(render(value, [key]));
      const texts = given.filter((folder): folder is string => typeof folder === "string");
      if (texts.length < given.length || (!Array.isArray(value) && typeof value !== "string")) {
        diagnostics.push(
          diagnostic("P003", `\`${key}\` in "${path}" must be a list of folders.`, {
            hint: `Write for example \`${key}: [${fallback[0] ?? "models"}]\`.`,
            at: file.spanOf([key]),
          }),
        );
      }
      return [...new Set(texts.map(folderName))];
    }
    return fallback;
  };
  const models = folders(["model-paths", "source-paths"], ["models"]);
  const seeds = folders(["seed-paths", "data-paths"], ["seeds"]);
  const tests = folders(["test-paths"], ["tests"]);
  const macros = folders(["macro-paths"], ["macros"]);
  const snapshots = folders(["snapshot-paths"], ["snapshots"]);
  const analyses = folders(["analysis-paths"], ["analyses"]);
  const everywhere = [...new Set([...models, ...seeds, ...tests, ...macros, ...snapshots, ...analyses])];

  const rawTree = (tree: ConfigTree): readonly [string, YamlRecord] => {
    const keys = tree === "data_tests" ? ["data_tests", "tests"] : [tree, tree.replaceAll("_", "-")];
    const key = keys.find((candidate) => isRecord(raw[candidate])) ?? tree;
    const value = raw[key];
    return [key, isRecord(value) ? value : {}];
  };
  const refuse = (key: string, wanted: string, example: string): void => {
    diagnostics.push(
      diagnostic("P003", `\`${key}\` in "${path}" must be ${wanted}.`, {
        hint: `Write for example \`${example}\`.`,
        at: file.spanOf([key]),
      }),
    );
  };
  for (const tree of CONFIG_TREES) {
    for (const key of new Set([tree, tree.replaceAll("_", "-"), ...(tree === "data_tests" ? ["tests"] : [])])) {
      const value = raw[key];
      if (value !== undefined && value !== null && !isRecord(value))
        refuse(key, "keys and values: folders and configs", `${key}: {my_project: {+enabled: true}}`);
    }
  }
  if (isRecord(raw["tests"]) && isRecord(raw["data_tests"])) {
    diagnostics.push(
      diagnostic("P002", `"${path}" has both \`tests\` and \`data_tests\`.`, {
        hint: "Keep `data_tests`; `tests` is its old name.",
        at: file.spanOf(["tests"]),
      }),
    );
  }
  const vars = raw["vars"];
  if (vars !== undefined && vars !== null && !isRecord(vars)) refuse("vars", "names and values", "vars: {start: 2020}");
  const hooks = (key: "on-run-start" | "on-run-end"): string[] => {
    const given = asList(raw[key]);
    if (given.some((hook) => typeof hook !== "string")) refuse(key, "SQL or a list of SQL", `${key}: ["select 1"]`);
    return given.filter((hook) => typeof hook === "string");
  };
  const configVersion = render(raw["config-version"], ["config-version"]);
  if (configVersion !== null && configVersion !== 2n && configVersion !== "2") {
    diagnostics.push(
      diagnostic("P003", `\`config-version\` in "${path}" is ${String(configVersion)}; only 2 is known.`, {
        hint: "Write `config-version: 2`, or leave the line out.",
        at: file.spanOf(["config-version"]),
      }),
    );
  }
  const version = render(raw["version"], ["version"]);
  const quoting = render(raw["quoting"], ["quoting"]);
  if (quoting !== null && !(isRecord(quoting) && Object.values(quoting).every((value) => typeof value === "boolean")))
    refuse("quoting", "`database`, `schema` and `identifier`, each true or false", "quoting: {identifier: false}");
  return {
    raw,
    render,
    diagnostics,
    package: {
      name: typeof name === "string" && name !== "" ? name : root === "" ? "project" : (root.split("/").at(-2) ?? root),
      version: version === null ? null : String(version),
      root,
      files,
      paths: {
        models,
        seeds,
        tests,
        macros,
        snapshots,
        analyses,
        docs: folders(["docs-paths"], everywhere),
      },
      configTrees: trees((tree) => {
        const [key, value] = rawTree(tree);
        return renderTree(value, [key], render);
      }),
      unrenderedTrees: trees((tree) => rawTree(tree)[1]),
      vars: isRecord(vars) ? vars : {},
      onRunStart: hooks("on-run-start"),
      onRunEnd: hooks("on-run-end"),
      quoting: isRecord(quoting) ? quoting : {},
      restrictAccess: render(raw["restrict-access"], ["restrict-access"]) === true,
      requireDbtVersion: texts(render(raw["require-dbt-version"], ["require-dbt-version"])).flatMap((text) =>
        text.split(","),
      ),
      file,
    },
  };
}

function checkKeys(file: YamlFile, raw: YamlRecord): Diagnostic[] {
  return Object.keys(raw).flatMap((key) => {
    const now = OLD_PATHS[key as keyof typeof OLD_PATHS] as string | undefined;
    if (now !== undefined && raw[now] !== undefined) {
      return [
        diagnostic("P002", `"${file.path}" has both \`${key}\` and \`${now}\`.`, {
          hint: `Keep \`${now}\`; \`${key}\` is its old name.`,
          at: file.spanOf([key]),
        }),
      ];
    }
    if (now !== undefined) {
      return [
        diagnostic("P011", `\`${key}\` in "${file.path}" is the old name of \`${now}\`.`, {
          severity: "warning",
          hint: `Rename it to \`${now}\`.`,
          at: file.spanOf([key]),
        }),
      ];
    }
    const moved = MOVED_PATHS[key as keyof typeof MOVED_PATHS] as { usual: string; now: string } | undefined;
    if (moved !== undefined && raw[key] !== moved.usual && raw[key] !== null) {
      return [
        diagnostic("P011", `\`${key}\` no longer belongs into "${file.path}".`, {
          severity: "warning",
          hint: `Use ${moved.now} instead.`,
          at: file.spanOf([key]),
        }),
      ];
    }
    if (KNOWN_KEYS.has(key)) return [];
    const near = nearest(key, KNOWN_KEYS);
    return [
      diagnostic("P009", `"${file.path}" has a key "${key}" that is not known.`, {
        hint:
          near === null
            ? "Check the spelling; values of your own belong under `vars:`."
            : `Did you mean "${near}"? Values of your own belong under \`vars:\`.`,
        at: file.spanOf([key]),
      }),
    ];
  });
}

function folderName(folder: string): string {
  return folder.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

function trees(read: (tree: ConfigTree) => YamlRecord): Record<ConfigTree, YamlRecord> {
  return Object.fromEntries(CONFIG_TREES.map((tree) => [tree, read(tree)])) as Record<ConfigTree, YamlRecord>;
}

function texts(value: YamlValue | undefined): string[] {
  return asList(value).map((item) => String(item as string));
}

const HOOK_KEYS = new Set(["pre-hook", "post-hook", "pre_hook", "post_hook"]);

/** Hooks hold SQL templates that are rendered when they run, not now. */
function renderTree(tree: YamlRecord, path: readonly string[], render: PackageFile["render"]): YamlRecord {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      if (HOOK_KEYS.has(key.replace(/^\+\s*/, ""))) return [key, value];
      return [key, isRecord(value) ? renderTree(value, [...path, key], render) : render(value, [...path, key])];
    }),
  );
}
