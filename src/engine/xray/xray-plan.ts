/**
 * Compiled SQL of a model -> the steps that it can be walked through: each common table, and at the end the query behind them.
 *
 * Needs no database. A step knows which earlier steps and which relations of the database it reads, and where its text stands.
 */
import type { SqlToken } from "../lineage/sql-tokens.ts";
import type { Body } from "./split-body.ts";
import { splitBody } from "./split-body.ts";
import { readsName, relationsNamed, splitQuery } from "./split-query.ts";
import { stretchOf, type Closed, type Stretch } from "./sql-parts.ts";

export interface XrayStepPlan {
  /** The name of the common table; the model's name for the query at the end. */
  readonly name: string;
  /** `import` reads one relation as it is, `ephemeral` is another model that dbt put in front. */
  readonly kind: "import" | "step" | "ephemeral" | "final";
  /** Where it stands in the compiled SQL. */
  readonly at: Stretch;
  /** Places of earlier steps that it reads. */
  readonly reads: readonly number[];
  /** Relations of the database that it reads, as dotted names in lower case. */
  readonly relations: readonly string[];
  /** No later step reads it. */
  readonly unused: boolean;
  /** Why its inside is not shown; its rows are counted all the same. */
  readonly closed: Closed | null;
}

export interface XrayPlan {
  readonly sql: string;
  readonly steps: readonly XrayStepPlan[];
}

/** What the run needs beside the plan; it does not cross the worker. */
export interface StepText {
  readonly definition: Stretch;
  readonly body: Body;
  readonly recursive: boolean;
  /** As a name in a WITH: in quotes. */
  readonly key: string;
}

const EPHEMERAL = "__dbt__cte__";

export function planXray(sql: string, model: string): { plan: XrayPlan; texts: readonly StepText[] } | null {
  const split = splitQuery(sql);
  if (!split) return null;
  const { tables } = split;
  const bodies: { name: string; key: string; tokens: readonly SqlToken[]; definition: Stretch; recursive: boolean }[] =
    [
      ...tables.map((table) => ({
        name: table.name,
        key: table.key,
        tokens: table.body,
        definition: table.whole,
        recursive: table.recursive,
      })),
      { name: model, key: "", tokens: split.final, definition: stretchOf(split.final), recursive: false },
    ];
  const texts = bodies.map(({ tokens, definition, recursive, key }): StepText => {
    const body: Body = recursive
      ? { kind: "closed", whole: stretchOf(tokens), why: "recursive" }
      : splitBody(sql, tokens);
    return { definition, body, recursive, key };
  });
  const reads = bodies.map(({ tokens }, index) =>
    tables.slice(0, index).flatMap((table, at) => (readsName(tokens, table.key) ? [at] : [])),
  );
  const steps = bodies.map(({ name, tokens }, index): XrayStepPlan => {
    const body = texts[index]!.body;
    const own = new Set(tables.slice(0, texts[index]!.recursive ? index + 1 : index).map(({ key }) => key));
    const named = relationsNamed(tokens).filter((parts) => parts.length > 1 || !own.has(parts[0]!));
    const last = index === bodies.length - 1;
    return {
      name: name.startsWith(EPHEMERAL) ? name.slice(EPHEMERAL.length) : name,
      kind: last ? "final" : name.startsWith(EPHEMERAL) ? "ephemeral" : isImport(body) ? "import" : "step",
      at: stretchOf(tokens),
      reads: reads[index]!,
      relations: [...new Set(named.map((parts) => parts.join(".")))],
      unused: !last && !reads.slice(index + 1).some((list) => list.includes(index)),
      closed: body.kind === "closed" ? body.why : body.kind === "select" ? body.closed : null,
    };
  });
  return { plan: { sql, steps }, texts };
}

/** `select * from one_relation` and nothing else: it is a view of that relation, and needs no room of its own. */
export function isImport(body: Body): boolean {
  return (
    body.kind === "select" &&
    [...body.clauses.keys()].every((name) => name === "select" || name === "from") &&
    !body.distinct &&
    body.list.length === 1 &&
    body.list[0]?.key === "*" &&
    body.chain !== null &&
    body.chain.joins.length === 0 &&
    body.chain.base.name.length > 0
  );
}
