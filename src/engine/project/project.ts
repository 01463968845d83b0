/**
 * Files -> Project: the root's dbt_project.yml, the packages that lie below `dbt_packages`, the chosen target and the vars.
 *
 * Text in YAML may hold Jinja; this room knows no templates, so the caller lends `render`, which turns a text into a value and
 * throws an `EngineError` when that fails. Nothing here reads models or property files: that is `parse`.
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { YamlSelector } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { withoutIgnored } from "./ignore.ts";
import { PROJECT_FILE, readPackage } from "./package.ts";
import type { Package } from "./package.ts";
import { asList, isReadable, isRecord, readYaml } from "./yaml.ts";
import type { RenderYaml, YamlRecord, YamlValue } from "./yaml.ts";
import { readTarget } from "./profile.ts";
import type { Target } from "./profile.ts";
import { missingPackages, readRequirements } from "./requirements.ts";
import type { Requirement } from "./requirements.ts";
import { readSelectors } from "./selectors-file.ts";

/** Packages that come with the engine: they stand in when a project calls for one and ships none of that name. */
export const LENT_PACKAGES: readonly string[] = ["dbt_utils"];

export interface ProjectOptions {
  readonly target?: string | undefined;
  /** Another profile than the one that dbt_project.yml names. */
  readonly profile?: string | undefined;
  readonly vars?: Readonly<Record<string, YamlValue>> | undefined;
  /** Renders profiles.yml, where only the environment and vars of the command line are known. */
  readonly render: RenderYaml;
  /** Renders everything else, which sees the target too. Defaults to `render`. */
  readonly renderFor?: ((target: Target) => RenderYaml) | undefined;
}

