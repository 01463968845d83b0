/**
 * Walks through the steps of a model on a database and counts what happens in each.
 *
 * Each step becomes a table of its own in the schema `strata_xray` (a view, where it only reads one relation as it is), and later
 * steps see the earlier ones under their own names through a WITH: every statement is the text that was written, on rows that were
 * computed once. Ask for the steps in their order; `close` takes the schema away.
 */
import { EngineError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Table } from "../core/table.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { textOf, type Join } from "./from-chain.ts";
import type { Counter } from "./counter.ts";
import { keyFacts, type KeyQuestion } from "./key-facts.ts";
import { partFacts } from "./part-facts.ts";
import type { Body, SelectBody } from "./split-body.ts";
import type { PartFacts, StepFacts } from "./xray-facts.ts";
import { isImport, planXray, type StepText, type XrayPlan } from "./xray-plan.ts";

export const XRAY_SCHEMA = "strata_xray";
const SAMPLE_ROWS = 200;

export interface XrayHost {
  readonly warehouse: Warehouse;
  readonly database: string;
  /** Monotonic milliseconds. */
  elapsed(): number;
  /** Columns that are tested to be the key of a relation, by its dotted name in lower case; "" is the model itself. */
  testedKeys(relation: string): readonly (readonly string[])[];
}

export class XrayRun {
  readonly plan: XrayPlan;
  readonly #texts: readonly StepText[];
  readonly #host: XrayHost;
  readonly #made = new Set<number>();

  constructor(host: XrayHost, planned: { readonly plan: XrayPlan; readonly texts: readonly StepText[] }) {
    this.#host = host;
    this.plan = planned.plan;
    this.#texts = planned.texts;
  }

  static of(host: XrayHost, sql: string, model: string): XrayRun | null {
    const planned = planXray(sql, model);
    return planned && new XrayRun(host, planned);
  }

  async open(signal?: CancelSignal): Promise<void> {
    const schema = this.#schema();
    await this.#execute(`drop schema if exists ${schema} cascade; create schema ${schema}`, signal);
    this.#made.clear();
  }

  async close(): Promise<void> {
    this.#made.clear();
    await this.#execute(`drop schema if exists ${this.#schema()} cascade`);
  }

  async step(index: number, signal?: CancelSignal): Promise<StepFacts> {
    const text = this.#texts[index];
    const step = this.plan.steps[index];
    if (!text || !step) throw new Error(`There is no step ${index}.`);
    for (const earlier of step.reads) if (!this.#made.has(earlier)) await this.#make(earlier, signal);
    const started = this.#host.elapsed();
    await this.#make(index, signal);
    const elapsed_ms = this.#host.elapsed() - started;
    const counter = this.#counter(index, signal);
    const table = this.#table(index);
    const rows = (await counter.numbers(`select count(*) from ${table}`))?.[0] ?? 0;
    const sample = await counter.ask(`select * from ${table}`, SAMPLE_ROWS);
    const parts = await this.#parts(text.body, rows, counter);
    const sum = parts.reduce<number | null>(
      (all, part) => (all === null || part.rows === null ? null : all + part.rows),
      0,
    );
    const keys: KeyQuestion[] = this.#questions(
      index,
      sample.columns.map(({ name }) => name),
    );
    return {
      index,
      rows,
      elapsed_ms,
      columns: sample.columns,
      sample,
      parts,
      set: text.body.kind === "set" && sum !== null ? { operators: text.body.operators, before: sum } : null,
      keys: await keyFacts(counter, table, keys),
    };
  }

