/**
 * What a query's own shape says about its key: GROUP BY, DISTINCT, "first of its window", one row, and keys of what it reads that
 * survive its joins.
 *
 * A key is only followed where it is sure: a join keeps the left side's keys when the right side can match at most once, that is,
 * when a key of the right side is compared for equality. Anything else says nothing rather than something wrong.
 */
import type { Fields } from "./ast.ts";
import { bare, dottedName, expressionOf, fieldsOf, isFields, listOf, literalText, nameOf, namesOf } from "./ast.ts";
import { hasAggregate } from "./expression.ts";
import type { SqlTree } from "./sql-parser.ts";

export type GrainSource = "group by" | "distinct" | "window dedup" | "single row" | "upstream key";

export interface QueryKey {
  /** Empty: there is at most one row. */
  readonly columns: readonly string[];
  readonly source: GrainSource;
}

/** What is known about a relation that a query reads. */
export interface KnownKeys {
  readonly columns: readonly string[] | null;
  readonly keys: readonly (readonly string[])[];
}

interface Keyed {
  /** null: not known. */
  readonly columns: readonly string[] | null;
  readonly keys: readonly QueryKey[];
  /** Column -> what its row_number() starts again for. */
  readonly rowNumbers: ReadonlyMap<string, readonly string[]>;
}

interface Tables {
  readonly found: ReadonlyMap<string, Keyed>;
  readonly relation: (parts: readonly string[]) => KnownKeys | null;
}

/** One source of a FROM clause; keys are lists of `index.column`. */
interface Part {
  readonly names: readonly string[];
  readonly keyed: Keyed;
}

const UNKNOWN: Keyed = { columns: null, keys: [], rowNumbers: new Map() };
/** Keys of a query kept; more are never of use. */
const MOST_KEYS = 8;

export function keysOfQuery(tree: SqlTree, relation: Tables["relation"]): readonly QueryKey[] {
  return query(tree, { found: new Map(), relation }).keys;
}

function query(node: unknown, outer: Tables): Keyed {
  const found = expressionOf(node);
  if (!found) return UNKNOWN;
  const { kind, fields } = found;
  const tables = withTables(fields["with"], outer);
  if (kind === "select") return select(fields, tables);
  if (kind === "subquery" || kind === "paren") return limited(fields, query(fields["this"], tables));
  if (kind === "intersect" || kind === "except") return limited(fields, query(fields["left"], tables));
  if (kind === "values" && listOf(fields["expressions"]).length === 1)
    return { ...UNKNOWN, keys: [{ columns: [], source: "single row" }] };
  if (kind === "union") {
    const { columns } = query(fields["left"], tables);
    const distinct = fields["all"] !== true && fields["by_name"] !== true && columns !== null;
    return limited(fields, { ...UNKNOWN, columns, keys: distinct ? [{ columns, source: "distinct" }] : [] });
  }
  return UNKNOWN;
}

function withTables(value: unknown, outer: Tables): Tables {
  const clause = fieldsOf(value);
  if (!clause) return outer;
  const found = new Map(outer.found);
  for (const item of listOf(clause["ctes"])) {
    const table = fieldsOf(item);
    const name = nameOf(table?.["alias"])?.toLowerCase();
    if (!table || name === undefined) continue;
    const plain = clause["recursive"] !== true && namesOf(table["columns"]).length === 0;
    found.set(name, plain ? query(table["this"], { ...outer, found: new Map(found) }) : UNKNOWN);
  }
  return { ...outer, found };
}

