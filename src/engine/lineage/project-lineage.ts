/**
 * Column lineage over a whole project: of one node, and of one column upstream and downstream.
 *
 * Nothing is computed before it is asked for. A node's lineage is kept by its compiled SQL and the columns of what it reads, so that
 * an edit costs the edited model and nothing else. The columns of an upstream model come from the warehouse where it is built;
 * where it is not, from the list that its text ends in, and where that does not say them from its own lineage.
 */
import type { CompiledNode } from "../compile/compile.ts";
import type { Outcome } from "../core/errors.ts";
import { diagnostic, fail, succeed } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile } from "../core/source-file.ts";
import { createDag, findCycles } from "../graph/dag.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { columnLineage } from "./column-lineage.ts";
import type { ColumnLineage } from "./column-lineage.ts";
import { withSnapshotColumns } from "./snapshot-columns.ts";
import type { SqlParser } from "./sql-parser.ts";
import { writtenColumns } from "./written-columns.ts";

/** What lineage needs of an engine; an `Engine` is one. */
export interface LineageProject {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  compile(id: NodeId, options?: { signal?: CancelSignal }): Promise<Outcome<CompiledNode>>;
}

export interface LineageOptions {
  readonly project: LineageProject;
  /** Loads the parser on first use. */
  readonly parser: () => Promise<SqlParser>;
  /** Null while no database is open: then only the text is followed. */
  readonly warehouse: (() => Promise<Warehouse>) | null;
  /** Shared between the engines that follow each other while a project is edited. */
  readonly cache?: LineageCache;
}

/** Compiled SQL and upstream columns -> lineage. The oldest entries go first. */
export type LineageCache = Map<string, ColumnLineage>;

const MOST_CACHED = 2000;

export class ProjectLineage {
  readonly #options: LineageOptions;
  readonly #cache: LineageCache;
  readonly #running = new Map<NodeId, Promise<Outcome<ColumnLineage>>>();
  readonly #columns = new Map<NodeId, Promise<readonly string[] | null>>();
  readonly #described = new Map<NodeId, Promise<readonly string[] | null>>();
  #hasCircles: boolean | null = null;

  constructor(options: LineageOptions) {
    this.#options = options;
    this.#cache = options.cache ?? new Map<string, ColumnLineage>();
  }

  get manifest(): Manifest {
    return this.#options.project.manifest;
  }

  /** Forgets which columns relations have, after a run has built them anew. */
  refresh(): void {
    this.#running.clear();
    this.#columns.clear();
    this.#described.clear();
  }

  /** The lineage of a model, snapshot, test or analysis. A seed or source is where lineage ends and has none. */
  lineageOf(id: NodeId, signal?: CancelSignal): Promise<Outcome<ColumnLineage>> {
    const running = this.#running.get(id);
    if (running) return running;
    const started = this.#follow(id, signal);
    this.#running.set(id, started);
    // A failed or cancelled answer is asked for again.
    const forget = (): void => void this.#running.delete(id);
    started.then((outcome) => (outcome.ok ? undefined : forget()), forget);
    return started;
  }

  /** A node's columns in order; null when nobody knows them. */
  columnsOf(id: NodeId, signal?: CancelSignal): Promise<readonly string[] | null> {
    const known = this.#columns.get(id);
    if (known) return known;
    const found = this.#findColumns(id, signal);
    this.#columns.set(id, found);
    return found;
  }

