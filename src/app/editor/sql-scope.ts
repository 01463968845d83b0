/**
 * What names mean at a place in a query: the CTEs, the tables of the select that holds the place, and the columns of each, as far as
 * the text and the project tell. Types are those of the project's relations and travel through CTEs with the columns that are only
 * handed on.
 *
 * Works on words and not on a syntax tree, since the text is broken while somebody types. Where it cannot tell it leaves out.
 */
import { sqlWords, type Word } from "./sql-tokens.ts";

export interface ScopeColumn {
  readonly name: string;
  readonly description: string;
  /** DuckDB's name of the type, where it is known. */
  readonly type?: string | null;
}

export interface ScopeTable {
  /** Alias, or the name that it is read by. */
  readonly name: string;
  /** What it is: the model or CTE that is read. */
  readonly of: string;
  readonly columns: readonly ScopeColumn[];
  readonly cte: boolean;
  /** Where a CTE's name stands. */
  readonly place?: number;
}

export interface SqlScope {
  readonly ctes: readonly ScopeTable[];
  /** Tables of the select around the place, in the order of its from clause. */
  readonly tables: readonly ScopeTable[];
}

/** Columns of what `{{ ref(…) }}`, `{{ source(…) }}` or a plain name reads; null when the project does not know it. */
export type FindRelation = (call: string) => { readonly name: string; readonly columns: readonly ScopeColumn[] } | null;

interface Select {
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
}

interface Cte {
  readonly name: string;
  readonly place: number;
  readonly selects: readonly Select[];
}

/** Deeper than people nest; a text that refers to itself ends here. */
const DEEPEST = 12;

export function scopeAt(text: string, offset: number, find: FindRelation): SqlScope {
  const words = sqlWords(text);
  const reader = new Reader(words, find);
  const around = reader.selects
    .filter((select) => select.from <= offset && offset <= select.to)
    .sort((a, b) => a.to - a.from - (b.to - b.from))[0];
  return {
    ctes: reader.ctes.map((cte) => ({
      name: cte.name,
      of: cte.name,
      columns: reader.columnsOfCte(cte.name, 0),
      cte: true,
      place: cte.place,
    })),
    tables: around ? reader.tablesOf(around, 0) : [],
  };
}

/** Columns that a whole query returns. */
export function outputColumns(text: string, find: FindRelation): ScopeColumn[] {
  const reader = new Reader(sqlWords(text), find);
  const last = reader.selects.filter((select) =>
    select.words.every((word) => word.depth >= (select.words[0]?.depth ?? 0)),
  );
  const outer = last.filter((select) => select.words[0]?.depth === 0).at(-1);
  return outer ? reader.columnsOfSelect(outer, 0) : [];
}

class Reader {
  readonly selects: readonly Select[];
  readonly ctes: readonly Cte[];
  readonly #find: FindRelation;
  readonly #cteColumns = new Map<string, readonly ScopeColumn[]>();

  constructor(words: readonly Word[], find: FindRelation) {
    this.#find = find;
    this.selects = selectsOf(words);
    this.ctes = ctesOf(words, this.selects);
  }

  columnsOfCte(name: string, depth: number): readonly ScopeColumn[] {
    const key = name.toLowerCase();
    const known = this.#cteColumns.get(key);
    if (known) return known;
    const first = this.ctes.find((one) => same(one.name, name))?.selects[0];
    // Of a recursive CTE or a union the first part gives the names; what it reads of itself is nothing new.
    this.#cteColumns.set(key, []);
    const columns = first && depth < DEEPEST ? this.columnsOfSelect(first, depth + 1) : [];
    this.#cteColumns.set(key, columns);
    return columns;
  }

