/** Projects written inline and read to a manifest, without commands and database. */
import { lineColumn } from "../../src/engine/core/source-file.ts";
import type { Manifest, ManifestNode, SourceFile } from "../../src/engine/index.ts";
import { yamlToPython } from "../../src/engine/parse/test-entry.ts";
import { parseProject } from "../../src/engine/parse/parse.ts";
import { createYamlRenderer } from "../../src/engine/parse/yaml-renderer.ts";
import { loadProject, lookupVar } from "../../src/engine/project/project.ts";
import type { Project } from "../../src/engine/project/project.ts";
import type { YamlValue } from "../../src/engine/project/yaml.ts";
import { builtins, filesOf, frozenClock } from "./project.ts";

export interface ParseOptions {
  readonly vars?: Readonly<Record<string, YamlValue>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly profile?: string;
  readonly builtins?: readonly SourceFile[];
}

export interface ParsedProject {
  readonly project: Project;
  readonly manifest: Manifest;
  node(id: string): ManifestNode;
  /** `code path:line` of everything that was found. */
  readonly found: readonly string[];
}

export function parsedOf(texts: Readonly<Record<string, string>>, options: ParseOptions = {}): ParsedProject {
  return parsedFiles(filesOf(texts), options);
}

export function parsedFiles(files: readonly SourceFile[], options: ParseOptions = {}): ParsedProject {
  const { vars = {}, env = {} } = options;
  const seen = { env, lookupVar: (name: string) => (vars[name] === undefined ? undefined : yamlToPython(vars[name])) };
  const noTarget = { name: "", profile: "", type: "duckdb", database: "", schema: "", threads: 1, path: "" };
  const project = loadProject(files, {
    target: options.target,
    profile: options.profile,
    vars,
    render: createYamlRenderer({ ...seen, target: noTarget, projectName: "", secrets: true }),
    renderFor: (target) => createYamlRenderer({ ...seen, target, projectName: "" }),
  });
  const environment = {
    projectName: project.name,
    target: project.target,
    clock: frozenClock,
    env,
    dbtVersion: "1.11.0",
    invocationId: "",
    fullRefresh: false,
    flags: {},
    lookupVar: (name: string, packageName: string) => {
      const value = lookupVar(project, name, packageName);
      return value === undefined ? undefined : yamlToPython(value);
    },
    log: () => undefined,
  };
  const { manifest } = parseProject(project, options.builtins ?? builtins, (registry) => ({
    ...environment,
    registry,
  }));
  return {
    project,
    manifest,
    node(id) {
      const node = [...manifest.nodes.values(), ...manifest.disabled.values()].find(
        ({ unique_id }) => unique_id === id,
      );
      if (!node) throw new Error(`There is no ${id}; there is ${[...manifest.nodes.keys()].join(", ")}.`);
      return node;
    },
    found: manifest.diagnostics.map((item) => {
      const text = files.find((file) => file.path === item.at?.path)?.text ?? "";
      return `${item.code}${item.severity === "warning" ? "w" : ""} ${item.at?.path ?? ""}:${lineColumn(text, item.at?.from ?? 0).line}`;
    }),
  };
}
