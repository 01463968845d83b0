/** `dbt show`: some rows of a node, or of SQL that stands in no file. */
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Table, Value } from "../core/table.ts";
import { RUNS } from "../graph/plan.ts";
import { isNamed } from "./compile-nodes.ts";
import { runArtifacts } from "./run-artifacts.ts";
import { isEmpty } from "./run-nodes.ts";
import type { Ended } from "./outcome.ts";
import { selectNodes } from "./select-nodes.ts";
import type { Session } from "./session.ts";
import { textTable } from "./text-table.ts";

interface Shown {
  readonly title: string;
  /** Null for SQL without a name. */
  readonly node: string | null;
  readonly from: { id: NodeId } | { sql: string } | { raw: string };
}

export async function showRows(session: Session): Promise<Ended> {
  const { command, context } = session;
  const limit = command.limit < 0 ? Infinity : command.limit;
  const inline = command.inlineDirect ?? command.inline;
  if (inline !== null) {
    const from = command.inlineDirect === null ? { sql: inline } : { raw: inline };
    await print(session, { title: "inline node", node: null, from }, limit);
    return { exitCode: 0, artifacts: () => runArtifacts(session, []) };
  }
  if (command.select === null && command.selector === null) {
    throw new EngineError("C001", "Either --select or --inline must be passed to show.", {
      hint: "Write for example: dbt show --select my_model",
    });
  }
  const { ids, unmatched } = selectNodes(session);
  const runs = RUNS["show"] ?? [];
  const nodes = [...ids]
    .flatMap((id) => context.manifest.nodes.get(id) ?? [])
    .filter((node) => runs.includes(node.resource_type));
  const named = nodes.filter((node) => isNamed(node.name, command.select ?? ""));
  const chosen = named.length > 0 ? named : nodes.filter((node) => node.resource_type !== "test");
  if (isEmpty(session, { steps: nodes.map((node) => ({ id: node.unique_id, waitsFor: [] })) }))
    return { exitCode: 0, diagnostics: unmatched };
  for (const node of chosen) {
    const name = node.version === null ? node.name : `${node.name}.v${node.version}`;
    await print(session, { title: `node '${name}'`, node: name, from: { id: node.unique_id } }, limit);
  }
  return { exitCode: 0, diagnostics: unmatched, artifacts: () => runArtifacts(session, []) };
}

async function print(session: Session, shown: Shown, limit: number): Promise<void> {
  const rows = await session.context.show(shown.from, limit);
  if (!rows.ok) {
    const found = rows.diagnostics[0];
    throw new EngineError(found?.code ?? "W003", found?.message ?? "The query failed.", found ?? {});
  }
  const { table } = rows.value;
  if (session.command.output === "json") {
    const record = { ...(shown.node === null ? {} : { node: shown.node }), show: jsonRows(table) };
    for (const line of jsonText(record).split("\n")) session.say(line);
    return;
  }
  session.say(`Previewing ${shown.title}:`);
  for (const line of textTable(table)) session.say(line);
}

function jsonRows(table: Table): Record<string, Value>[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      table.columns.map((column, index) => [column.name, jsonValue(table.data[index]?.[row] ?? null, column.type)]),
    ),
  );
}

/** Numbers of any size are numbers in JSON; dbt writes what has no JSON form as text. */
function jsonValue(value: Value, type: string): Value {
  if (typeof value === "string" && /^DECIMAL/i.test(type)) return Number(value);
  if (typeof value === "string" && /^TIMESTAMP/i.test(type)) return value.replace(" ", "T");
  return value;
}

/** JSON.stringify knows no bigint; its digits are put in afterwards. */
function jsonText(record: unknown): string {
  const text = JSON.stringify(
    record,
    (_key, value: unknown) => (typeof value === "bigint" ? `\u0000${value}\u0000` : value),
    2,
  );
  return text.replace(/"\\u0000(-?\d+)\\u0000"/g, "$1");
}