function select(fields: Fields, tables: Tables): Keyed {
  const parts: Part[] = [];
  let keys = fromKeys(fields, tables, parts);
  const where = conjuncts(fieldsOf(fields["where_clause"])?.["this"]);
  const qualify = conjuncts(fieldsOf(fields["qualify"])?.["this"]);
  for (const condition of [...where, ...qualify]) {
    const first = firstOfWindow(condition, fields, parts);
    if (first) keys.push({ columns: first, source: "window dedup" });
  }
  const fixed = new Set(where.flatMap((condition) => fixedColumn(condition, parts)));
  keys = keys.map((key) => ({ ...key, columns: key.columns.filter((column) => !fixed.has(column)) }));
  const distinctOn = listOf(fields["distinct_on"]).map((node) => place(node, parts));
  if (distinctOn.length > 0 && distinctOn.every((found) => found !== null))
    keys.push({ columns: distinctOn, source: "window dedup" });

  const shown = outputs(listOf(fields["expressions"]), parts);
  const mapped = keys.flatMap((key): QueryKey[] => {
    const columns = key.columns.map((column) => shown.nameOf(column));
    return columns.every((column) => column !== null) ? [{ ...key, columns }] : [];
  });
  const own = groupKeys(fields, shown, parts, mapped);
  const result = own ?? mapped;
  if (fields["distinct"] === true && distinctOn.length === 0 && shown.columns && result.length === 0)
    result.push({ columns: shown.columns, source: "distinct" });
  return limited(fields, {
    columns: shown.columns,
    keys: smallest(result),
    rowNumbers: rowNumbers(fields, shown, parts),
  });
}

function limited(fields: Fields, keyed: Keyed): Keyed {
  const limit = literalText(fieldsOf(fields["limit"])?.["this"] ?? fields["limit"]);
  return limit === "1" ? { ...keyed, keys: [{ columns: [], source: "single row" }] } : keyed;
}

/** Keys of the joined rows; fills `parts` on the way. */
function fromKeys(fields: Fields, tables: Tables, parts: Part[]): QueryKey[] {
  let keys: QueryKey[] | null = null;
  for (const item of listOf(fieldsOf(fields["from"])?.["expressions"])) {
    const index = parts.length;
    parts.push(part(item, tables));
    keys = keys === null ? partKeys(parts, index) : combined(keys, partKeys(parts, index));
  }
  for (const value of listOf(fields["joins"])) {
    const join = fieldsOf(value) ?? {};
    const kind = typeof join["kind"] === "string" ? join["kind"].toLowerCase() : "";
    const index = parts.length;
    parts.push(part(join["this"], tables));
    if (kind.includes("semi") || kind.includes("anti")) continue;
    keys = joined(keys ?? [], partKeys(parts, index), join, kind, parts, index);
  }
  // Without FROM there is one row.
  return keys ?? [{ columns: [], source: "single row" }];
}

function joined(
  left: readonly QueryKey[],
  right: readonly QueryKey[],
  join: Fields,
  kind: string,
  parts: readonly Part[],
  index: number,
): QueryKey[] {
  if (kind.includes("asof") && !kind.includes("right") && !kind.includes("full")) return [...left];
  const using = namesOf(join["using"]).map((name) => name.toLowerCase());
  const equal = [
    ...conjuncts(join["on"]).flatMap((condition) => equalPlaces(condition, parts)),
    ...using.map((name): [string, string] => [usingPlace(name, parts, index) ?? "", `${index}.${name}`]),
  ];
  const isRight = (column: string) => column.startsWith(`${index}.`);
  const rightColumns = new Set(
    equal.flatMap((pair) => (pair.some((side) => !isRight(side)) ? pair.filter(isRight) : [])),
  );
  const leftColumns = new Set(
    equal.flatMap((pair) => (pair.some(isRight) ? pair.filter((side) => !isRight(side)) : [])),
  );
  const rightOnce = right.some((key) => key.columns.every((column) => rightColumns.has(column)));
  const leftOnce = left.some((key) => key.columns.every((column) => leftColumns.has(column)));
  const outer = kind.includes("full");
  if (outer) {
    const merged = using.map((name) => usingPlace(name, parts, index) ?? `${index}.${name}`);
    return rightOnce && leftOnce && using.length > 0 ? [{ columns: merged, source: "upstream key" }] : [];
  }
  const kept: QueryKey[] = [];
  if (rightOnce && !kind.includes("right")) kept.push(...left);
  if (leftOnce && !kind.includes("left")) kept.push(...right);
  return kept.length > 0 ? kept : kind.includes("left") || kind.includes("right") ? [] : combined(left, right);
}

/** Every pair of a key of each side is a key of their product. */
function combined(left: readonly QueryKey[], right: readonly QueryKey[]): QueryKey[] {
  return left
    .flatMap((a) => right.map((b): QueryKey => ({ columns: [...a.columns, ...b.columns], source: "upstream key" })))
    .slice(0, MOST_KEYS);
}

