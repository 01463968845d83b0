/**
 * The source loader for Parquet files: reads a source's file, checks it against the catalog, attaches it as a table.
 *
 * Where the bytes come from (a server, a folder) and how they are hashed is given by the caller. One file after the other, so that
 * memory holds one at a time. A file that is missing or damaged is a diagnostic about its source; the others are loaded all the same.
 */
import { diagnostic, EngineError, type Diagnostic } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { decodeCatalog, findPack, type DataCatalog, type PackTable } from "./catalog.ts";
import { damagedPack, parquetFault } from "./parquet-bytes.ts";
import type { RelationName, Warehouse } from "./port.ts";
import type { LoadSourcesOptions, SourceLoader } from "./source-loader.ts";

export interface PackFile {
  /** The source's `external_location`, rendered; a relative path starts at the project's folder. */
  readonly location: string;
  /** What the catalog says; null when the file is not one of the catalog's. */
  readonly pack: PackTable | null;
}

export interface PackLoaderOptions {
  /** The content of catalog.json; null when there is none, so that files are taken as they are. */
  readCatalog(): Promise<unknown>;
  /** Throws D001 when the file is not there. */
  readFile(
    file: PackFile,
    options: { readonly signal?: CancelSignal; readonly onBytes: (bytes: number) => void },
  ): Promise<Uint8Array>;
  /** Hexadecimal; null where hashing is not to be had (a page that is not a secure context), so that size and rows must do. */
  sha256(bytes: Uint8Array): Promise<string | null> | string | null;
  /** The catalog's tier that all sources are read from; null when each location says it itself. */
  readonly tier: string | null;
}

interface Wanted extends PackFile {
  readonly source: ManifestNode;
  readonly relation: RelationName;
  /** Changes when the relation has to be loaded again. */
  readonly version: string;
}

export function createPackLoader(options: PackLoaderOptions): SourceLoader {
  const held = new WeakMap<Warehouse, Map<string, string>>();
  const turns = new WeakMap<Warehouse, Promise<unknown>>();
  let catalog: Promise<DataCatalog | null> | null = null;

  const readCatalog = async (): Promise<DataCatalog | null> => {
    catalog ??= options.readCatalog().then((content) => (content === null ? null : decodeCatalog(content)));
    try {
      return await catalog;
    } catch (thrown) {
      // The next load tries again: the network may be back.
      catalog = null;
      throw thrown;
    }
  };

  return {
    ensure(sources, load) {
      const external = sources.filter((source) => source.external_location !== null);
      if (external.length === 0) return Promise.resolve([]);
      // Two loads at once would read the same files twice.
      const turn = (turns.get(load.warehouse) ?? Promise.resolve()).then(async () => {
        const relations = held.get(load.warehouse) ?? new Map<string, string>();
        held.set(load.warehouse, relations);
        let wanted: Wanted[];
        try {
          const known = await readCatalog();
          wanted = external.map((source) => wantedFile(source, known, options.tier));
        } catch (thrown) {
          return external.map((source) => findingOf(thrown, source));
        }
        return loadAll(
          wanted.filter((file) => relations.get(file.source.unique_id) !== file.version),
          relations,
          load,
          options,
        );
      });
      turns.set(
        load.warehouse,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}

function wantedFile(source: ManifestNode, catalog: DataCatalog | null, tier: string | null): Wanted {
  const location = source.external_location ?? "";
  const pack = catalog && findPack(catalog, location, tier);
  const relation = { database: source.database, schema: source.schema, identifier: source.identifier ?? source.name };
  return { source, location, pack, relation, version: JSON.stringify([relation, pack?.sha256 ?? location]) };
}

async function loadAll(
  files: readonly Wanted[],
  relations: Map<string, string>,
  load: LoadSourcesOptions,
  options: PackLoaderOptions,
): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = [];
  const totalBytes = files.reduce((sum, file) => sum + (file.pack?.bytes ?? 0), 0);
  let bytes = 0;
  for (const [done, file] of files.entries()) {
    const table = file.relation.identifier;
    const tell = (read: number, finished: number) =>
      load.onProgress({
        kind: "data-progress",
        table,
        done: finished,
        total: files.length,
        bytes: bytes + read,
        totalBytes,
      });
    if (load.signal?.cancelled) return [...findings, ...files.slice(done).map((left) => cancelled(left.source))];
    tell(0, done);
    try {
      const content = await options.readFile(file, {
        ...(load.signal === undefined ? {} : { signal: load.signal }),
        onBytes: (read) => tell(read, done),
      });
      await checkFile(content, file, options);
      await load.warehouse.attachParquet(file.relation, content, {
        ...(file.pack === null ? {} : { expectedRows: file.pack.rows }),
        ...(load.signal === undefined ? {} : { signal: load.signal }),
      });
      relations.set(file.source.unique_id, file.version);
    } catch (thrown) {
      findings.push(load.signal?.cancelled ? cancelled(file.source) : findingOf(thrown, file.source));
    }
    bytes += file.pack?.bytes ?? 0;
    tell(0, done + 1);
  }
  return findings;
}

/** Throws D002 with the file's name; the warehouse would only know the relation's. */
async function checkFile(content: Uint8Array, { pack, location }: PackFile, options: PackLoaderOptions): Promise<void> {
  const name = pack?.file ?? location;
  const fault = parquetFault(content);
  if (fault !== null) throw damagedPack(`The data file "${name}" ${fault}.`);
  if (pack === null) return;
  if (content.length !== pack.bytes) {
    throw damagedPack(`The data file "${name}" has ${content.length} bytes, but the catalog promises ${pack.bytes}.`);
  }
  const digest = await options.sha256(content);
  if (digest !== null && digest !== pack.sha256) {
    throw damagedPack(`The data file "${name}" has other content than the catalog promises.`);
  }
}

function findingOf(thrown: unknown, source: ManifestNode): Diagnostic {
  if (thrown instanceof EngineError)
    return { ...thrown.diagnostic, node: source.unique_id, at: thrown.diagnostic.at ?? source.span };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return diagnostic("D001", `The data file "${source.external_location ?? ""}" cannot be read: ${text}`, {
    hint: "Check the file and the connection, then run the command again.",
    node: source.unique_id,
    at: source.span,
  });
}

function cancelled(source: ManifestNode): Diagnostic {
  return diagnostic(
    "W005",
    `Loading the data of the source "${source.source_name ?? ""}.${source.name}" was cancelled.`,
    {
      hint: "Run the command again to load it.",
      node: source.unique_id,
      at: source.span,
    },
  );
}
