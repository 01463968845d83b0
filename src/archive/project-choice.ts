/**
 * The files of a folder or archive -> which of them are the dbt project, and what each is to the workbench.
 *
 * The project is the folder of the dbt_project.yml that lies least deep. Packages below dbt_packages have one of their own and are
 * part of the project. What dbt writes (target, logs) and what it never reads is left out without being unpacked.
 */
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../engine/core/errors.ts";
import { LIMITS } from "./limits.ts";
import { pathFault, tidyPath, unsafePath } from "./safe-path.ts";

export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
}

export interface ChosenFile<T extends ListedFile> {
  /** From the project's folder. */
  readonly path: string;
  readonly kind: "text" | "data";
  readonly file: T;
}

export interface ProjectChoice<T extends ListedFile> {
  /** The project's folder inside what was opened, empty when it is the top; null when projects side by side have to be chosen from. */
  readonly folder: string | null;
  /** Empty while nothing is chosen. */
  readonly files: readonly ChosenFile<T>[];
  /** Folders of further projects, which can be opened instead. */
  readonly otherFolders: readonly string[];
  /** Files that are no part of a dbt project, or that dbt wrote. */
  readonly leftOut: number;
}

const PROJECT_FILE = "dbt_project.yml";
const TEXT = /\.(sql|ya?ml|csv|md|py)$/i;
const TEXT_NAMES = new Set([".dbtignore"]);
const DATA = /\.(csv|parquet)$/i;
const NEVER = new Set(["node_modules", "__pycache__", "__MACOSX"]);
/** Marks the folder of a Python environment, which holds dbt itself and its built-in macros. */
const ENVIRONMENT_FILE = "pyvenv.cfg";
/** Folders that dbt writes into, when they stand beside a dbt_project.yml. */
const WRITTEN = new Set(["target", "logs"]);

/** `folder` names one of several projects; without it the shallowest is taken, and two of the same depth are a question. */
export function chooseProject<T extends ListedFile>(
  files: readonly T[],
  folder: string | null,
): Outcome<ProjectChoice<T>> {
  const tidied: { path: string; file: T }[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const fault = pathFault(file.path);
    if (fault !== null) return fail(unsafePath(file.path, fault));
    const path = tidyPath(file.path);
    if (seen.has(path)) return fail(unsafePath(path, "stands twice in the archive"));
    seen.add(path);
    tidied.push({ path, file });
  }
  const environments = tidied
    .filter(({ path }) => path.endsWith(`/${ENVIRONMENT_FILE}`))
    .map(({ path }) => path.slice(0, -ENVIRONMENT_FILE.length));
  const read = tidied.filter(
    ({ path }) => !isNeverRead(path) && !environments.some((environment) => path.startsWith(environment)),
  );
  const roots = projectFolders(read.map(({ path }) => path));
  const root = chooseRoot(roots, folder);
  if (!root.ok) return root;
  if (root.value === null) return succeed({ folder: null, files: [], otherFolders: roots, leftOut: files.length });
  const prefix = root.value === "" ? "" : `${root.value}/`;
  const projects = new Set(
    projectFolders(
      read.map(({ path }) => path),
      true,
    ),
  );
  const chosen = read.flatMap(({ path, file }): ChosenFile<T>[] => {
    if (!path.startsWith(prefix) || isWritten(path, projects)) return [];
    const kind = kindOf(path, file.bytes);
    return kind === null ? [] : [{ path: path.slice(prefix.length), kind, file }];
  });
  if (chosen.length > LIMITS.files) {
    return fail(
      diagnostic(
        "S006",
        `The project has ${chosen.length.toLocaleString("en")} files; this page takes at most ${LIMITS.files.toLocaleString("en")}.`,
        {
          hint: "Leave folders out that are not part of the dbt project, or run it with the command line.",
        },
      ),
    );
  }
  const twin = sameButForCase(chosen.map(({ path }) => path));
  if (twin !== null)
    return fail(unsafePath(twin[0], `differs from "${twin[1]}" in capital letters only`, "Rename one of the two."));
  return succeed({
    folder: root.value,
    files: chosen.sort((a, b) => (a.path < b.path ? -1 : 1)),
    otherFolders: roots.filter((other) => other !== root.value),
    leftOut: files.length - chosen.length,
  });
}

/** Two paths that most disks hold for one, so that an export could not be unpacked. Of prose, a repository may have both. */
function sameButForCase(paths: readonly string[]): readonly [string, string] | null {
  const known = new Map<string, string>();
  for (const path of paths) {
    if (/\.md$/i.test(path)) continue;
    const key = path.normalize("NFC").toLowerCase();
    const other = known.get(key);
    if (other !== undefined) return [path, other];
    known.set(key, path);
  }
  return null;
}

/** A CSV too long for an editor is data; so is every Parquet file. */
function kindOf(path: string, bytes: number): "text" | "data" | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (DATA.test(name) && (!TEXT.test(name) || bytes > LIMITS.textBytes)) return "data";
  return TEXT.test(name) || TEXT_NAMES.has(name) ? "text" : null;
}

function isNeverRead(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => NEVER.has(part) || (part.startsWith(".") && part !== "."))) return true;
  return name.startsWith(".") && !TEXT_NAMES.has(name);
}

function isWritten(path: string, projects: ReadonlySet<string>): boolean {
  const parts = path.split("/");
  return parts.some(
    (part, index) => index < parts.length - 1 && WRITTEN.has(part) && projects.has(parts.slice(0, index).join("/")),
  );
}

/** Folders with a dbt_project.yml, the shallowest first; those of installed packages only when asked for. */
function projectFolders(paths: readonly string[], withPackages = false): string[] {
  return paths
    .filter((path) => path === PROJECT_FILE || path.endsWith(`/${PROJECT_FILE}`))
    .map((path) => path.slice(0, Math.max(0, path.length - PROJECT_FILE.length - 1)))
    .filter((folder) => withPackages || !/(^|\/)(dbt_packages|dbt_modules|target)(\/|$)/.test(folder))
    .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}

function chooseRoot(roots: readonly string[], wanted: string | null): Outcome<string | null> {
  const first = roots[0];
  if (first === undefined) {
    return fail(
      diagnostic("S008", 'There is no "dbt_project.yml" in what was opened, so it is no dbt project.', {
        hint: "Choose the folder that holds dbt_project.yml, or a zip of it.",
      }),
    );
  }
  if (wanted !== null) {
    const folder = tidyPath(wanted);
    if (roots.includes(folder)) return succeed(folder);
    return fail(
      diagnostic("S008", `There is no dbt project in the folder "${wanted}".`, {
        hint: `Projects lie in: ${roots.map(nameOf).join(", ")}.`,
      }),
    );
  }
  return succeed(roots.filter((folder) => depthOf(folder) === depthOf(first)).length === 1 ? first : null);
}

/** The refusal for those who cannot be asked. */
export function severalProjects(folders: readonly string[]): Diagnostic {
  return diagnostic(
    "S008",
    `There are ${folders.length} dbt projects side by side: ${folders.map(nameOf).join(", ")}.`,
    {
      hint: "Choose one of them, or open its folder alone.",
    },
  );
}

function nameOf(folder: string): string {
  return folder === "" ? "the top folder" : `"${folder}"`;
}

function depthOf(folder: string): number {
  return folder === "" ? 0 : folder.split("/").length;
}
