/**
 * One SELECT, clause by clause: how many rows go in and out of FROM, each join, WHERE, GROUP BY, HAVING, QUALIFY, DISTINCT and LIMIT.
 *
 * Every number is the answer to a statement that is a piece of the text. The last clause ends at the rows that the step really has;
 * where the pieces do not add up to them (a function that gives another value each time), the numbers are taken back.
 */
import type { Counter } from "./counter.ts";
import type { SqlToken } from "../lineage/sql-tokens.ts";
import { textOf, type FromChain } from "./from-chain.ts";
import { joinFacts } from "./join-facts.ts";
import type { ClauseName, SelectBody } from "./split-body.ts";
import { conjuncts, stretchOf, type Closed, type Stretch } from "./sql-parts.ts";
import type { PartFacts, Stage, StageKind } from "./xray-facts.ts";

const EXAMPLES = 5;

export async function partFacts(counter: Counter, body: SelectBody, rows: number): Promise<PartFacts> {
  const { chain } = body;
  if (!chain) return { at: body.whole, rows, stages: [], closed: body.closed };
  const stages: Stage[] = [];
  let current = await chainStages(counter, chain, stages);
  current = await whereStage(counter, body, current, stages);
  const later = laterClauses(body);
  for (const [index, clause] of later.entries()) {
    const last = index === later.length - 1;
    const after = last ? rows : await countUpTo(counter, body, clause.kind);
    const dropped = clause.condition ? await droppedBy(counter, body, clause.kind, clause.condition) : null;
    stages.push(
      stage(clause.kind, clause.at, { before: current, after, dropped, closed: after === null ? "refused" : null }),
    );
    current = after;
  }
  if (later.length === 0 && current !== null && current !== rows) {
    const volatile = await countUpTo(counter, body, null);
    // An aggregate without GROUP BY, or unnest(): the select list itself makes other rows.
    if (volatile === rows) stages.push(stage("select", stretchOf(body.list), { before: current, after: rows }));
    else return { at: body.whole, rows, stages: stages.map(withoutNumbers), closed: "unsteady" };
  }
  return { at: body.whole, rows, stages, closed: null };
}

async function chainStages(counter: Counter, chain: FromChain, stages: Stage[]): Promise<number | null> {
  const { sql } = counter;
  const counted = await counter.numbers(`select count(*) from ${textOf(sql, chain.base.whole)}`);
  let current = counted?.[0] ?? null;
  stages.push(
    stage("from", chain.base.whole, { name: nameOf(chain.base.alias, sql, chain.base.body), after: current }),
  );
  for (const [index, join] of chain.joins.entries()) {
    const upTo: Stretch = { from: chain.base.whole.from, to: join.whole.to };
    const after = (await counter.numbers(`select count(*) from ${textOf(sql, upTo)}`))?.[0] ?? null;
    const found =
      current === null || after === null
        ? "refused"
        : await joinFacts(counter, chain, index, { before: current, after });
    stages.push(
      stage("join", join.whole, {
        name: nameOf(join.relation.alias, sql, join.relation.body),
        before: current,
        after,
        join: typeof found === "string" ? null : found,
        closed: typeof found === "string" ? found : null,
      }),
    );
    current = after;
  }
  return current;
}

async function whereStage(
  counter: Counter,
  body: SelectBody,
  before: number | null,
  stages: Stage[],
): Promise<number | null> {
  const tokens = body.clauses.get("where");
  const from = body.clauses.get("from");
  if (!tokens || !from || !body.chain) return before;
  const { sql } = counter;
  const chainText = textOf(sql, stretchOf(from));
  const after = (await counter.numbers(`select count(*) ${chainText}\n${textOf(sql, stretchOf(tokens))}`))?.[0] ?? null;
  if (after === null) {
    // DuckDB lets WHERE use a name that the select list gives; without the list there is no such name.
    stages.push(stage("where", stretchOf(tokens), { before, closed: "alias" }));
    return null;
  }
  const parts = conjuncts(tokens.slice(1)).map((part) => textOf(sql, stretchOf(part)));
  const fails = await counter.numbers(
    `select ${parts.map((part) => `count(*) filter (where not coalesce((${part}\n), false))`).join(", ")} ${chainText}`,
  );
  const condition = textOf(sql, stretchOf(tokens.slice(1)));
  const own = body.chain.joins.length === 0 ? "*" : body.chain.base.alias === null ? "*" : `${body.chain.base.alias}.*`;
  const dropped =
    after === before
      ? null
      : await counter.rows(
          `select ${own} ${chainText}\nwhere not coalesce((${condition}\n), false) limit ${EXAMPLES}`,
          EXAMPLES,
        );
  stages.push(
    stage("where", stretchOf(tokens), {
      before,
      after,
      dropped,
      conditions: fails === null ? [] : parts.map((text, index) => ({ text, fails: fails[index] ?? 0 })),
    }),
  );
  return after;
}