export interface Project extends Package {
  readonly target: Target;
  /** The packages below `dbt_packages`, by name. The root project is not among them. */
  readonly packages: readonly Package[];
  /** Folder that holds the packages, `dbt_packages` unless the project says otherwise. */
  readonly packagesPath: string;
  readonly targetPath: string;
  readonly cleanTargets: readonly string[];
  readonly cliVars: Readonly<Record<string, YamlValue>>;
  readonly dispatch: readonly { readonly namespace: string; readonly searchOrder: readonly string[] }[];
  /** `flags:` of dbt_project.yml; the command line wins over them. */
  readonly flags: Readonly<Record<string, YamlValue>>;
  /** The comment that dbt puts around statements; null when the file says nothing. */
  readonly queryComment: { readonly comment: string; readonly append: boolean } | null;
  /** What packages.yml or dependencies.yml asks for. */
  readonly requirements: readonly Requirement[];
  /** The selectors of selectors.yml. */
  readonly selectors: ReadonlyMap<string, YamlSelector>;
  readonly render: RenderYaml;
  /** Every file of the project folder, those of packages included. */
  readonly allFiles: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export function loadProject(files: readonly SourceFile[], options: ProjectOptions): Project {
  const named = options.profile ?? profileNameOf(files, options.render);
  const target = readTarget(files, named, options.target, options.render);
  const renderText = options.renderFor?.(target.value) ?? options.render;
  const shallow = readPackage(files, "", renderText);
  const { raw, render } = shallow;
  const diagnostics: Diagnostic[] = [...shallow.diagnostics];
  const text = (key: string, fallback: string): string => {
    const value = raw[key] === undefined ? null : render(raw[key], [key]);
    return typeof value === "string" ? value.replace(/^\.\//, "").replace(/\/+$/, "") : fallback;
  };
  const packagesPath = text("packages-install-path", "dbt_packages");
  const targetPath = text("target-path", "target");
  const own = withoutIgnored(
    files.filter((file) => !file.path.startsWith(`${packagesPath}/`)),
    "",
  );
  const root: Package = { ...shallow.package, files: own };

  const packages = new Map<string, Package>();
  for (const folder of packageFolders(files, packagesPath)) {
    const inside = withoutIgnored(
      files.filter((file) => file.path.startsWith(folder)),
      folder,
    );
    const read = readPackage(inside, folder, renderText);
    diagnostics.push(...read.diagnostics);
    const known = read.package.name === root.name ? root : packages.get(read.package.name);
    if (known) {
      diagnostics.push(
        diagnostic("P004", `Two packages are named "${known.name}": "${known.root}" and "${folder}".`, {
          hint: "Delete one of the folders, or rename the project in its dbt_project.yml.",
          at: read.package.file.spanOf(["name"]),
        }),
      );
    } else packages.set(read.package.name, read.package);
  }

  // What follows a dbt_project.yml that cannot be read would only be its echo.
  const readable = isReadable(root.file);
  const requested = readRequirements(files);
  const selectors = readSelectors(own, renderText);
  if (readable) {
    // Without a name nobody knows which profile is meant.
    const isNamed = !shallow.diagnostics.some((found) => found.code === "P002");
    diagnostics.push(
      ...(isNamed ? target.diagnostics : []),
      ...requested.diagnostics,
      ...missingPackages(requested.requirements, installedFolders(files, packagesPath), packagesPath, LENT_PACKAGES),
      ...selectors.diagnostics,
    );
  }
  return {
    ...root,
    allFiles: files,
    packages: [...packages.values()],
    packagesPath,
    targetPath,
    cleanTargets: raw["clean-targets"] === undefined ? [targetPath] : asList(raw["clean-targets"]).map(asText),
    target: target.value,
    requirements: requested.requirements,
    selectors: selectors.selectors,
    render: renderText,
    cliVars: options.vars ?? {},
    dispatch: asList(render(raw["dispatch"], ["dispatch"])).flatMap((entry, index) => {
      if (isRecord(entry) && typeof entry["macro_namespace"] === "string" && Array.isArray(entry["search_order"]))
        return [{ namespace: entry["macro_namespace"], searchOrder: entry["search_order"].map(asText) }];
      diagnostics.push(
        diagnostic("P003", "An entry of `dispatch:` needs `macro_namespace` and a list `search_order`.", {
          hint: "Write for example `- {macro_namespace: dbt_utils, search_order: [my_project, dbt_utils]}`.",
          at: root.file.spanOf(["dispatch", index]),
        }),
      );
      return [];
    }),
    flags: isRecord(raw["flags"]) ? raw["flags"] : {},
    queryComment: queryCommentOf(raw["query-comment"]),
    diagnostics,
  };
}

/** The profile that dbt_project.yml names; the project's own name when it names none. It is needed before the rest can be read. */
function profileNameOf(files: readonly SourceFile[], render: RenderYaml): string {
  const source = files.find((file) => file.path === PROJECT_FILE);
  const value = source ? readYaml(source).value : null;
  const raw = isRecord(value) ? value : {};
  const named = raw["profile"] ?? raw["name"];
  if (typeof named !== "string") return "project";
  if (!named.includes("{")) return named;
  try {
    const rendered = render(named);
    return typeof rendered === "string" ? rendered : named;
  } catch (error) {
    // Whoever reads dbt_project.yml as a whole meets the same trouble and says where.
    if (error instanceof EngineError) return named;
    throw error;
  }
}

/** Names of the folders below the install path, as dbt counts them. */
function installedFolders(files: readonly SourceFile[], packagesPath: string): string[] {
  const prefix = `${packagesPath}/`;
  const names = new Set<string>();
  for (const file of files) {
    if (!file.path.startsWith(prefix)) continue;
    const [name, ...rest] = file.path.slice(prefix.length).split("/");
    if (name !== undefined && rest.length > 0 && !name.startsWith("__")) names.add(name);
  }
  return [...names];
}

/** Folders of packages, each with a slash at its end: those right below the install path that hold a dbt_project.yml. */
function packageFolders(files: readonly SourceFile[], packagesPath: string): string[] {
  const prefix = `${packagesPath}/`;
  return files
    .filter((file) => file.path.startsWith(prefix) && file.path.endsWith(`/${PROJECT_FILE}`))
    .map((file) => file.path.slice(0, -PROJECT_FILE.length))
    .filter((folder) => folder.slice(prefix.length).split("/").length === 2)
    .sort();
}

function queryCommentOf(value: YamlValue | undefined): Project["queryComment"] {
  if (value === undefined) return null;
  if (isRecord(value)) return { comment: asText(value["comment"] ?? ""), append: value["append"] === true };
  return { comment: typeof value === "string" ? value : "", append: false };
}

function asText(value: YamlValue): string {
  return String(value);
}

/** The package of that name, the root project included; null when there is none. */
export function packageOf(project: Project, name: string): Package | null {
  return name === project.name ? project : (project.packages.find((candidate) => candidate.name === name) ?? null);
}

/**
 * The value of a var as seen from a package. dbt's order: command line, then the root project's section for that package, then the
 * root project's own vars, then those of the package (its section for itself first). `undefined` when it is not set.
 */
export function lookupVar(project: Project, name: string, packageName: string): YamlValue | undefined {
  if (Object.hasOwn(project.cliVars, name)) return project.cliVars[name];
  const places: (YamlRecord | null)[] = [sectionOf(project.vars, packageName), project.vars];
  if (packageName !== project.name) {
    const own = packageOf(project, packageName);
    if (own) places.push(sectionOf(own.vars, packageName), own.vars);
  }
  // A text with Jinja stays as it is: `var()` renders it where it is called, with what is known there.
  return places.find((vars) => vars !== null && Object.hasOwn(vars, name))?.[name];
}

function sectionOf(vars: YamlRecord, packageName: string): YamlRecord | null {
  const section = vars[packageName];
  return isRecord(section) ? section : null;
}
