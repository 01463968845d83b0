/**
 * What a new file starts with: kind, name and folder in, the files that are made out. A model comes with its property file, so that it
 * has a description and a tested key from the start.
 */
export const FILE_KINDS = ["model", "seed", "test", "macro", "snapshot", "analysis", "other"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Where dbt looks for each kind unless the project says otherwise. */
export const HOME: Readonly<Record<FileKind, string>> = {
  model: "models",
  seed: "seeds",
  test: "tests",
  macro: "macros",
  snapshot: "snapshots",
  analysis: "analyses",
  other: "",
};

export function newFiles(kind: FileKind, folder: string, name: string): NewFile[] {
  const base = folder === "" ? name : `${folder.replace(/\/+$/, "")}/${name}`;
  switch (kind) {
    case "model":
      return [
        { path: `${base}.sql`, text: "-- One row per …\nselect\n    1 as id\n" },
        { path: `${base}.yml`, text: properties("models", name) },
      ];
    case "seed":
      return [
        { path: `${base}.csv`, text: "id,name\n1,first\n" },
        { path: `${base}.yml`, text: properties("seeds", name) },
      ];
    case "test":
      return [
        {
          path: `${base}.sql`,
          text: "-- Fails for each row that it returns.\nselect 1 as found\nwhere false\n",
        },
      ];
    case "macro":
      return [
        {
          path: `${base}.sql`,
          text: `{% macro ${name}(column_name) %}\n    coalesce({{ column_name }}, 0)\n{% endmacro %}\n`,
        },
      ];
    case "snapshot":
      return [
        {
          path: `${base}.sql`,
          text: `{% snapshot ${name} %}\n\n{{ config(\n    unique_key='id',\n    strategy='check',\n    check_cols='all'\n) }}\n\nselect\n    1 as id,\n    'first' as name\n\n{% endsnapshot %}\n`,
        },
      ];
    case "analysis":
      return [{ path: `${base}.sql`, text: "select\n    1 as id\n" }];
    case "other":
      return [{ path: base, text: "" }];
  }
}

/** Names that dbt gives meaning to must be words; other files may be called as one likes. */
export type NameTrouble = "empty" | "word" | "path" | "taken" | "name-taken";

export function nameTrouble(
  kind: FileKind,
  folder: string,
  name: string,
  paths: ReadonlySet<string>,
  /** Names of models, seeds and snapshots, lower case. */
  names: ReadonlySet<string>,
): NameTrouble | null {
  if (name === "") return "empty";
  if (kind === "other" ? !isPath(name) : !/^[A-Za-z_]\w*$/.test(name)) return kind === "other" ? "path" : "word";
  if (folder !== "" && !isPath(folder)) return "path";
  if (newFiles(kind, folder, name).some((file) => paths.has(file.path))) return "taken";
  if (["model", "seed", "snapshot"].includes(kind) && names.has(name.toLowerCase())) return "name-taken";
  return null;
}

/** A path within the project: no way out of it, no empty parts, nothing that an operating system refuses. */
export function isPath(path: string): boolean {
  return path
    .replace(/\/$/, "")
    .split("/")
    .every((part) => part !== "" && part !== "." && part !== ".." && !/[\\:*?"<>|\u0000-\u001f]/.test(part));
}

/** A free path beside this one: `orders_copy.sql`, `orders_copy_2.sql`. */
export function copyPath(path: string, paths: ReadonlySet<string>): string {
  const [, stem = path, extension = ""] = /^(.*?)(\.[^./]*)?$/.exec(path) ?? [];
  for (let number = 1; ; number += 1) {
    const wanted = `${stem}_copy${number === 1 ? "" : `_${number}`}${extension}`;
    if (!paths.has(wanted)) return wanted;
  }
}

/** The kind that a folder asks for. */
export function kindOf(folder: string): FileKind {
  const first = folder.split("/")[0] ?? "";
  return FILE_KINDS.find((kind) => HOME[kind] === first && first !== "") ?? (first === "" ? "model" : "other");
}

function properties(list: string, name: string): string {
  return `version: 2

${list}:
  - name: ${name}
    description: One row per …
    columns:
      - name: id
        description: Key of the row.
        data_tests:
          - unique
          - not_null
`;
}
