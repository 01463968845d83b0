/** The files below `target/` that a run leaves: manifest.json, run_results.json, `compiled/` and `run/`. */
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { artifactPath } from "../artifacts/artifact-path.ts";
import { csvRows } from "../quality/fixture.ts";
import { manifestJson } from "../artifacts/manifest-json.ts";
import { runResultsJson } from "../artifacts/run-results-json.ts";
import type { Session } from "./session.ts";

/** What a run sent and compiled, for `target/run` and `target/compiled`. */
export interface SentStatements {
  /** Node -> the statement that made it. */
  readonly built: Map<NodeId, string>;
  /** Path below `compiled/` -> SQL that belongs to no node: hooks, inputs of unit tests. */
  readonly beside: Map<string, string>;
}

export function nothingSent(): SentStatements {
  return { built: new Map(), beside: new Map() };
}

export function runArtifacts(
  session: Session,
  results: readonly NodeResult[],
  sent: SentStatements = nothingSent(),
): Record<string, string> {
  const { manifest, invocation, flags } = session.context;
  const compiled = new Map(
    results.flatMap((result) =>
      result.compiled_code === null ? [] : [[result.unique_id, result.compiled_code] as const],
    ),
  );
  const relationNames = new Map(
    results.flatMap(({ unique_id: id, relation_name: name }) => (name === null ? [] : [[id, name] as const])),
  );
  return {
    ...manifestArtifact(session, { compiled, built: new Set(sent.built.keys()), relationNames }),
    "run_results.json": runResultsJson(results, session.elapsedMs, flags, invocation),
    ...besideFiles(sent),
    ...filesBelow("compiled", compiled, (id) => manifest.nodes.get(id)),
    ...filesBelow("run", sent.built, (id) => manifest.nodes.get(id)),
  };
}

interface Made {
  readonly compiled?: ReadonlyMap<NodeId, string>;
  readonly built?: ReadonlySet<NodeId>;
  readonly relationNames?: ReadonlyMap<NodeId, string>;
}

/** `made` is what the command compiled and built. */
export function manifestArtifact({ context }: Session, made: Made = {}): Record<string, string> {
  const { targetPath, quoting } = context.project;
  return {
    "manifest.json": manifestJson(context.manifest, made.compiled ?? new Map(), context.invocation, {
      targetPath,
      quoting,
      ...made,
      csvRows,
      operations: context.run.operations,
    }),
  };
}

/** As in dbt, what several compile to one path is there once, as the last had it. */
export function besideFiles({ beside }: SentStatements): Record<string, string> {
  return Object.fromEntries([...beside].map(([path, sql]) => [`compiled/${path}`, sql]));
}

function filesBelow(
  folder: string,
  texts: ReadonlyMap<NodeId, string>,
  nodeOf: (id: NodeId) => ManifestNode | undefined,
): Record<string, string> {
  return Object.fromEntries(
    [...texts].flatMap(([id, sql]) => {
      const node = nodeOf(id);
      return node ? [[`${folder}/${artifactPath(node)}`, sql]] : [];
    }),
  );
}
