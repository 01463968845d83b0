/**
 * Which files of a package are what, by the folders that its dbt_project.yml names.
 *
 * Like dbt's search, it passes over files whose names start with a dot, `#` or `~`: what editors leave behind.
 */
import type { Package } from "../project/package.ts";
import type { SourceFile } from "../core/source-file.ts";

export interface PlacedFile {
  readonly file: SourceFile;
  readonly package: Package;
  /** Path from the package's root, as dbt's `original_file_path`. `file.path` starts at the project's root. */
  readonly relative: string;
  /** Path below the resource folder, as dbt's `path`. */
  readonly path: string;
  /** Folders below the resource folder. */
  readonly folders: readonly string[];
  /** File name without its extension. */
  readonly stem: string;
}

const KINDS = [
  "models",
  "tests",
  "macros",
  "seeds",
  "snapshots",
  "analyses",
  "fixtures",
  /** Property YAML from every resource folder. */
  "properties",
  "docs",
  /** Models in other languages than SQL, which this engine cannot run. */
  "python",
] as const;

type Kind = (typeof KINDS)[number];
export type ProjectFiles = Readonly<Record<Kind, readonly PlacedFile[]>>;

/** A folder, and what the files below it are by their extension. */
interface Place {
  readonly folder: string;
  readonly kinds: Readonly<Partial<Record<string, Kind>>>;
}

const PROPERTIES = { yml: "properties", yaml: "properties" } as const;

export function sortFiles(owner: Package): ProjectFiles {
  const { paths } = owner;
  const found = Object.fromEntries(KINDS.map((kind) => [kind, new Map<string, PlacedFile>()])) as Record<
    Kind,
    Map<string, PlacedFile>
  >;
  const keep = (kind: Kind, placed: PlacedFile): void => {
    if (!found[kind].has(placed.file.path)) found[kind].set(placed.file.path, placed);
  };
  const places: readonly Place[] = [
    ...paths.models.map((folder) => ({ folder, kinds: { sql: "models", py: "python", ...PROPERTIES } }) as const),
    ...paths.tests.map((folder) => ({ folder, kinds: { sql: "tests", ...PROPERTIES } }) as const),
    ...paths.macros.map((folder) => ({ folder, kinds: { sql: "macros", ...PROPERTIES } }) as const),
    ...paths.seeds.map((folder) => ({ folder, kinds: { csv: "seeds", ...PROPERTIES } }) as const),
    ...paths.snapshots.map((folder) => ({ folder, kinds: { sql: "snapshots", ...PROPERTIES } }) as const),
    ...paths.analyses.map((folder) => ({ folder, kinds: { sql: "analyses", ...PROPERTIES } }) as const),
    ...paths.docs.map((folder) => ({ folder, kinds: { md: "docs" } }) as const),
  ];
  const prefixes = places.map(({ folder }) => (folder === "." || folder === "" ? "" : `${folder}/`));

  for (const file of owner.files) {
    const relative = file.path.slice(owner.root.length);
    const name = relative.slice(relative.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    if (dot <= 0 || /^[.#~]/.test(name)) continue;
    const extension = name.slice(dot + 1);
    if (!EXTENSIONS.has(extension)) continue;
    places.forEach(({ kinds }, index) => {
      const prefix = prefixes[index] ?? "";
      const kind = kinds[extension];
      const isTests = kinds["sql"] === "tests";
      if ((kind === undefined && !isTests) || !relative.startsWith(prefix)) return;
      const path = relative.slice(prefix.length);
      const placed = {
        file,
        package: owner,
        relative,
        path,
        folders: path.split("/").slice(0, -1),
        stem: name.slice(0, dot),
      };
      // Generic tests are macros that live under tests/generic; fixtures feed unit tests.
      const folder = isTests && kind !== "properties" ? placed.folders[0] : undefined;
      if (folder === "fixtures") {
        if (extension === "sql" || extension === "csv") keep("fixtures", placed);
      } else if (kind !== undefined) keep(folder === "generic" ? "macros" : kind, placed);
    });
  }
  return Object.fromEntries(
    KINDS.map((kind) => [kind, [...found[kind].values()].sort((a, b) => (a.file.path < b.file.path ? -1 : 1))]),
  ) as Record<Kind, PlacedFile[]>;
}

/** The files of all packages, in the packages' order. */
export function joinFiles(all: readonly ProjectFiles[]): ProjectFiles {
  return Object.fromEntries(KINDS.map((kind) => [kind, all.flatMap((files) => files[kind])])) as Record<
    Kind,
    PlacedFile[]
  >;
}

const EXTENSIONS = new Set(["sql", "csv", "yml", "yaml", "md", "py"]);
