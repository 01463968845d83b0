/**
 * `meta: {strict_reappearance: true}`, an addition of ours that plain dbt ignores: no version may begin before the last one ended.
 *
 * dbt takes the time of a row that comes back from its `updated_at`, even when that lies before the deletion, so versions overlap. With
 * the option the new version begins at the later of the two. It changes the staged rows just before they are merged.
 */
import { pyStr } from "../jinja/python.ts";
import type { PyDict } from "../jinja/values.ts";
import type { PyValue } from "../jinja/values.ts";
import { renderRelation } from "../warehouse/sql.ts";
import { textOf, textsOf } from "./config-values.ts";
import type { NodeSession } from "./node-session.ts";

export async function keepStrict(
  session: NodeSession,
  staged: string,
  strategy: PyDict,
  meta: Readonly<Record<string, string>>,
): Promise<void> {
  if (session.node.config.meta["strict_reappearance"] !== true) return;
  const key = strategy.get("unique_key");
  const keys = Array.isArray(key) ? key.map((part: PyValue) => pyStr(part)) : textsOf(key);
  const helpers = Array.isArray(key) ? keys.map((_, index) => `dbt_unique_key_${index + 1}`) : ["dbt_unique_key"];
  const [from, to, id, updated, deleted] = ["valid_from", "valid_to", "scd_id", "updated_at", "is_deleted"].map(
    (name) => meta[`dbt_${name}`] ?? `dbt_${name}`,
  );
  const marker = textOf(session.node.config["dbt_valid_to_current"]);
  const end = marker === null ? to : `nullif(${to}, ${marker})`;
  const columns = keys.map((part, index) => `${part} as ${helpers[index] ?? ""}`).join(", ");
  const history = `(
    select ${columns}, max(greatest(${from}, coalesce(${end}, ${from}))) as ended_at
    from ${renderRelation(session.relation)} group by all
) as history`;
  const joined = helpers.map((helper) => `staged.${helper} = history.${helper}`).join(" and ");
  const records = pyStr(strategy.get("hard_deletes") ?? null) === "new_record";
  const live = records ? ` and staged.${deleted} = 'False'` : "";
  const hash = [...helpers.map((helper) => `staged.${helper}`), "history.ended_at"]
    .map((part) => `coalesce(cast(${part} as varchar), '')`)
    .join(" || '|' || ");
  await session.execute(
    `update ${staged} as staged set ${from} = history.ended_at, ${updated} = history.ended_at, ${id} = md5(${hash})\n` +
      `from ${history} where ${joined} and staged.dbt_change_type = 'insert' and staged.${from} < history.ended_at${live};\n` +
      `update ${staged} as staged set ${to} = history.ended_at\n` +
      `from ${history} where ${joined} and staged.dbt_change_type = 'update' and staged.${to} < history.ended_at`,
  );
}
