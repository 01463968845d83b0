/** Models, snapshots, analyses and singular tests: one SQL text, one node. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Json, ManifestNode, RefArgs } from "../core/manifest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Environment } from "../context/environment.ts";
import { resolveConfig } from "../project/config.ts";
import type { Hook } from "../project/config.ts";
import type { YamlRecord } from "../project/yaml.ts";
import { columnInfos } from "./columns.ts";
import { constraintDiagnostics, constraintReferences } from "./constraints.ts";
import type { PlacedFile } from "./files.ts";
import { checksumOf, createNode, nameRelation, nodeId } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Patch, VersionEntry } from "./properties.ts";
import { pythonCalls } from "./python-calls.ts";
import { recordCalls, recordTemplate, recordText } from "./record.ts";
import type { Recorded, Recording } from "./record.ts";
import { validateConfig } from "./validate-config.ts";

export type SqlResource = "model" | "test" | "analysis" | "snapshot" | "operation";

/** A text, SQL or a Python model, that becomes a node. */
export interface SqlText {
  readonly type: SqlResource;
  /** Absent for SQL. */
  readonly language?: "python";
  readonly placed: PlacedFile;
  readonly name: string;
  /** Below the resource folder, as dbt's `path`. */
  readonly path: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  /** Where `rawCode` stands in the file. */
  readonly span: SourceSpan;
  /** Refs and sources that stand outside the text. */
  readonly refs?: readonly RefArgs[];
  readonly sources?: readonly (readonly [string, string])[];
}

/** What the property file says about this node; for a versioned model what it says about this version. */
export interface Described {
  readonly patch: Patch;
  readonly version: VersionEntry | null;
}

export interface ParsedNode {
  readonly node: ManifestNode;
  readonly diagnostics: readonly Diagnostic[];
}

const kept = new WeakMap<Recording, { readonly described: Described | null; readonly parsed: ParsedNode }>();

/** What the text and its description were the last time gives the node of the last time. */
export function parseSqlNode(context: ParseContext, sql: SqlText, described: Described | null): ParsedNode {
  const { environment, project, memory } = context;
  const { placed, type } = sql;
  const owner = placed.package;
  const version = described?.version ?? null;
  const name = version === null ? sql.name : (described?.patch.name ?? sql.name);
  const suffix = version === null ? [] : [`v${version.v}`];
  const fqn = version === null ? sql.fqn : [...sql.fqn.slice(0, -1), name, ...suffix];
  const id = nodeId(type, owner.name, name, ...suffix);
  const recorded: Recorded = {
    id,
    name,
    packageName: owner.name,
    draft: () =>
      createNode({
        ...baseOf(sql, id, name, fqn),
        config: resolveConfig(project, owner, type, fqn, []).config,
        database: environment.target.database,
        schema: environment.target.schema,
      }),
  };
  const recording = memory.keep("recording", `${id} ${placed.file.path}`, sql.rawCode, () =>
    sql.language === "python" ? recordPython(sql, recorded) : recordTemplate(environment, atItsPlace(sql), recorded),
  );
  const before = kept.get(recording);
  if (before && before.described?.patch === described?.patch && before.described?.version === described?.version)
    return before.parsed;
  const parsed = buildNode(context, sql, described, recording, recorded, fqn);
  kept.set(recording, { described, parsed });
  return parsed;
}

/** The code is not run, so what it asks for outside of plain calls stays unknown; that it cannot run here is said at its head. */
function recordPython({ placed, rawCode, span }: SqlText, node: Recorded): Recording {
  const found = recordCalls(pythonCalls(rawCode), placed.file.path, node);
  const refused = diagnostic("P012", `"${node.name}" is a Python model, which cannot be built yet.`, {
    severity: "warning",
    hint: "It can be listed and read about; to build it and what reads it, write it in SQL.",
    at: span,
    node: node.id,
  });
  return { ...found, diagnostics: [refused, ...found.diagnostics] };
}

function baseOf(
  { type, language, placed, path, rawCode, span }: SqlText,
  id: NodeId,
  name: string,
  fqn: readonly string[],
) {
  return {
    unique_id: id,
    resource_type: type,
    name,
    package_name: placed.package.name,
    path,
    original_file_path: placed.relative,
    fqn,
    raw_code: rawCode,
    checksum: checksumOf(placed.file.text),
    span,
    ...(language === undefined ? {} : { language }),
  };
}

