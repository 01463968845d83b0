/**
 * packages.yml or dependencies.yml -> the packages that a project asks for, held against what lies below `dbt_packages`.
 *
 * dbt counts: it stops when fewer folders are there than packages are asked for, whatever they are called. The names in the message
 * are our guess from the addresses.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";
import { isRecord, readYaml } from "./yaml.ts";
import type { YamlRecord, YamlValue } from "./yaml.ts";

export interface Requirement {
  /** Where it comes from; `local` is a folder beside the project. */
  readonly kind: "package" | "git" | "local" | "tarball" | "private";
  /** The address as written, for example `dbt-labs/dbt_utils`. */
  readonly source: string;
  /** The version, or list of versions, that is asked for; null when none is. */
  readonly version: YamlValue;
  /** The folder that it most likely installs to. */
  readonly name: string;
  readonly span: SourceSpan;
}

const FILES = ["packages.yml", "dependencies.yml"] as const;
const KINDS = ["package", "git", "local", "tarball", "private"] as const;

export function readRequirements(files: readonly SourceFile[]): {
  requirements: readonly Requirement[];
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const requirements: Requirement[] = [];
  let before: string | null = null;
  for (const path of FILES) {
    const source = files.find((file) => file.path === path);
    if (!source) continue;
    const file = readYaml(source);
    diagnostics.push(...file.diagnostics);
    const root = isRecord(file.value) ? file.value : {};
    const packages = root["packages"];
    const refuse = (message: string, hint: string, at: readonly (string | number)[]): void => {
      diagnostics.push(diagnostic("P003", message, { hint, at: file.spanOf(at) }));
    };
    if (path === "packages.yml" && root["projects"] !== undefined)
      refuse('`projects` may not stand in "packages.yml".', 'Move it to "dependencies.yml".', ["projects"]);
    if (packages === undefined || packages === null) continue;
    if (before !== null) {
      refuse(`\`packages\` stands in "${before}" and in "${path}".`, "Keep one of the two.", ["packages"]);
      continue;
    }
    before = path;
    if (!Array.isArray(packages)) {
      refuse(`\`packages\` in "${path}" must be a list.`, EXAMPLE, ["packages"]);
      continue;
    }
    packages.forEach((entry, index) => {
      const found = isRecord(entry) ? requirementOf(entry, file.spanOf(["packages", index])) : null;
      if (found === null)
        refuse(`An entry of \`packages\` in "${path}" does not say which package it asks for.`, EXAMPLE, [
          "packages",
          index,
        ]);
      else requirements.push(found);
    });
  }
  return { requirements, diagnostics };
}

const EXAMPLE =
  "Write for example `- package: dbt-labs/dbt_utils` with `version: 1.3.0` below it, or `- local: ../shared`.";

function requirementOf(entry: YamlRecord, span: SourceSpan): Requirement | null {
  const kind = KINDS.find((candidate) => typeof entry[candidate] === "string" && entry[candidate] !== "");
  if (kind === undefined) return null;
  const source = String(entry[kind]);
  if (kind === "package" && (entry["version"] === undefined || entry["version"] === null || !source.includes("/")))
    return null;
  const given = entry["name"];
  const last =
    source
      .replace(/[?#].*$/, "")
      .replace(/\/+$/, "")
      .split(/[/:]/)
      .at(-1) ?? source;
  return {
    kind,
    source,
    version: entry["version"] ?? entry["revision"] ?? null,
    name: typeof given === "string" ? given : last.replace(/\.git$/, ""),
    span,
  };
}

/**
 * `installed` are the names of the folders below `packagesPath`; `lent` those packages that come with the engine, which stand in
 * when the project has no copy.
 */
export function missingPackages(
  requirements: readonly Requirement[],
  installed: readonly string[],
  packagesPath: string,
  lent: readonly string[],
): Diagnostic[] {
  const missing = requirements.filter((requirement) => !installed.includes(requirement.name));
  const borrowed = missing.filter((requirement) => lent.includes(requirement.name));
  const wanted = requirements.length - borrowed.length;
  if (wanted <= installed.length) return [];
  const absent = missing.filter((requirement) => !borrowed.includes(requirement));
  const names = absent.map((requirement) => `"${requirement.name}"`).join(", ");
  return [
    diagnostic(
      "P014",
      `The project asks for ${requirements.length} ${requirements.length === 1 ? "package" : "packages"}, ` +
        `but ${installed.length === 0 ? "none is" : `only ${installed.length} ${installed.length === 1 ? "is" : "are"}`} ` +
        `installed in "${packagesPath}".`,
      {
        hint: `Run dbt deps${names === "" ? "" : `, or put ${names} into "${packagesPath}", one folder each`}.`,
        at: (absent[0] ?? requirements[0])?.span ?? null,
      },
    ),
  ];
}
