/**
 * Brings the data of a project's sources into the database: from files that came with the project or were attached since.
 *
 * A source that no file fits is left alone when it has no `external_location`: a seed, a hook or a snapshot may make its table. One
 * that names a location gets a finding instead, except where it points at the page's own data packs.
 */
import { ATTACHED_SOURCE, fileOfSource, type NamedFile } from "../archive/data-file.ts";
import { diagnostic, EngineError, type Diagnostic } from "../engine/core/errors.ts";
import type { ManifestNode } from "../engine/core/manifest.ts";
import type { CancelSignal } from "../engine/core/signal.ts";
import type { RelationName, Warehouse } from "../engine/warehouse/port.ts";
import type { LoadSourcesOptions, SourceLoader } from "../engine/warehouse/source-loader.ts";

export interface LoadableFile extends NamedFile {
  /** Changes when the content does. */
  readonly version: string;
  read(): Promise<Uint8Array>;
}

export interface DataLoaderOptions {
  files(): readonly LoadableFile[];
  attachCsv(relation: RelationName, bytes: Uint8Array, signal?: CancelSignal): Promise<void>;
  /** The page's own packs, for a project that asks for them through STRATA_DATA_DIR. */
  readonly packs: SourceLoader;
  /** Folder that STRATA_DATA_DIR names; null for the bundled project, all of whose sources are packs but for the attached files. */
  readonly packFolder: string | null;
}

export function createDataLoader(options: DataLoaderOptions): SourceLoader {
  const held = new WeakMap<Warehouse, Map<string, string>>();

  return {
    async ensure(sources, load) {
      const versions = held.get(load.warehouse) ?? new Map<string, string>();
      held.set(load.warehouse, versions);
      const files = options.files();
      const fitting = sources.map((source) => ({ source, file: fileOfSource(source, files) }));
      const isPack = (source: ManifestNode) =>
        options.packFolder === null
          ? source.source_name !== ATTACHED_SOURCE
          : source.external_location?.startsWith(`${options.packFolder}/`) === true;
      const fromPacks = fitting.flatMap(({ source, file }) => (file === null && isPack(source) ? [source] : []));
      const findings: Diagnostic[] = fitting.flatMap(({ source, file }) =>
        file === null && source.external_location !== null && !fromPacks.includes(source) ? [withoutData(source)] : [],
      );
      const wanted = fitting.flatMap(({ source, file }) => {
        if (file === null) return [];
        const version = `${file.path} ${file.version}`;
        return versions.get(source.unique_id) === version ? [] : [{ source, file, version }];
      });
      for (const [done, { source, file, version }] of wanted.entries()) {
        if (load.signal?.cancelled) break;
        const tell = (finished: number) =>
          load.onProgress({
            kind: "data-progress",
            table: file.path,
            done: finished,
            total: wanted.length,
            bytes: 0,
            totalBytes: 0,
          });
        tell(done);
        try {
          await loadFile(source, file, load, options);
          versions.set(source.unique_id, version);
        } catch (thrown) {
          findings.push(unreadable(source, file.path, thrown));
        }
        tell(done + 1);
      }
      const packed = fromPacks.length === 0 ? [] : await options.packs.ensure(fromPacks, load);
      return [...findings, ...packed];
    },
  };
}

async function loadFile(
  source: ManifestNode,
  file: LoadableFile,
  load: LoadSourcesOptions,
  options: DataLoaderOptions,
): Promise<void> {
  const relation = { database: source.database, schema: source.schema, identifier: source.identifier ?? source.name };
  const bytes = await file.read();
  const { signal } = load;
  if (/\.parquet$/i.test(file.path)) {
    await load.warehouse.attachParquet(relation, bytes, signal === undefined ? {} : { signal });
  } else {
    await options.attachCsv(relation, bytes, signal);
  }
}

export function withoutData(source: ManifestNode): Diagnostic {
  const name = `${source.source_name ?? ""}.${source.name}`;
  return diagnostic("D004", `The source "${name}" reads "${source.external_location ?? ""}", which is not here.`, {
    hint: `Attach a CSV or Parquet file to "${name}" on the page "Workspaces and projects": the page reads no other disk and no network.`,
    node: source.unique_id,
    at: source.span,
  });
}

function unreadable(source: ManifestNode, path: string, thrown: unknown): Diagnostic {
  const known = thrown instanceof EngineError ? thrown.diagnostic : null;
  const text = known?.message ?? (thrown instanceof Error ? thrown.message : String(thrown));
  if (known?.code === "W005") return { ...known, node: source.unique_id, at: source.span };
  return diagnostic("D005", `The data file "${path}" cannot be loaded: ${text}`, {
    hint: "Attach a whole Parquet file, or a CSV with a header line, to the source.",
    node: source.unique_id,
    at: source.span,
  });
}