function buildNode(
  { environment, project }: ParseContext,
  sql: SqlText,
  described: Described | null,
  recording: Recording,
  recorded: Recorded,
  fqn: readonly string[],
): ParsedNode {
  const { placed, type } = sql;
  const owner = placed.package;
  const { id, name } = recorded;
  const version = described?.version ?? null;
  const patch = described?.patch ?? null;
  const fromFile = version?.config ?? patch?.config ?? {};
  // dbt makes a Python model a table, whatever dbt_project.yml says.
  const base = sql.language === "python" ? { materialized: "table", ...fromFile } : fromFile;
  const levels: YamlRecord[] = [base, recording.config];
  const { config, unrendered } = resolveConfig(project, owner, type, fqn, levels);
  const columns = version?.columns ?? patch?.columns ?? [];
  const constraints = version?.constraints ?? patch?.constraints ?? [];
  const isModel = type === "model";
  const hooks = recordHooks(
    environment,
    [...hooksOf(config["pre_hook"]), ...hooksOf(config["post_hook"])],
    recorded,
    sql.span,
  );
  const linked = isModel
    ? constraintReferences([...constraints, ...columns.flatMap((column) => column.info.constraints ?? [])])
    : NO_LINKS;
  const node = createNode({ ...baseOf(sql, id, name, fqn), config });
  node.unrendered_config = unrendered;
  node.description = (version !== null && version.description !== "" ? version.description : patch?.description) ?? "";
  node.columns = columnInfos(columns);
  node.patch_path = patch === null ? null : `${patch.file.package.name}://${patch.path}`;
  node.refs = [...(sql.refs ?? []), ...recording.refs, ...hooks.refs, ...linked.refs];
  node.sources = [...(sql.sources ?? []), ...recording.sources, ...hooks.sources, ...linked.sources];
  node.depends_on = { nodes: [], macros: [...new Set([...recording.macros, ...hooks.macros])] };
  node.docs = docsOf(config["docs"] as Json);
  node.group = typeof config["group"] === "string" ? config["group"] : null;
  if (isModel) {
    node.access = accessOf(config["access"]);
    node.version = version?.v ?? null;
    node.latest_version = version === null ? null : (patch?.latestVersion ?? null);
    node.deprecation_date = (version === null ? patch?.deprecationDate : version.deprecationDate) ?? null;
    node.time_spine = patch?.timeSpine ?? null;
    node.constraints = constraints;
  }
  const call = recording.configSpan ?? sql.span;
  return {
    node: nameRelation(environment, project, node),
    diagnostics: [
      ...recording.diagnostics,
      ...hooks.diagnostics,
      ...[
        ...validateConfig(recording.config, () => call),
        ...finalDiagnostics(node, patch?.span ?? sql.span, call),
      ].map((found) => ({ ...found, node: id })),
    ],
  };
}

const NO_LINKS = { refs: [], sources: [] } as const;

/** The text padded so that what goes wrong in a block is marked where the block stands in its file. */
function atItsPlace({ placed, span, rawCode }: SqlText): { path: string; text: string } {
  if (span.from === 0 || placed.file.text.slice(span.from, span.to) !== rawCode)
    return { path: placed.file.path, text: rawCode };
  return { path: placed.file.path, text: placed.file.text.slice(0, span.from).replace(/[^\n]/g, " ") + rawCode };
}

function hooksOf(value: unknown): readonly Hook[] {
  return Array.isArray(value) ? (value as readonly Hook[]) : [];
}

/** What hooks refer to belongs to the node; they are rendered again when they run. */
function recordHooks(
  environment: Environment,
  hooks: readonly Hook[],
  node: Recorded,
  at: SourceSpan,
): Pick<Recording, "refs" | "sources" | "macros" | "diagnostics"> {
  const found = hooks
    .filter((hook) => SAYS_MORE.test(hook.sql))
    .map((hook) => recordText(environment, hook.sql, node, at));
  return {
    refs: found.flatMap((recording) => recording.refs),
    sources: found.flatMap((recording) => recording.sources),
    macros: found.flatMap((recording) => recording.macros),
    diagnostics: found.flatMap((recording) => recording.diagnostics),
  };
}

/** A template with a call in it; `{{ this }}` alone refers to nothing. */
const SAYS_MORE = /\{[{%][^}]*\(/;

function docsOf(value: Json): ManifestNode["docs"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { show: true, node_color: null };
  const { show, node_color: color } = value as Readonly<Record<string, Json>>;
  return { show: show !== false, node_color: typeof color === "string" ? color : null };
}

const ACCESS = ["private", "protected", "public"] as const;

function accessOf(value: unknown): ManifestNode["access"] {
  return ACCESS.find((access) => access === value) ?? "protected";
}

/** What only the whole of a node's config shows. */
function finalDiagnostics(node: ManifestNode, described: SourceSpan, call: SourceSpan): Diagnostic[] {
  const { config } = node;
  const found: Diagnostic[] = [];
  const refuse = (message: string, hint: string, at = described): void => {
    found.push(diagnostic("P003", message, { hint, at }));
  };
  if (node.resource_type === "model") {
    if (config["access"] === "public" && config.materialized === "ephemeral")
      refuse(
        `The model "${node.name}" is public and ephemeral; nobody could read it.`,
        "Materialize it, or make it protected.",
      );
    found.push(...constraintDiagnostics(node, described, call));
  }
  if (node.resource_type === "snapshot") {
    if (config.materialized !== "snapshot")
      refuse(`The snapshot "${node.name}" must be materialized as "snapshot".`, "Take `materialized` out.", call);
    if (!config.enabled) return found;
    const strategy = config["strategy"];
    const key = config["unique_key"];
    if (!strategy || !key || (Array.isArray(key) && key.length === 0)) {
      refuse(`The snapshot "${node.name}" needs a \`strategy\` and a \`unique_key\`.`, EXAMPLE, call);
    } else if (strategy === "check") {
      const columns = config["check_cols"];
      if (
        !columns ||
        (Array.isArray(columns) && columns.length === 0) ||
        (typeof columns === "string" && columns !== "all")
      )
        refuse(
          `The snapshot "${node.name}" compares columns, so it needs \`check_cols\`: a list of columns, or "all".`,
          "Write `check_cols: [status]`, or `check_cols: all`.",
          call,
        );
    } else if (strategy === "timestamp") {
      if (!config["updated_at"])
        refuse(`The snapshot "${node.name}" goes by time, so it needs \`updated_at\`.`, EXAMPLE, call);
      if (config["check_cols"])
        refuse(
          `The snapshot "${node.name}" goes by time and may not have \`check_cols\`.`,
          "Delete `check_cols`.",
          call,
        );
    }
  }
  return found;
}

const EXAMPLE = "Write for example `strategy: timestamp`, `unique_key: id` and `updated_at: updated_at`.";
