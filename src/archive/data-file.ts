/**
 * Data files of an opened project, and which source reads which of them.
 *
 * A source finds its file by its `external_location`, else by name: `<source>__<identifier>` before `<identifier>` before the
 * source table's own name, as .parquet or .csv, in whatever folder. That is also how a file dropped on the page finds its source.
 */
import type { ManifestNode } from "../engine/core/manifest.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import { pathFault, tidyPath } from "./safe-path.ts";

export interface DataFile {
  /** From the project's folder: `data/shop__orders.parquet`. */
  readonly path: string;
  readonly content: Blob;
  /** Counts up when the file is replaced, so that its table is loaded again. */
  readonly version: number;
}

/** An opened project as it lies in the store and goes to the engine. */
export interface ProjectFiles {
  /** The texts as they were opened; edits are kept beside them. */
  readonly files: readonly SourceFile[];
  readonly data: readonly DataFile[];
}

/** What a data file and a CSV among the project's texts have in common. */
export interface NamedFile {
  readonly path: string;
}

/** Source of the files that were attached to the bundled project: `source('attached', 'orders')`. */
export const ATTACHED_SOURCE = "attached";

type Source = Pick<ManifestNode, "name" | "source_name" | "identifier" | "external_location">;

/** The file that a source's rows come from, or null when none of them fits. */
export function fileOfSource<T extends NamedFile>(source: Source, files: readonly T[]): T | null {
  const location = source.external_location === null ? null : locationPath(source.external_location);
  if (location !== null) {
    const exact =
      files.find((file) => file.path === location) ?? files.find((file) => location.endsWith(`/${file.path}`));
    if (exact) return exact;
    const sameName = files.filter((file) => nameOf(file.path).toLowerCase() === nameOf(location).toLowerCase());
    if (sameName.length > 0) return nearest(sameName);
  }
  for (const name of namesOf(source)) {
    const named = files.filter((file) => stemOf(file.path) === name);
    if (named.length > 0) return nearest(named);
  }
  return null;
}

/** Where a file is kept that was attached to this source: its name tells the source, here and after an export. */
export function pathForSource(source: Source, fileName: string): string {
  const extension = /\.parquet$/i.test(fileName) ? "parquet" : "csv";
  const location = source.external_location === null ? null : locationPath(source.external_location);
  if (
    location !== null &&
    pathFault(location) === null &&
    /^[\w\-./]+$/.test(location) &&
    location.endsWith(`.${extension}`)
  )
    return tidyPath(location);
  return `data/${(namesOf(source)[0] ?? source.name).replace(/[^\w.-]+/g, "_")}.${extension}`;
}

/** `read_csv('data/a.csv', header = true)` and `./data/a.csv` -> `data/a.csv`. */
export function locationPath(location: string): string {
  const quoted = /\(\s*\[?\s*(['"])(.*?)\1/.exec(location)?.[2];
  return (quoted ?? location).replaceAll("\\", "/").replace(/^(\.\/)+/, "");
}

function namesOf(source: Source): string[] {
  const identifier = (source.identifier ?? source.name).toLowerCase();
  const names = [`${(source.source_name ?? "").toLowerCase()}__${identifier}`, identifier, source.name.toLowerCase()];
  return [...new Set(names)];
}

/** Parquet before CSV, the shallower before the deeper. */
function nearest<T extends NamedFile>(files: readonly T[]): T | null {
  const rank = (file: T) => (/\.parquet$/i.test(file.path) ? 0 : 1000) + file.path.split("/").length;
  return [...files].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))[0] ?? null;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function stemOf(path: string): string {
  return nameOf(path)
    .replace(/\.(csv|parquet)$/i, "")
    .toLowerCase();
}
