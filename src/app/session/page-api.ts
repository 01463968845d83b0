/**
 * `window.strata`: the workbench for scripts, workshops and tests. Documented in the README, so a change here is a change for
 * others.
 */
import type { NodeStatus } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import { tableRows, type Value } from "../../engine/core/table.ts";
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import { BUNDLED } from "./projects.svelte.ts";
import { sourcesOf } from "./source-nodes.ts";
import type { DataChoice } from "../../worker/protocol.ts";
import { stepDay } from "../days.ts";
import type { ColumnLineage } from "../../engine/lineage/column-lineage.ts";
import type { ModelGrain } from "../../engine/lineage/model-grain.ts";
import type { TraceEdge, ColumnTrace } from "../../engine/lineage/trace.ts";
import type { Session } from "./session.svelte.ts";

export interface PageApi {
  /** Resolves when commands are accepted; rejects when the project or DuckDB cannot be opened. */
  readonly ready: Promise<void>;
  /** A dbt command line, with or without the leading "dbt". */
  command(text: string): Promise<PageCommandResult>;
  /** Rows of SQL with Jinja, at most 10,000. */
  query(sql: string): Promise<Record<string, Value>[]>;
  /**
   * Where the columns of a node come from, and its grain; `model` is a name or a unique_id. With `column` the whole way of that one
   * column: everything that it is made of and everything that is made of it. Loads the SQL parser on first use.
   */
  columnLineage(model: string): Promise<PageLineage>;
  columnLineage(model: string, column: string): Promise<PageTrace>;
  /**
   * Opens a zip of a dbt project in a workspace of its own and shows it. Rejects with "S005: …" and the like when the archive is
   * refused; nothing has changed then. `folder` chooses among several projects in one archive.
   */
  openProject(file: Blob | ArrayBuffer | Uint8Array, options?: { readonly folder?: string }): Promise<PageProject>;
  /** Shows the bundled project again; the opened one stays on this device. */
  closeProject(): Promise<void>;
  /** Makes a CSV or Parquet file the data of the source that bears its name, or of `source` ("<source>.<table>"). */
  attachData(file: Blob, options?: { readonly name?: string; readonly source?: string }): Promise<void>;
  /**
   * Puts the bundled project on other data: a tier and, where they differ from it, seed, size and the day of the clock (`asOf`). Rejects
   * with "D006: …" when such data cannot be made. Tables are loaded by what reads them next.
   */
  useData(data: { readonly tier?: string } & DataChoice): Promise<void>;
  /** Moves the clock of the data and answers the new day; rejects at the end of the data. */
  advance(step: "day" | "week" | "month"): Promise<string>;
  /** The project as a zip: its files with the edits, data files, and under target/ the artifacts. */
  exportProject(): Promise<Blob>;
}

export interface PageProject {
  /** `name` of dbt_project.yml. */
  readonly name: string;
  readonly files: number;
  /** Files of the archive that are no part of a dbt project. */
  readonly leftOut: number;
  /** Other projects in the archive, by folder. */
  readonly otherFolders: readonly string[];
  /** What the project's files say that needs attention, one line each. */
  readonly problems: readonly string[];
}

export interface PageCommandResult {
  readonly exitCode: 0 | 1 | 2;
  readonly results: readonly {
    readonly unique_id: NodeId;
    readonly status: NodeStatus;
    readonly failures: number | null;
    readonly message: string | null;
  }[];
  readonly log: readonly string[];
}

export interface PageLineage extends ColumnLineage {
  readonly grain: ModelGrain;
}

export interface PageTrace {
  readonly upstream: readonly TraceEdge[];
  readonly downstream: readonly TraceEdge[];
  /** Relations that are read past ref() and source(). */
  readonly outside: ColumnTrace["outside"];
  /** Nodes whose own lineage is not exact, with the reason. */
  readonly doubts: ColumnTrace["doubts"];
}

declare global {
  interface Window {
    strata: PageApi;
  }
}