function part(item: unknown, tables: Tables): Part {
  const found = expressionOf(item);
  if (!found) return { names: [], keyed: UNKNOWN };
  const { kind, fields } = found;
  const alias = nameOf(fields["alias"])?.toLowerCase();
  if (kind === "table") {
    const names = ["catalog", "schema", "name"].flatMap((key) => nameOf(fields[key]) ?? []);
    const lower = names.map((name) => name.toLowerCase());
    const common = names.length === 1 ? tables.found.get(lower[0] ?? "") : undefined;
    const known = common ?? fromRelation(tables.relation(names));
    return { names: alias === undefined ? lower : [alias], keyed: renamed(known, namesOf(fields["column_aliases"])) };
  }
  if (kind === "subquery") {
    const keyed = fields["lateral"] === true ? UNKNOWN : query(item, tables);
    return { names: alias === undefined ? [] : [alias], keyed: renamed(keyed, namesOf(fields["column_aliases"])) };
  }
  return { names: alias === undefined ? [] : [alias], keyed: UNKNOWN };
}

function fromRelation(known: KnownKeys | null): Keyed {
  if (!known) return UNKNOWN;
  const keys = known.keys.map((columns): QueryKey => ({ columns, source: "upstream key" }));
  return { columns: known.columns, keys, rowNumbers: new Map() };
}

function renamed(keyed: Keyed, aliases: readonly string[]): Keyed {
  return aliases.length === 0 ? keyed : UNKNOWN;
}

function partKeys(parts: readonly Part[], index: number): QueryKey[] {
  const keys = parts[index]?.keyed.keys ?? [];
  return keys.map((key) => ({ ...key, columns: key.columns.map((column) => `${index}.${column.toLowerCase()}`) }));
}

/** A column's place, `index.column`; null when it is no plain column or could be of several sources. */
function place(node: unknown, parts: readonly Part[]): string | null {
  const name = dottedName(bare(node));
  const column = name?.at(-1)?.toLowerCase();
  if (!name || column === undefined) return null;
  if (name.length > 1) {
    const qualifier = name.slice(0, -1).map((item) => item.toLowerCase());
    const index = parts.findIndex(({ names }) => names.slice(-qualifier.length).join("\n") === qualifier.join("\n"));
    return index < 0 ? null : `${index}.${column}`;
  }
  if (parts.length === 1) return `0.${column}`;
  const holders = parts.flatMap(({ keyed }, index) =>
    keyed.columns === null || keyed.columns.some((own) => own.toLowerCase() === column) ? [index] : [],
  );
  return holders.length === 1 ? `${holders[0] ?? 0}.${column}` : null;
}

function usingPlace(name: string, parts: readonly Part[], before: number): string | null {
  const index = parts
    .slice(0, before)
    .findIndex(({ keyed }) => keyed.columns === null || keyed.columns.some((own) => own.toLowerCase() === name));
  return index < 0 ? null : `${index}.${name}`;
}

function conjuncts(node: unknown): unknown[] {
  const inner = bare(node);
  const found = expressionOf(inner);
  if (found?.kind === "and") return [...conjuncts(found.fields["left"]), ...conjuncts(found.fields["right"])];
  return inner ? [inner] : [];
}

function equalPlaces(node: unknown, parts: readonly Part[]): [string, string][] {
  const found = expressionOf(node);
  if (found?.kind !== "eq") return [];
  const left = place(found.fields["left"], parts);
  const right = place(found.fields["right"], parts);
  return left !== null && right !== null ? [[left, right]] : [];
}

/** `column = literal` takes the column out of every key. */
function fixedColumn(node: unknown, parts: readonly Part[]): string[] {
  const found = expressionOf(node);
  if (found?.kind !== "eq") return [];
  const sides = [found.fields["left"], found.fields["right"]];
  const column = sides.map((side) => place(side, parts)).find((side) => side !== null);
  return column !== undefined && sides.some((side) => literalText(side) !== null) ? [column] : [];
}

