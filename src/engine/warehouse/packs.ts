/**
 * The source loader for the generated data: reads a source's Parquet file, checks it against the catalog, attaches it as a table. What
 * no file holds is left to a maker of tables: big tables that are never shipped, and all of them when the vars ask for other data.
 *
 * Where the bytes come from (a server, a folder) and how they are hashed is given by the caller. One file after the other, the next two
 * on their way, so that memory holds three at most. A file that is missing or damaged is a diagnostic about its source; the others are loaded all the same.
 */
import { diagnostic, EngineError, type Diagnostic } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { decodeCatalog, findPack, type DataCatalog, type PackTable } from "./catalog.ts";
import { damagedPack, parquetFault } from "./parquet-bytes.ts";
import type { RelationName, Warehouse } from "./port.ts";
import type { LoadSourcesOptions, SourceLoader } from "./source-loader.ts";
import type { MadeData, TableMaker, WantedTable } from "./table-maker.ts";

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
  /** Makes what no file holds; without it only files are loaded. */
  readonly maker?: TableMaker;
}

interface Wanted extends PackFile {
  readonly source: ManifestNode;
  readonly relation: RelationName;
  /** True when the table is made, not read from a file. */
  readonly made: boolean;
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
      if (load.vars?.generate_sample_data === false) return requireTables(external, load.warehouse);
      // Two loads at once would read the same files twice.
      const turn = (turns.get(load.warehouse) ?? Promise.resolve()).then(async () => {
        const relations = held.get(load.warehouse) ?? new Map<string, string>();
        held.set(load.warehouse, relations);
        let made: MadeData | null;
        let wanted: Wanted[];
        try {
          // A catalog that cannot be read is no matter when everything is made.
          const known = await readCatalog().catch((thrown: unknown) => ({ thrown }));
          const catalog = known !== null && "thrown" in known ? null : known;
          made = options.maker === undefined ? null : dataFor(external, load, catalog, options.maker, options.tier);
          if (known !== null && "thrown" in known && made?.everything !== true) throw known.thrown;
          const files = made?.everything === true ? null : catalog;
          wanted = external.map((source) => wantedFile(source, files, options.tier, made));
        } catch (thrown) {
          // What the vars ask for cannot be: no source has anything to be blamed for, and nothing is begun.
          if (thrown instanceof EngineError && thrown.diagnostic.code === "D006") throw thrown;
          return external.map((source) => findingOf(thrown, source));
        }
        const missing = wanted.filter((file) => relations.get(file.source.unique_id) !== file.version);
        const findings = await loadAll(
          missing.filter((file) => !file.made),
          relations,
          load,
          options,
        );
        const toMake = missing.filter((file) => file.made);
        if (made === null || toMake.length === 0) return findings;
        return [...findings, ...(await makeAll(toMake, made, relations, load))];
      });
      turns.set(
        load.warehouse,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}

/** What the vars mean for the data; the same for all sources, which look for their files in one folder. */
function dataFor(
  sources: readonly ManifestNode[],
  load: LoadSourcesOptions,
  catalog: DataCatalog | null,
  maker: TableMaker,
  tier: string | null,
): MadeData {
  const folder = tier ?? sources[0]?.external_location?.split(/[\\/]/).at(-2) ?? "";
  return maker.dataFor(load.vars ?? {}, folder, catalog?.tiers[folder] ?? null);
}

/** With `generate_sample_data: false` the tables are the user's own business; one that is not there is told. */
async function requireTables(sources: readonly ManifestNode[], warehouse: Warehouse): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = [];
  for (const source of sources) {
    const relation = relationOf(source);
    if ((await warehouse.describe(relation)) !== null) continue;
    const name = `${source.source_name ?? ""}.${source.name}`;
    const place = `${relation.schema}.${relation.identifier}`;
    findings.push(
      diagnostic("D004", `The source "${name}" has no table "${place}", and the var "generate_sample_data" is false.`, {
        hint: `Make the table "${place}" in the database, or set generate_sample_data to true.`,
        node: source.unique_id,
        at: source.span,
      }),
    );
  }
  return findings;
}

function relationOf(source: ManifestNode): RelationName {
  return { database: source.database, schema: source.schema, identifier: source.identifier ?? source.name };
}

function wantedFile(
  source: ManifestNode,
  catalog: DataCatalog | null,
  tier: string | null,
  data: MadeData | null,
): Wanted {
  const location = source.external_location ?? "";
  const pack = catalog && findPack(catalog, location, tier);
  const relation = relationOf(source);
  const made = data !== null && (data.everything || pack?.made !== undefined);
  const content = made ? data.version : (pack?.sha256 ?? location);
  return { source, location, pack, relation, made, version: JSON.stringify([relation, content]) };
}

