/** Whether the rows of a step are told apart by certain columns: how many values there are, which repeat, which are NULL. */
import type { Counter } from "./counter.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import type { KeyFacts } from "./xray-facts.ts";

export interface KeyQuestion {
  readonly columns: readonly string[];
  readonly source: KeyFacts["source"];
}

const EXAMPLES = 5;

export async function keyFacts(
  counter: Counter,
  table: string,
  questions: readonly KeyQuestion[],
): Promise<readonly KeyFacts[]> {
  const facts: KeyFacts[] = [];
  for (const { columns, source } of questions) {
    const names = columns.map(quoteIdentifier);
    const nothing = names.map((name) => `${name} is null`).join(" or ");
    const grouped = `select ${names.join(", ")}, count(*) as "rows" from ${table} group by all`;
    const counted = await counter.numbers(
      `select count(*) filter (not (${nothing})), coalesce(sum("rows") filter (${nothing}), 0)::bigint, ` +
        `count(*) filter ("rows" > 1 and not (${nothing})), coalesce(max("rows"), 0) from (${grouped})`,
    );
    if (!counted) continue;
    const [distinct = 0, nulls = 0, repeats = 0, most = 0] = counted;
    const examples =
      repeats === 0
        ? null
        : await counter.rows(
            `select * from (${grouped}) where "rows" > 1 and not (${nothing}) order by "rows" desc, ${names.join(", ")} limit ${EXAMPLES}`,
            EXAMPLES,
          );
    facts.push({ columns, source, distinct, nulls, repeats, most, examples });
  }
  return facts;
}