  async #follow(id: NodeId, signal: CancelSignal | undefined): Promise<Outcome<ColumnLineage>> {
    const { project } = this.#options;
    const node = project.manifest.nodes.get(id);
    if (!node || !hasQuery(node)) {
      return fail(
        diagnostic("R001", `"${id}" has no query whose columns could be followed.`, {
          hint: "Column lineage is there for models, snapshots, analyses and tests.",
        }),
      );
    }
    // It takes a second to arrive; a failure is met below, where it is waited for.
    this.#options.parser().catch(() => undefined);
    const compiled = await project.compile(id, signal ? { signal } : {});
    if (!compiled.ok) return compiled;
    const relations = new Map<string, NodeId>();
    const schemas = new Map<string, readonly string[]>();
    const sql = compiled.value.compiled_code;
    let isBuilt = true;
    for (const upstream of this.#readBy(node)) {
      const name = relationOf(upstream);
      if (name === null) continue;
      relations.set(name, upstream.unique_id);
      // A model that reads itself (`this` in an incremental model) must not wait for its own lineage.
      const columns = upstream === node ? await this.#describe(node) : await this.columnsOf(upstream.unique_id, signal);
      if (columns) schemas.set(name, columns);
      if (isBuilt && !isEphemeral(upstream) && sql.includes(name)) isBuilt = (await this.#describe(upstream)) !== null;
    }
    const warehouse = await this.#openWarehouse();
    const key = JSON.stringify([id, sql, [...schemas], [...relations], warehouse !== undefined, isBuilt]);
    const cached = this.#cache.get(key);
    if (cached) return succeed(cached);
    const parser = await this.#options.parser();
    const query = await columnLineage({ sql, relations, schemas, parser, warehouse, isBuilt, signal });
    const lineage = node.resource_type === "snapshot" ? withSnapshotColumns(query, node) : query;
    this.#cache.set(key, lineage);
    const oldest = this.#cache.keys().next();
    if (this.#cache.size > MOST_CACHED && !oldest.done) this.#cache.delete(oldest.value);
    return succeed(lineage);
  }

  /** The parents, what ephemeral parents read in turn (their SQL is part of this node's), and the node itself. */
  #readBy(node: ManifestNode): ManifestNode[] {
    const { nodes } = this.manifest;
    const found = new Map<NodeId, ManifestNode>();
    const add = (id: NodeId): void => {
      const parent = nodes.get(id);
      if (!parent || found.has(id)) return;
      found.set(id, parent);
      if (isEphemeral(parent)) parent.depends_on.nodes.forEach(add);
    };
    node.depends_on.nodes.forEach(add);
    if (node.relation_name !== null && !found.has(node.unique_id)) found.set(node.unique_id, node);
    return [...found.values()];
  }

  async #findColumns(id: NodeId, signal: CancelSignal | undefined): Promise<readonly string[] | null> {
    const node = this.manifest.nodes.get(id);
    if (!node) return null;
    const built = await this.#describe(node);
    if (built) return built;
    if (node.resource_type === "seed") return this.#seedHeader(node);
    if (!hasQuery(node)) return null;
    const written = await this.#writtenColumns(node, signal);
    if (written) return written;
    if (this.#inCircle(id)) return null;
    const outcome = await this.lineageOf(id, signal);
    return outcome.ok && outcome.value.columns.length > 0 ? outcome.value.columns.map(({ name }) => name) : null;
  }

  /** The columns that a model's text names, which spares the parsing of it and of everything above it. */
  async #writtenColumns(node: ManifestNode, signal: CancelSignal | undefined): Promise<readonly string[] | null> {
    if (node.resource_type !== "model") return null;
    const compiled = await this.#options.project.compile(node.unique_id, signal ? { signal } : {});
    return compiled.ok ? writtenColumns(compiled.value.compiled_code) : null;
  }

  #describe(node: ManifestNode): Promise<readonly string[] | null> {
    const known = this.#described.get(node.unique_id);
    if (known) return known;
    const found = this.#askWarehouse(node);
    this.#described.set(node.unique_id, found);
    return found;
  }

  async #askWarehouse(node: ManifestNode): Promise<readonly string[] | null> {
    const warehouse = await this.#openWarehouse();
    if (!warehouse || node.relation_name === null || isEphemeral(node)) return null;
    const relation = { database: node.database, schema: node.schema, identifier: node.identifier ?? node.alias };
    const columns = await warehouse.describe(relation).catch(() => null);
    return columns?.map(({ name }) => name) ?? null;
  }

  /** Models that depend on each other in a circle would wait for each other's columns for ever. */
  #inCircle(id: NodeId): boolean {
    this.#hasCircles ??= findCycles(this.manifest).length > 0;
    if (!this.#hasCircles) return false;
    const parents = parentsOf(this.manifest, id);
    return parents.includes(id) || createDag(this.manifest).ancestors(parents).has(id);
  }

  #seedHeader(node: ManifestNode): readonly string[] | null {
    const file = this.#options.project.files.find(({ path }) => path === node.original_file_path);
    if (!file) return null;
    const delimiter = typeof node.config["delimiter"] === "string" ? node.config["delimiter"] : ",";
    const line = file.text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
    return line.split(delimiter).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .replaceAll('""', '"'),
    );
  }

  async #openWarehouse(): Promise<Warehouse | undefined> {
    return this.#options.warehouse?.();
  }
}

export function hasQuery(node: ManifestNode): boolean {
  return ["model", "snapshot", "test", "analysis"].includes(node.resource_type);
}

function parentsOf(manifest: Manifest, id: NodeId): readonly NodeId[] {
  return manifest.nodes.get(id)?.depends_on.nodes ?? [];
}

function isEphemeral(node: ManifestNode): boolean {
  return node.resource_type === "model" && node.config.materialized === "ephemeral";
}

function relationOf(node: ManifestNode): string | null {
  return isEphemeral(node) ? `__dbt__cte__${node.alias}` : node.relation_name;
}
