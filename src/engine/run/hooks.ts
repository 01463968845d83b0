/**
 * A node's hooks: SQL that is rendered and sent before and after the node is built.
 *
 * Hooks run inside the node's transaction, so a failing post-hook undoes the node; those with `transaction: false` run outside of it.
 */
import type { ManifestNode } from "../core/manifest.ts";
import { compileHook } from "../compile/compile.ts";
import type { Hook } from "../project/config.ts";
import { errorOf } from "./node-session.ts";
import type { NodeSession } from "./node-session.ts";

type HookTime = "pre_hook" | "post_hook";

const NONE: readonly Hook[] = [];
const sorted = new WeakMap<object, { readonly inside: readonly Hook[]; readonly outside: readonly Hook[] }>();

/** Those that run in the node's transaction, or those outside of it; asked several times for each node of a run. */
export function hooksOf(node: ManifestNode, time: HookTime, inTransaction: boolean): readonly Hook[] {
  const hooks: unknown = node.config[time];
  if (!Array.isArray(hooks) || hooks.length === 0) return NONE;
  let known = sorted.get(hooks);
  if (!known) {
    const all = (hooks as Hook[]).map(unpacked);
    known = { inside: all.filter((hook) => hook.transaction), outside: all.filter((hook) => !hook.transaction) };
    sorted.set(hooks, known);
  }
  return inTransaction ? known.inside : known.outside;
}

/** A hook can read the SQL of its node, as `sql`, `compiled_code` and `model.compiled_code`. */
export async function runHooks(session: NodeSession, time: HookTime, inTransaction: boolean): Promise<void> {
  const hooks = hooksOf(session.node, time, inTransaction);
  if (hooks.length === 0) return;
  const { compileContext, node, context, sql: compiledCode } = session;
  for (const hook of hooks) {
    const names = compiledCode === "" ? {} : { compiledCode };
    const compiled = await compileHook(compileContext, node, hook.sql, context.signal, names);
    if (!compiled.ok) throw errorOf(compiled.diagnostics[0]);
    const sql = compiled.value.trim();
    if (sql !== "") await session.execute(sql);
  }
}

/** `before_begin(…)` and `after_commit(…)` give the hook as JSON text. */
function unpacked(hook: Hook): Hook {
  if (!hook.sql.trimStart().startsWith("{") || hook.sql.trimStart().startsWith("{{")) return hook;
  try {
    const read = JSON.parse(hook.sql) as { sql?: unknown; transaction?: unknown };
    return typeof read.sql === "string" ? { sql: read.sql, transaction: read.transaction !== false } : hook;
  } catch {
    return hook;
  }
}
