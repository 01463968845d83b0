/**
 * Which columns of a model are tested to be its key, and what its first comment says about its rows.
 *
 * A singular test, or a generic test of the project's own, counts as a key test when it shows what repeats: `group by … having
 * count(*) > 1` over the model alone. It is read from its compiled SQL, since such tests are mostly written with a macro.
 */
import type { NodeId } from "../core/ids.ts";
import type { Json, Manifest, ManifestNode } from "../core/manifest.ts";
import { sqlTokens } from "./sql-tokens.ts";
import type { SqlToken } from "./sql-tokens.ts";

export interface TestedKey {
  readonly columns: readonly string[];
  readonly source:
    | "unique test"
    | "unique combination test"
    | "singular test"
    | "test of repeats"
    | "primary key"
    | "unique constraint";
  /** True where nothing can break it unnoticed: NULL is forbidden, and a failure is an error rather than a warning. */
  readonly holds: boolean;
  readonly tests: readonly NodeId[];
}

/** `compiledTest` gives the SQL of a singular test, or null when it has none. */
export function testedKeys(
  manifest: Manifest,
  node: ManifestNode,
  compiledTest: (test: ManifestNode) => string | null,
): TestedKey[] {
  const tests = testsOf(manifest, node);
  const notNull = new Map(
    tests.flatMap((test) =>
      genericName(test) === "not_null" ? [[columnOf(test)?.toLowerCase() ?? "", test] as const] : [],
    ),
  );
  const keys = tests.flatMap((test): TestedKey[] => {
    const name = genericName(test);
    if (name === "unique") {
      const column = columnOf(test);
      const guard = column === null ? undefined : notNull.get(column.toLowerCase());
      if (column === null || typeof test.config["where"] === "string") return [];
      const ids = guard === undefined ? [test] : [test, guard];
      const holds = guard !== undefined && [test, guard].every(isStrict);
      return [{ columns: [column], source: "unique test", holds, tests: ids.map(({ unique_id }) => unique_id) }];
    }
    if (name === "unique_combination_of_columns") {
      const columns = textList(test.test_metadata?.kwargs["combination_of_columns"]);
      if (columns.length === 0) return [];
      const guards = columns.map((column) => notNull.get(column.toLowerCase()));
      const holds = isStrict(test) && guards.every((guard) => guard !== undefined && isStrict(guard));
      return [{ columns, source: "unique combination test", holds, tests: [test.unique_id] }];
    }
    if (!mayShowRepeats(test)) return [];
    const repeats = repeatedColumns(compiledTest(test) ?? "");
    if (!repeats) return [];
    const holds = repeats.notNull && isStrict(test);
    const source = name === null ? "singular test" : "test of repeats";
    return [{ columns: repeats.columns, source, holds, tests: [test.unique_id] }];
  });
  return [...keys, ...constraintKeys(node)];
}

const KNOWN_TESTS: ReadonlySet<string> = new Set([
  "unique",
  "unique_combination_of_columns",
  "not_null",
  "accepted_values",
  "relationships",
]);

/** Whether the compiled SQL of a test has to be read to know if it tests a key: it is not one of dbt's, and looks at one model alone. */
export function mayShowRepeats(test: ManifestNode): boolean {
  if (test.resource_type !== "test" || test.depends_on.nodes.length !== 1) return false;
  const name = genericName(test);
  return name === null || (!KNOWN_TESTS.has(name) && typeof test.config["where"] !== "string");
}

/** The text after "One row per" in the model's first comment, up to the end of its sentence; null when it says nothing. */
export function declaredGrain(
  rawCode: string,
): { readonly text: string; readonly from: number; readonly to: number } | null {
  const comment = firstComment(rawCode);
  const found = comment && /\bone row per\s+([^.:;]+)/i.exec(comment.text);
  if (!comment || !found) return null;
  const from = comment.from + found.index;
  return { text: (found[1] ?? "").replace(/\s+(--\s*)?/g, " ").trim(), from, to: from + found[0].length };
}