  tablesOf(select: Select, depth: number): ScopeTable[] {
    const { words } = select;
    const level = words[0]?.depth ?? 0;
    const tables: ScopeTable[] = [];
    let expects = false;
    let inFrom = false;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index]!;
      if (word.depth > level) continue;
      if (isKeyword(word, "from", "join")) expects = inFrom = true;
      else if (isKeyword(word, "where", "group", "order", "having", "qualify", "window", "limit"))
        inFrom = expects = false;
      else if (word.text === "," && inFrom) expects = true;
      else if (expects && isKeyword(word, "lateral")) continue;
      else if (expects) {
        const found = this.#tableAt(words, index, depth);
        if (found) tables.push(found.table);
        index = Math.max(index, (found?.next ?? index + 1) - 1);
        expects = false;
      }
    }
    return tables;
  }

  columnsOfSelect(select: Select, depth: number): ScopeColumn[] {
    if (depth > DEEPEST) return [];
    const tables = this.tablesOf(select, depth + 1);
    const columns = itemsOf(select).flatMap((item) => columnsOfItem(item, tables));
    const seen = new Set<string>();
    return columns.filter((column) => !seen.has(column.name.toLowerCase()) && seen.add(column.name.toLowerCase()));
  }

  #tableAt(
    words: readonly Word[],
    index: number,
    depth: number,
  ): { readonly table: ScopeTable; readonly next: number } | null {
    const word = words[index]!;
    let next = index + 1;
    let of = "";
    let columns: readonly ScopeColumn[] = [];
    let cte = false;
    if (word.kind === "relation") {
      const found = this.#find(word.text);
      [of, columns] = [found?.name ?? "", found?.columns ?? []];
    } else if (word.text === "(") {
      const inside = this.selects.find((select) => select.from >= word.to && select.words[0]?.depth === word.depth + 1);
      if (inside && depth < DEEPEST) columns = this.columnsOfSelect(inside, depth + 1);
      while (next < words.length && !(words[next]!.text === ")" && words[next]!.depth === word.depth)) next += 1;
      next += 1;
    } else if (word.kind === "name") {
      of = word.text;
      while (words[next]?.text === "." && words[next + 1]?.kind === "name") {
        of = words[next + 1]!.text;
        next += 2;
      }
      cte = this.ctes.some((one) => same(one.name, of));
      columns = cte ? this.columnsOfCte(of, depth) : (this.#find(of)?.columns ?? []);
    } else return null;
    if (isKeyword(words[next], "as")) next += 1;
    const alias = words[next];
    const named = alias?.kind === "name" && alias.depth === word.depth && !RESERVED.has(alias.text.toLowerCase());
    if (named) next += 1;
    const name = named ? alias.text : of;
    return { table: { name, of: of || name, columns, cte }, next };
  }
}

/** Every select with the words up to its end; a union's parts are selects of their own. */
function selectsOf(words: readonly Word[]): Select[] {
  return words.flatMap((word, index) => {
    if (!isKeyword(word, "select")) return [];
    let end = index + 1;
    for (; end < words.length; end += 1) {
      const next = words[end]!;
      if (
        next.depth < word.depth ||
        (next.depth === word.depth && isKeyword(next, "union", "intersect", "except") && !opensExclude(words, end))
      )
        break;
      if (next.text === ";" && next.depth === word.depth) break;
    }
    // A closing bracket stands at the depth outside of it.
    const closing = words[end];
    return [{ words: words.slice(index, end), from: word.from, to: closing ? closing.from : Number.MAX_SAFE_INTEGER }];
  });
}

/** `* except (…)` leaves columns out; everywhere else `except` is a set operation. */
function opensExclude(words: readonly Word[], index: number): boolean {
  return words[index]?.text.toLowerCase() === "except" && words[index - 1]?.text === "*";
}

function ctesOf(words: readonly Word[], selects: readonly Select[]): Cte[] {
  return words.flatMap((word, index) => {
    if (word.kind !== "name" || RESERVED.has(word.text.toLowerCase())) return [];
    const before = words[index - 1];
    const starts = isKeyword(before, "with", "recursive") || (before?.text === "," && words[index - 2]?.text === ")");
    if (!starts) return [];
    let next = index + 1;
    if (words[next]?.text === "(") {
      while (next < words.length && words[next]!.text !== ")") next += 1;
      next += 1;
    }
    if (!isKeyword(words[next], "as")) return [];
    next += 1;
    while (isKeyword(words[next], "not", "materialized")) next += 1;
    const open = words[next];
    if (open?.text !== "(") return [];
    const close = words.findIndex((one, at) => at > next && one.text === ")" && one.depth === open.depth);
    const end = close < 0 ? Number.MAX_SAFE_INTEGER : words[close]!.from;
    const inside = selects.filter(
      (select) => select.from >= open.to && select.from < end && select.words[0]?.depth === open.depth + 1,
    );
    return [{ name: word.text, place: word.from, selects: inside }];
  });
}

/** The items of a select list, each as its words. */
function itemsOf({ words }: Select): Word[][] {
  const level = words[0]?.depth ?? 0;
  const items: Word[][] = [[]];
  let index = 1;
  while (isKeyword(words[index], "distinct", "all")) index += 1;
  if (isKeyword(words[index], "on") && words[index + 1]?.text === "(") {
    while (index < words.length && !(words[index]!.text === ")" && words[index]!.depth === level)) index += 1;
    index += 1;
  }
  for (; index < words.length; index += 1) {
    const word = words[index]!;
    if (
      word.depth === level &&
      isKeyword(word, "from", "where", "group", "order", "having", "qualify", "limit", "window")
    )
      break;
    if (word.depth === level && word.text === ",") items.push([]);
    else items.at(-1)!.push(word);
  }
  return items.filter((item) => item.length > 0);
}

