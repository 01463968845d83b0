/** Which files of a package are what, by the folders that its dbt_project.yml names. */
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

export interface ProjectFiles {
  readonly models: readonly PlacedFile[];
  readonly tests: readonly PlacedFile[];
  readonly macros: readonly PlacedFile[];
  readonly seeds: readonly PlacedFile[];
  readonly analyses: readonly PlacedFile[];
  /** Property YAML from every resource folder. */
  readonly properties: readonly PlacedFile[];
  readonly docs: readonly PlacedFile[];
}

export function sortFiles(owner: Package): ProjectFiles {
  const { paths } = owner;
  const all = (folders: readonly string[], extensions: readonly string[]) => place(owner, folders, extensions);
  const everywhere = [
    ...new Set([
      ...paths.models,
      ...paths.seeds,
      ...paths.tests,
      ...paths.macros,
      ...paths.snapshots,
      ...paths.analyses,
    ]),
  ];
  return {
    models: all(paths.models, [".sql"]),
    tests: all(paths.tests, [".sql"]).filter((file) => file.folders[0] !== "generic"),
    // Generic tests of the project are macros that live under tests/generic.
    macros: [
      ...all(paths.macros, [".sql"]),
      ...all(paths.tests, [".sql"]).filter((file) => file.folders[0] === "generic"),
    ],
    seeds: all(paths.seeds, [".csv"]),
    analyses: all(paths.analyses, [".sql"]),
    properties: unique(all(everywhere, [".yml", ".yaml"])),
    docs: unique(all(paths.docs, [".md"])),
  };
}

function place(owner: Package, folders: readonly string[], extensions: readonly string[]): PlacedFile[] {
  const placed: PlacedFile[] = [];
  for (const folder of folders) {
    const prefix = folder === "." || folder === "" ? owner.root : `${owner.root}${folder}/`;
    for (const file of owner.files) {
      if (!file.path.startsWith(prefix) || !extensions.some((extension) => file.path.endsWith(extension))) continue;
      const path = file.path.slice(prefix.length);
      const parts = path.split("/");
      const name = parts.at(-1) ?? path;
      placed.push({
        file,
        package: owner,
        relative: file.path.slice(owner.root.length),
        path,
        folders: parts.slice(0, -1),
        stem: name.slice(0, name.lastIndexOf(".")),
      });
    }
  }
  return placed.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

function unique(files: readonly PlacedFile[]): PlacedFile[] {
  return [...new Map(files.map((file) => [file.file.path, file])).values()];
}