  async #parts(body: Body, rows: number, counter: Counter): Promise<readonly PartFacts[]> {
    if (body.kind === "closed") return [{ at: body.whole, rows, stages: [], closed: body.why }];
    if (body.kind === "select") return [await partFacts(counter, body, rows)];
    const parts: PartFacts[] = [];
    for (const branch of body.branches) {
      const counted = (await counter.numbers(`select count(*) from (${textOf(this.plan.sql, branch.whole)}\n)`))?.[0];
      if (counted === undefined) parts.push({ at: branch.whole, rows: null, stages: [], closed: "refused" });
      else if (branch.body.kind === "select") parts.push(await partFacts(counter, branch.body, counted));
      else {
        const closed = branch.body.kind === "closed" ? branch.body.why : null;
        parts.push({ at: branch.whole, rows: counted, stages: [], closed });
      }
    }
    return parts;
  }

  /** Which columns to look at: tested keys, those that later joins look the step up by, and those that it groups by. */
  #questions(index: number, columns: readonly string[]): KeyQuestion[] {
    const has = new Map(columns.map((name) => [name.toLowerCase(), name]));
    const known = (names: readonly string[]): string[] | null => {
      const found = names.map((name) => has.get(name.toLowerCase()));
      return found.length > 0 && found.every((name) => name !== undefined) ? found : null;
    };
    const questions: KeyQuestion[] = [];
    const add = (names: readonly string[], source: KeyQuestion["source"]): void => {
      const found = known(names);
      const same = (question: KeyQuestion): boolean =>
        [...question.columns].sort().join("\0") === [...(found ?? [])].sort().join("\0");
      if (found && !questions.some(same)) questions.push({ columns: found, source });
    };
    const last = index === this.#texts.length - 1;
    if (last) for (const key of this.#host.testedKeys("")) add(key, "tested");
    for (const { columns: own, source } of this.#ownKeys(index, columns)) add(own, source);
    for (const join of this.#joinsOn(index))
      add(
        join.keys.flatMap(({ column }) => column ?? []),
        "joined",
      );
    for (const key of this.#host.testedKeys("")) add(key, "tested");
    if (questions.length === 0) {
      const named = columns.find((name) => /(^|_)(id|key)$/i.test(name));
      if (named !== undefined) add([named], "named");
    }
    return questions.slice(0, 4);
  }

  /** What the text says of its rows: what it groups by, or the key of what it starts from. */
  #ownKeys(index: number, columns: readonly string[]): KeyQuestion[] {
    const text = this.#texts[index];
    if (!text || text.body.kind !== "select" || !text.body.chain) return [];
    if (text.body.clauses.has("group")) return [{ columns: groupedBy(text.body, columns), source: "grouped" }];
    const { name } = text.body.chain.base;
    const earlier = this.#texts.findIndex(({ key }, at) => at < index && name.length === 1 && key === name[0]);
    if (earlier >= 0) return this.#ownKeys(earlier, []);
    return this.#host.testedKeys(name.join(".")).map((key) => ({ columns: key, source: "tested" }));
  }

  /** Joins of later steps that look this one up by plain columns only. */
  #joinsOn(index: number): Join[] {
    const { key } = this.#texts[index]!;
    return this.#texts
      .slice(index + 1)
      .flatMap(({ body }) =>
        selectsOf(body).flatMap((select) =>
          (select.chain?.joins ?? []).filter(
            ({ relation, keys }) =>
              relation.name.length === 1 &&
              relation.name[0] === key &&
              keys.length > 0 &&
              keys.every(({ column }) => column !== null),
          ),
        ),
      );
  }

  async #make(index: number, signal?: CancelSignal): Promise<void> {
    for (const earlier of this.plan.steps[index]!.reads)
      if (!this.#made.has(earlier)) await this.#make(earlier, signal);
    const text = this.#texts[index]!;
    const { sql } = this.plan;
    const definition = textOf(sql, text.definition);
    const earlier = this.#earlier(index);
    const last = index === this.#texts.length - 1;
    const query = last
      ? `${withOf(earlier, false)}\n${definition}`
      : `${withOf([...earlier, definition], text.recursive)}\nselect * from ${quoteIdentifier(text.key)}`;
    const target = this.#table(index);
    const drop = `drop view if exists ${target}; drop table if exists ${target};`;
    const view = `${drop} create view ${target} as ${query}`;
    const kept = isImport(text.body) ? view : `${drop} create table ${target} as ${query}`;
    try {
      await this.#execute(this.#made.has(index) ? "select 1" : kept, signal);
    } catch (thrown) {
      // Too much to keep: it is computed again whenever it is read.
      if (!(thrown instanceof EngineError) || thrown.diagnostic.code !== "W004") throw thrown;
      await this.#execute(view, signal);
    }
    this.#made.add(index);
  }

  #counter(index: number, signal?: CancelSignal): Counter {
    const head = withOf(this.#earlier(index), false);
    const ask = (statement: string, limit = Infinity): Promise<Table> =>
      this.#host.warehouse.query(`${head}\n${statement}`, { limit, ...(signal ? { signal } : {}) });
    /** A statement of ours that DuckDB refuses is no trouble of the model; what it would have said is left out. */
    const tried = async (statement: string, limit?: number): Promise<Table | null> => {
      try {
        return await ask(statement, limit);
      } catch (thrown) {
        if (thrown instanceof EngineError && REFUSALS.has(thrown.diagnostic.code)) return null;
        throw thrown;
      }
    };
    return {
      sql: this.plan.sql,
      ask,
      async numbers(statement) {
        const table = await tried(statement);
        return table && table.data.map((values) => Number(values[0] ?? 0));
      },
      async rows(statement, limit) {
        const table = await tried(statement, limit);
        return table === null || table.rowCount === 0 ? null : table;
      },
    };
  }

  /** The earlier steps that the step reads, as entries of a WITH. */
  #earlier(index: number): string[] {
    return this.plan.steps[index]!.reads.map(
      (at) => `${quoteIdentifier(this.#texts[at]!.key)} as (select * from ${this.#table(at)})`,
    );
  }

  #schema(): string {
    return `${quoteIdentifier(this.#host.database)}.${quoteIdentifier(XRAY_SCHEMA)}`;
  }

  #table(index: number): string {
    return `${this.#schema()}.${quoteIdentifier(`step_${index}`)}`;
  }

  #execute(sql: string, signal?: CancelSignal): Promise<void> {
    return this.#host.warehouse.execute(sql, signal ? { signal } : {});
  }
}

/** Syntax, names and types, conversions, memory: what a question of the X-ray may run into. */
const REFUSALS: ReadonlySet<string> = new Set(["W001", "W002", "W003", "W004"]);

function withOf(entries: readonly string[], recursive: boolean): string {
  return entries.length === 0 ? "" : `with ${recursive ? "recursive " : ""}${entries.join(",\n")}`;
}

function selectsOf(body: Body): SelectBody[] {
  if (body.kind === "select") return [body];
  return body.kind === "set" ? body.branches.flatMap((branch) => selectsOf(branch.body)) : [];
}

/** The output columns that GROUP BY names; none when one of them is no plain column. */
function groupedBy(body: SelectBody, columns: readonly string[]): string[] {
  const tokens = body.clauses.get("group")?.slice(2) ?? [];
  const names: string[] = [];
  let part: string[] = [];
  for (const token of [...tokens, null]) {
    if (token !== null && token.key !== ",") {
      part.push(token.key);
      continue;
    }
    const position = part.length === 1 && /^\d+$/.test(part[0]!) ? columns[Number(part[0]) - 1] : undefined;
    const plain = part.length === 1 || (part.length === 3 && part[1] === ".");
    if (!plain || part.at(-1) === "all") return [];
    names.push(position ?? part.at(-1)!);
    part = [];
  }
  return tokens.length === 0 ? [] : names;
}