/** The comment that a file opens with: `--` lines, a block comment, or a Jinja comment. Its text has no comment signs. */
export function firstComment(
  rawCode: string,
): { readonly text: string; readonly from: number; readonly to: number } | null {
  const start = /^\s*/.exec(rawCode)?.[0].length ?? 0;
  const rest = rawCode.slice(start);
  const found = /^(?:--[^\n]*(?:\n[ \t]*--[^\n]*)*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\})/.exec(rest)?.[0];
  if (found === undefined) return null;
  // Signs become blanks, so that places inside the comment stay places in the file.
  const text = found.replace(/--+|^\/\*+|\*\/$|^\{#-?|-?#\}$/gm, (sign) => " ".repeat(sign.length));
  return { text, from: start, to: start + found.length };
}

function testsOf(manifest: Manifest, node: ManifestNode): ManifestNode[] {
  return (manifest.child_map.get(node.unique_id) ?? []).flatMap((id) => {
    const test = manifest.nodes.get(id);
    // A relationships test depends on both ends; it belongs to the one that it is attached to.
    const own = test?.resource_type === "test" && (test.attached_node ?? node.unique_id) === node.unique_id;
    return own ? [test] : [];
  });
}

function isStrict(test: ManifestNode): boolean {
  const severity = test.config["severity"];
  return typeof severity !== "string" || severity.toLowerCase() !== "warn";
}

function genericName(test: ManifestNode): string | null {
  return test.test_metadata?.name ?? null;
}

function columnOf(test: ManifestNode): string | null {
  const column = test.column_name ?? test.test_metadata?.kwargs["column_name"];
  return typeof column === "string" ? column.replace(/^"(.*)"$/, "$1") : null;
}

/** Columns of `group by … having count(*) > 1`; not null when the same condition also looks for NULL in each. */
function repeatedColumns(sql: string): { columns: string[]; notNull: boolean } | null {
  const tokens = sqlTokens(sql);
  const keys = tokens.map(({ key }) => key);
  const having = keys.lastIndexOf("having");
  const group = keys.lastIndexOf("group", having);
  if (having < 0 || group < 0 || keys[group + 1] !== "by") return null;
  const condition = keys.slice(having + 1);
  const counts = condition.join(" ").startsWith("count ( * ) >");
  const limit = Number(condition[condition.indexOf(">") + 1]);
  if (!counts || limit !== 1) return null;
  const columns = columnList(tokens.slice(group + 2, having));
  if (!columns) return null;
  const text = ` ${condition.join(" ")} `;
  return { columns, notNull: columns.every((column) => text.includes(` ${column.toLowerCase()} is null `)) };
}

/** `a, t.b` as `a`, `b`; null when there is more than names. */
function columnList(tokens: readonly SqlToken[]): string[] | null {
  const columns: string[] = [];
  let last: string | null = null;
  for (const token of tokens) {
    if (token.key === ",") {
      if (last === null) return null;
      columns.push(last);
      last = null;
    } else if (token.kind === "word" || token.kind === "name") last = token.text.replace(/^"(.*)"$/, "$1");
    else if (token.key !== ".") return null;
  }
  return last === null ? null : [...columns, last];
}

/** Keys that a contract declares: `constraints:` of the model or of a column. */
function constraintKeys(node: ManifestNode): TestedKey[] {
  const record = node as unknown as Record<string, unknown>;
  const ofModel = constraintList(record["constraints"]).map((item) => ({ ...item, columns: textList(item.columns) }));
  const ofColumns = Object.values(node.columns).flatMap((column) =>
    constraintList((column as unknown as Record<string, unknown>)["constraints"]).map((item) => ({
      ...item,
      columns: [column.name],
    })),
  );
  return [...ofModel, ...ofColumns].flatMap(({ type, columns }): TestedKey[] => {
    if (columns.length === 0 || (type !== "primary_key" && type !== "unique")) return [];
    const primary = type === "primary_key";
    return [{ columns, source: primary ? "primary key" : "unique constraint", holds: primary, tests: [] }];
  });
}

function constraintList(value: unknown): { type: unknown; columns: Json | undefined }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== "object" || item === null) return [];
    const { type, columns } = item as { type?: unknown; columns?: Json };
    return [{ type, columns }];
  });
}

function textList(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((item) => typeof item === "string") : [];
}