/** `row_number() over (partition by …) = 1`, as such or as a column of what is read. */
function firstOfWindow(node: unknown, select: Fields, parts: readonly Part[]): string[] | null {
  const found = expressionOf(node);
  if (found?.kind !== "eq" || literalText(found.fields["right"]) !== "1") return null;
  const subject = bare(found.fields["left"]);
  const direct = partitionOf(subject, select, parts) ?? partitionOf(aliased(select, subject), select, parts);
  if (direct) return direct;
  const column = place(subject, parts);
  if (column === null) return null;
  const [index = "0", name = ""] = splitPlace(column);
  const partition = parts[Number(index)]?.keyed.rowNumbers.get(name);
  return partition?.map((item) => `${index}.${item.toLowerCase()}`) ?? null;
}

/** The select list's expression under that alias. */
function aliased(select: Fields, node: unknown): unknown {
  const name = dottedName(node);
  if (name?.length !== 1) return null;
  const entry = listOf(select["expressions"]).find(
    (item) =>
      expressionOf(item)?.kind === "alias" && nameOf(fieldsOf(expressionOf(item)?.fields)?.["alias"]) === name[0],
  );
  return entry === undefined ? null : bare(entry);
}

function partitionOf(node: unknown, select: Fields, parts: readonly Part[]): string[] | null {
  const found = expressionOf(node);
  if (found?.kind !== "window_function") return null;
  const called = expressionOf(found.fields["this"]);
  const name = called?.kind === "function" ? nameOf(called.fields["name"])?.toLowerCase() : called?.kind;
  const isRowNumber = name === "row_number" || ("this" in found.fields && isRowNumberTree(found.fields["this"]));
  if (!isRowNumber) return null;
  const over = fieldsOf(found.fields["over"]);
  const named = nameOf(over?.["window_name"])?.toLowerCase();
  const window = listOf(select["windows"])
    .map(fieldsOf)
    .find((item) => nameOf(item?.["name"])?.toLowerCase() === named);
  const spec = named === undefined ? over : fieldsOf(window?.["spec"]);
  const places = listOf(spec?.["partition_by"]).map((item) => place(item, parts));
  return places.every((item) => item !== null) ? places : null;
}

/** The parser has a kind of its own for row_number(), which holds nothing. */
function isRowNumberTree(node: unknown): boolean {
  return isFields(node) && Object.keys(node)[0] === "row_number";
}

function rowNumbers(select: Fields, shown: Outputs, parts: readonly Part[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const part of parts.entries()) {
    for (const [column, partition] of part[1].keyed.rowNumbers) {
      const name = shown.nameOf(`${part[0]}.${column}`);
      const keys = partition.map((item) => shown.nameOf(`${part[0]}.${item.toLowerCase()}`));
      if (name !== null && keys.every((item) => item !== null)) found.set(name.toLowerCase(), keys);
    }
  }
  for (const item of listOf(select["expressions"])) {
    const alias = expressionOf(item)?.kind === "alias" ? nameOf(expressionOf(item)?.fields["alias"]) : null;
    const keys = alias === null ? null : partitionOf(bare(item), select, parts)?.map((column) => shown.nameOf(column));
    if (alias !== null && keys?.every((column) => column !== null) === true) found.set(alias.toLowerCase(), keys);
  }
  return found;
}

interface Outputs {
  readonly columns: readonly string[] | null;
  /** The output name of a place, or null when it is not shown. */
  nameOf(place: string): string | null;
  /** The output name of an expression of GROUP BY. */
  groupName(node: unknown): string | null;
}