const ROW_LIMIT = 10_000;

export function createPageApi(session: Session): PageApi {
  const valueOf = <T>(outcome: Outcome<T>): T => {
    if (!outcome.ok) throw new Error(outcome.diagnostics.map(oneLine).join("\n"));
    return outcome.value;
  };
  async function columnLineage(model: string): Promise<PageLineage>;
  async function columnLineage(model: string, column: string): Promise<PageTrace>;
  async function columnLineage(model: string, column?: string): Promise<PageLineage | PageTrace> {
    const id = nodeNamed(session, model);
    if (column === undefined) {
      const lineage = valueOf(await session.columnLineage(id));
      return { ...lineage, grain: valueOf(await session.grain(id)) };
    }
    const up = valueOf(await session.traceColumn(id, column, "upstream"));
    const down = valueOf(await session.traceColumn(id, column, "downstream"));
    return {
      upstream: up.edges,
      downstream: down.edges,
      outside: up.outside,
      doubts: [...up.doubts, ...down.doubts.filter(({ node }) => !up.doubts.some((doubt) => doubt.node === node))],
    };
  }
  return {
    ready: session.ready,
    columnLineage,
    async command(text) {
      const outcome = await session.runCommand(text);
      if (!outcome.ok) return { exitCode: 2, results: [], log: outcome.diagnostics.map(oneLine) };
      const { exitCode, results, log } = outcome.value;
      return {
        exitCode,
        results: results.map(({ unique_id, status, failures, message }) => ({ unique_id, status, failures, message })),
        log,
      };
    },
    async query(sql) {
      return tableRows(valueOf(await session.query(sql, { limit: ROW_LIMIT })).table);
    },
    async openProject(file, options = {}) {
      const content = file instanceof Blob ? file : new Blob([file as Uint8Array<ArrayBuffer>]);
      const name = file instanceof File ? file.name : "project.zip";
      const read = valueOf(await session.projects.open({ kind: "zip", name, content }, options.folder ?? null));
      return {
        name: read.name,
        files: read.files.length + read.data.length,
        leftOut: read.leftOut,
        otherFolders: read.otherFolders,
        problems: session.diagnostics.map(oneLine),
      };
    },
    async closeProject() {
      valueOf(await session.projects.switchTo(BUNDLED));
    },
    async attachData(file, options = {}) {
      const manifest = session.project?.manifest;
      if (!manifest) throw new Error("S003: No project has been read yet.");
      const name = options.name ?? (file instanceof File ? file.name : "data.csv");
      const source = sourcesOf(manifest).find((node) => `${node.source_name}.${node.name}` === options.source) ?? null;
      if (options.source !== undefined && !source) throw new Error(`R002: There is no source "${options.source}".`);
      valueOf(await session.projects.attach(name, file, manifest, source));
    },
    async useData({ tier, ...choice }) {
      valueOf(await session.useData(tier ?? session.tier, choice));
    },
    async advance(step) {
      const today = session.asOfDate;
      if (today === null) throw new Error("D006: Only the bundled project has a day.");
      const asOf = stepDay(today, step);
      valueOf(await session.useData(session.tier, { ...session.dataChoice, asOf }));
      return asOf;
    },
    async exportProject() {
      return valueOf(await session.exportProject());
    },
  };
}

/** A node by its unique_id or, as ref() and source() name it, by its name. */
function nodeNamed(session: Session, name: string): NodeId {
  const nodes = [...(session.project?.manifest.nodes.values() ?? [])];
  const found =
    nodes.find((node) => node.unique_id === name) ??
    nodes.find(
      (node) => node.resource_type !== "test" && [node.name, `${node.source_name}.${node.name}`].includes(name),
    );
  if (!found) throw new Error(`R001: There is no model "${name}".`);
  return found.unique_id;
}

export function oneLine(trouble: Diagnostic): string {
  return `${trouble.code}: ${trouble.message}${trouble.hint === null ? "" : ` ${trouble.hint}`}`;
}
