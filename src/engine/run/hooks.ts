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

export function hooksOf(node: ManifestNode, time: HookTime, inTransaction: boolean): Hook[] {
  const hooks = node.config[time];
  if (!Array.isArray(hooks) || hooks.length === 0) return [];
  return (hooks as Hook[]).map(unpacked).filter((hook) => hook.transaction === inTransaction);
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