interface Later {
  readonly kind: Exclude<StageKind, "from" | "join" | "where" | "select">;
  readonly at: Stretch;
  /** A condition whose opposite shows what was dropped. */
  readonly condition: readonly SqlToken[] | null;
}

function laterClauses(body: SelectBody): Later[] {
  const found: Later[] = [];
  const add = (kind: Later["kind"], tokens: readonly SqlToken[] | undefined, conditional: boolean): void => {
    if (tokens) found.push({ kind, at: stretchOf(tokens), condition: conditional ? tokens.slice(1) : null });
  };
  add("group", body.clauses.get("group"), false);
  add("having", body.clauses.get("having"), true);
  add("qualify", body.clauses.get("qualify"), true);
  if (body.distinct) add("distinct", body.clauses.get("select")?.slice(0, -body.list.length), false);
  add("limit", body.clauses.get("limit") ?? body.clauses.get("offset"), false);
  return found;
}

/** Clauses in the order in which they take effect; each is left out as long as its turn has not come. */
const TURN: readonly ("group" | "having" | "qualify" | "distinct" | "limit")[] = [
  "group",
  "having",
  "qualify",
  "distinct",
  "limit",
];

/** The rows of the SELECT with its clauses up to one of them; null counts it whole. */
async function countUpTo(counter: Counter, body: SelectBody, kind: Later["kind"] | null): Promise<number | null> {
  const text = selectText(counter, body, kind === null ? TURN.length : TURN.indexOf(kind) + 1, {});
  return (await counter.numbers(`select count(*) from (${text}\n)`))?.[0] ?? null;
}

async function droppedBy(counter: Counter, body: SelectBody, kind: Later["kind"], condition: readonly SqlToken[]) {
  const opposite = `${kind} not coalesce((${textOf(counter.sql, stretchOf(condition))}\n), false)`;
  const text = selectText(counter, body, TURN.indexOf(kind) + 1, { [kind]: opposite });
  return counter.rows(`select * from (${text}\n) limit ${EXAMPLES}`, EXAMPLES);
}

function selectText(
  counter: Counter,
  body: SelectBody,
  turns: number,
  instead: Readonly<Partial<Record<ClauseName, string>>>,
): string {
  const on = new Set<string>(TURN.slice(0, turns));
  const skips = (name: ClauseName): boolean =>
    name === "order" ||
    (name === "offset" ? !on.has("limit") : (TURN as readonly string[]).includes(name) && !on.has(name));
  return [...body.clauses]
    .filter(([name]) => !skips(name) || (name === "order" && on.has("limit")))
    .map(([name, tokens]) => {
      if (name === "select" && body.distinct && !on.has("distinct"))
        return `select ${textOf(counter.sql, stretchOf(body.list))}`;
      return instead[name] ?? textOf(counter.sql, stretchOf(tokens));
    })
    .join("\n");
}

function nameOf(alias: string | null, sql: string, body: Stretch): string {
  return alias ?? textOf(sql, body).replace(/\s+/g, " ").slice(0, 60);
}

function stage(kind: StageKind, at: Stretch, given: Partial<Omit<Stage, "kind" | "at">>): Stage {
  return {
    kind,
    at,
    name: null,
    before: null,
    after: null,
    join: null,
    conditions: [],
    dropped: null,
    closed: null as Closed | null,
    ...given,
  };
}

function withoutNumbers(one: Stage): Stage {
  return { ...one, before: null, after: null, join: null, conditions: [], dropped: null, closed: "unsteady" };
}