function outputs(expressions: readonly unknown[], parts: readonly Part[]): Outputs {
  const names = new Map<string, string>();
  const byTree = new Map<string, string>();
  const columns: string[] = [];
  const stars = new Map<number, Fields>();
  let known = true;
  for (const item of expressions) {
    const inner = bare(item);
    const star = expressionOf(inner);
    if (star?.kind === "star") {
      const qualifier = nameOf(star.fields["table"])?.toLowerCase();
      parts.forEach(({ names: own, keyed }, index) => {
        if (qualifier !== undefined && own.at(-1) !== qualifier) return;
        stars.set(index, star.fields);
        if (keyed.columns === null) known = false;
        columns.push(...(keyed.columns ?? []).flatMap((column) => starName(star.fields, column) ?? []));
      });
      continue;
    }
    const alias = expressionOf(item)?.kind === "alias" ? nameOf(expressionOf(item)?.fields["alias"]) : null;
    const name = alias ?? dottedName(inner)?.at(-1) ?? null;
    if (name === null) {
      known = false;
      continue;
    }
    columns.push(name);
    const at = place(inner, parts);
    if (at !== null && !names.has(at)) names.set(at, name);
    const tree = treeText(inner);
    if (!byTree.has(tree)) byTree.set(tree, name);
  }
  const nameOfPlace = (at: string): string | null => {
    const own = names.get(at);
    if (own !== undefined) return own;
    const [index, column] = splitPlace(at);
    const star = stars.get(Number(index));
    return star
      ? starName(star, parts[Number(index)]?.keyed.columns?.find((c) => c.toLowerCase() === column) ?? column)
      : null;
  };
  return {
    columns: known ? columns : null,
    nameOf: nameOfPlace,
    groupName(node) {
      const position = literalText(node);
      if (position !== null) return columns[Number(position) - 1] ?? null;
      const at = place(node, parts);
      const shown = at === null ? null : nameOfPlace(at);
      if (shown !== null) return shown;
      const alias = dottedName(node);
      if (alias?.length === 1) {
        const wanted = alias[0]?.toLowerCase();
        const found = columns.find((column) => column.toLowerCase() === wanted);
        if (found !== undefined) return found;
      }
      return byTree.get(treeText(bare(node))) ?? null;
    },
  };
}

/** The name under which a star shows a column; null when it leaves it out or replaces it. */
function starName(star: Fields, column: string): string | null {
  const lower = column.toLowerCase();
  const is = (name: string | null) => name?.split(".").at(-1)?.toLowerCase() === lower;
  if (listOf(star["except"]).some((item) => is(nameOf(item)))) return null;
  if (listOf(star["replace"]).some((item) => is(nameOf(fieldsOf(item)?.["alias"])))) return null;
  const rename = listOf(star["rename"])
    .map(namesOf)
    .find(([from]) => is(from ?? null));
  return rename?.[1] ?? column;
}

/** The keys that GROUP BY makes; null when the query does not group. */
function groupKeys(
  fields: Fields,
  shown: Outputs,
  parts: readonly Part[],
  before: readonly QueryKey[],
): QueryKey[] | null {
  const group = fieldsOf(fields["group_by"]);
  const expressions = listOf(fields["expressions"]);
  if (!group) return expressions.some(hasAggregate) ? [{ columns: [], source: "single row" }] : null;
  const items = listOf(group["expressions"]);
  const isAll = group["all"] === true || items.some((item) => dottedName(item)?.join(".").toLowerCase() === "all");
  const keys = isAll ? expressions.filter((item) => !hasAggregate(item)) : items;
  // Grouping sets put a row of each set side by side, told apart by NULLs: no key of plain columns.
  const sets = keys.some((item) =>
    /^(grouping sets|rollup|cube)$/i.test(nameOf(expressionOf(item)?.fields["name"]) ?? ""),
  );
  const names = sets ? [null] : keys.map((item) => shown.groupName(isAll ? bare(item) : item));
  if (!names.every((name) => name !== null)) return [];
  const grouped = new Set(names.map((name) => name.toLowerCase()));
  const inside = before.filter((key) => key.columns.every((column) => grouped.has(column.toLowerCase())));
  return [...inside, { columns: names, source: "group by" }];
}

/** Without keys that contain another one. */
function smallest(keys: readonly QueryKey[]): QueryKey[] {
  const sorted = [...keys].sort((a, b) => a.columns.length - b.columns.length);
  return sorted
    .filter((key, index) => {
      const own = new Set(key.columns.map((column) => column.toLowerCase()));
      return !sorted.slice(0, index).some((other) => other.columns.every((column) => own.has(column.toLowerCase())));
    })
    .slice(0, MOST_KEYS);
}

function splitPlace(at: string): [string, string] {
  const dot = at.indexOf(".");
  return [at.slice(0, dot), at.slice(dot + 1)];
}

/** A tree as text without places, to tell whether two expressions are the same. */
function treeText(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => (key === "span" ? undefined : value)).toLowerCase();
}
