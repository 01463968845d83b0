/** The files below `target/` that a run leaves: manifest.json, run_results.json, `compiled/` and `run/`. */
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { artifactPath } from "../artifacts/artifact-path.ts";
import { manifestJson } from "../artifacts/manifest-json.ts";
import { runResultsJson } from "../artifacts/run-results-json.ts";
import type { Session } from "./session.ts";

/** Node -> the statement that made it, for `target/run`. */
export type SentStatements = Map<NodeId, string>;

export function runArtifacts(
  session: Session,
  results: readonly NodeResult[],
  sent: SentStatements = new Map(),
): Record<string, string> {
  const { manifest, invocation, flags } = session.context;
  const compiled = new Map(
    results.flatMap((result) =>
      result.compiled_code === null ? [] : [[result.unique_id, result.compiled_code] as const],
    ),
  );
  return {
    ...manifestArtifact(session, compiled, new Set(sent.keys())),
    "run_results.json": runResultsJson(results, session.elapsedMs, flags, invocation),
    ...filesBelow("compiled", compiled, (id) => manifest.nodes.get(id)),
    ...filesBelow("run", sent, (id) => manifest.nodes.get(id)),
  };
}

export function manifestArtifact(
  { context }: Session,
  compiled: ReadonlyMap<NodeId, string> = new Map(),
  built: ReadonlySet<NodeId> = new Set(),
): Record<string, string> {
  const { targetPath, quoting } = context.project;
  return {
    "manifest.json": manifestJson(context.manifest, compiled, context.invocation, { targetPath, quoting, built }),
  };
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