/** "…/classroom/stripe__invoice.parquet" -> "stripe__invoice" */
function tableNameOf(location: string): string {
  return location.slice(Math.max(location.lastIndexOf("/"), location.lastIndexOf("\\")) + 1).replace(/\.parquet$/i, "");
}

async function makeAll(
  files: readonly Wanted[],
  data: MadeData,
  relations: Map<string, string>,
  load: LoadSourcesOptions,
): Promise<readonly Diagnostic[]> {
  const left = new Map<string, Wanted>(files.map((file) => [file.source.unique_id, file]));
  const tell = (table: string) =>
    load.onProgress({
      kind: "data-progress",
      table,
      done: files.length - left.size,
      total: files.length,
      bytes: 0,
      totalBytes: 0,
    });
  tell(files[0]?.relation.identifier ?? "");
  try {
    const tables = files.map(({ location, relation, source }): WantedTable => ({
      name: tableNameOf(location),
      location,
      relation,
      source,
    }));
    await data.make(tables, {
      ...load,
      onTable({ source, relation }) {
        const file = left.get(source.unique_id);
        left.delete(source.unique_id);
        if (file !== undefined) relations.set(source.unique_id, file.version);
        tell(relation.identifier);
      },
    });
    return [...left.values()].map(({ source, location }) =>
      load.signal?.cancelled ? cancelled(source) : notMade(source, tableNameOf(location)),
    );
  } catch (thrown) {
    return [...left.values()].map(({ source }) =>
      load.signal?.cancelled ? cancelled(source) : findingOf(thrown, source),
    );
  }
}

async function loadAll(
  files: readonly Wanted[],
  relations: Map<string, string>,
  load: LoadSourcesOptions,
  options: PackLoaderOptions,
): Promise<readonly Diagnostic[]> {
  const findings: Diagnostic[] = [];
  const totalBytes = files.reduce((sum, file) => sum + (file.pack?.bytes ?? 0), 0);
  const signal = load.signal === undefined ? {} : { signal: load.signal };
  let [bytes, current] = [0, 0];
  const tell = (file: Wanted, read: number, finished: number) =>
    load.onProgress({
      kind: "data-progress",
      table: file.relation.identifier,
      done: finished,
      total: files.length,
      bytes: bytes + read,
      totalBytes,
    });
  const arrived = new Map<number, number>();
  const next = readAhead(files, (file, place) =>
    options.readFile(file, {
      ...signal,
      onBytes: (read) => {
        arrived.set(place, read);
        if (place === current) tell(file, read, place);
      },
    }),
  );
  for (const [done, file] of files.entries()) {
    current = done;
    if (load.signal?.cancelled) return [...findings, ...files.slice(done).map((left) => cancelled(left.source))];
    tell(file, 0, done);
    const before = arrived.get(done);
    if (before !== undefined) tell(file, before, done);
    try {
      const content = await next();
      await checkFile(content, file, options);
      await load.warehouse.attachParquet(file.relation, content, {
        ...(file.pack === null ? {} : { expectedRows: file.pack.rows }),
        ...signal,
      });
      relations.set(file.source.unique_id, file.version);
    } catch (thrown) {
      findings.push(load.signal?.cancelled ? cancelled(file.source) : findingOf(thrown, file.source));
    }
    bytes += file.pack?.bytes ?? 0;
    tell(file, 0, done + 1);
  }
  return findings;
}

/** Files that are on their way while one is taken in; memory holds no more. */
const FILES_AHEAD = 2;

/** One file after the other; what goes wrong with one is told when its turn comes. */
function readAhead(
  files: readonly Wanted[],
  read: (file: Wanted, place: number) => Promise<Uint8Array>,
): () => Promise<Uint8Array> {
  const begun: Promise<Uint8Array>[] = [];
  let place = 0;
  return async () => {
    for (const file of files.slice(place + begun.length, place + 1 + FILES_AHEAD)) {
      const reading = read(file, place + begun.length);
      reading.catch(() => undefined);
      begun.push(reading);
    }
    place += 1;
    return (await begun.shift()) ?? new Uint8Array();
  };
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

function notMade(source: ManifestNode, name: string): Diagnostic {
  return diagnostic("D001", `The generator makes no table "${name}".`, {
    hint: "Only tables of the data catalog can be made; check external_location and identifier.",
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