function columnsOfItem(item: readonly Word[], tables: readonly ScopeTable[]): ScopeColumn[] {
  const star = item.findIndex((word) => word.text === "*");
  if (star === 0 || (star === 2 && item[1]?.text === ".")) {
    const of = star === 0 ? tables : tables.filter((table) => same(table.name, item[0]!.text));
    const out = new Set(
      isKeyword(item[star + 1], "exclude", "except")
        ? item
            .slice(star + 2)
            .filter((word) => word.kind === "name")
            .map((word) => word.text.toLowerCase())
        : [],
    );
    return of.flatMap((table) => table.columns).filter((column) => !out.has(column.name.toLowerCase()));
  }
  const last = item.at(-1)!;
  const before = item.at(-2);
  if (last.kind !== "name") return [];
  const aliased = isKeyword(before, "as");
  const implicit =
    before !== undefined && !aliased && before.text !== "." && (before.kind !== "symbol" || before.text === ")");
  if (implicit && RESERVED.has(last.text.toLowerCase())) return [];
  const expression = aliased ? item.slice(0, -2) : implicit ? item.slice(0, -1) : item;
  const origin = columnIn(expression, tables);
  return [
    {
      name: last.text,
      description: origin?.description ?? "",
      type: origin ? (origin.type ?? null) : typeOf(expression, tables),
    },
  ];
}

/** The column that an expression is, when it is nothing else. */
function columnIn(expression: readonly Word[], tables: readonly ScopeTable[]): ScopeColumn | null {
  const [first, dot, second] = expression;
  if (expression.length === 1 && first?.kind === "name")
    return tables.flatMap((table) => table.columns).find((column) => same(column.name, first.text)) ?? null;
  if (expression.length === 3 && dot?.text === "." && first && second)
    return (
      tables.find((table) => same(table.name, first.text))?.columns.find((column) => same(column.name, second.text)) ??
      null
    );
  return null;
}

const FUNCTION_TYPES: Readonly<Record<string, string>> = {
  count: "BIGINT",
  count_if: "HUGEINT",
  row_number: "BIGINT",
  rank: "BIGINT",
  dense_rank: "BIGINT",
  date_diff: "BIGINT",
  datediff: "BIGINT",
  length: "BIGINT",
  lower: "VARCHAR",
  upper: "VARCHAR",
  trim: "VARCHAR",
  concat: "VARCHAR",
  md5: "VARCHAR",
  strftime: "VARCHAR",
  string_agg: "VARCHAR",
  avg: "DOUBLE",
  median: "DOUBLE",
  bool_and: "BOOLEAN",
  bool_or: "BOOLEAN",
  make_date: "DATE",
};

/** Functions whose result is of the type of their first argument. */
const HANDED_ON = new Set(
  "coalesce ifnull nullif greatest least max min first_value last_value nth_value lag lead any_value first last arg_max arg_min max_by min_by mode".split(
    " ",
  ),
);

/** Types that stand in the expression itself: casts, and functions with one type only. */
function typeOf(expression: readonly Word[], tables: readonly ScopeTable[]): string | null {
  const [first] = expression;
  const level = first?.depth ?? 0;
  const cast = expression.findLastIndex((word) => word.text === "::" && word.depth === level);
  if (cast >= 0) return typeName(expression.slice(cast + 1));
  if (isKeyword(first, "cast", "try_cast") && expression[1]?.text === "(" && expression.at(-1)?.text === ")") {
    const as = expression.findLastIndex((word) => isKeyword(word, "as") && word.depth === level + 1);
    const close = expression.findIndex((word) => word.text === ")" && word.depth === level);
    if (as >= 0 && close === expression.length - 1) return typeName(expression.slice(as + 1, close));
  }
  const call = first?.kind === "name" && expression[1]?.text === "(";
  const closes = expression.findIndex((word) => word.text === ")" && word.depth === level);
  const over = isKeyword(expression[closes + 1], "over", "filter");
  if (call && (closes === expression.length - 1 || over)) {
    const name = first.text.toLowerCase();
    if (!HANDED_ON.has(name)) return FUNCTION_TYPES[name] ?? null;
    const comma = expression.findIndex((word) => word.text === "," && word.depth === level + 1);
    const argument = expression.slice(2, comma < 0 ? closes : comma);
    const column = columnIn(argument, tables);
    return column ? (column.type ?? null) : argument.length > 0 ? typeOf(argument, tables) : null;
  }
  if (expression.length === 1 && first?.kind === "text") return "VARCHAR";
  if (expression.length === 1 && isKeyword(first, "true", "false")) return "BOOLEAN";
  return null;
}

function typeName(words: readonly Word[]): string | null {
  if (words.length === 0 || words[0]?.kind !== "name") return null;
  return words
    .map((word) => word.text)
    .join("")
    .toUpperCase();
}

function isKeyword(word: Word | undefined, ...keywords: readonly string[]): boolean {
  return word?.kind === "name" && keywords.includes(word.text.toLowerCase());
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Words that cannot be an alias without `as`. */
const RESERVED = new Set(
  "select from where join left right inner full outer cross semi anti asof positional natural on using group order having qualify window limit offset union intersect except with as and or not in is null case when then else end between like ilike set values lateral tablesample sample pivot unpivot distinct all".split(
    " ",
  ),
);
