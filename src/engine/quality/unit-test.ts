/**
 * Runs one unit test: compiles the model on the rows that the test gives, runs it, and compares what comes with what is expected.
 *
 * The rows take the types of the real columns, so the relations that the model reads must be in the warehouse, as in dbt; an input in
 * SQL brings its own types. Expected rows take the types of the model's query. Rows are compared without regard to their order. dbt's
 * macros for all this are here in TypeScript; a project's own versions are rendered instead (`unit-test-macros.ts`).
 */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Manifest, ManifestNode, RefArgs, UnitTestFixture } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceFile, SourceSpan } from "../core/source-file.ts";
import type { Column, Table } from "../core/table.ts";
import { compileNode } from "../compile/compile.ts";
import type { CompileContext, CompiledNode, NodeLookup } from "../compile/compile.ts";
import { overrideEnvironment } from "../compile/stand-ins.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import { fixtureRows, plainTemplate, rowsSql, unescapedTemplate } from "./fixture.ts";
import type { FixtureRow } from "./fixture.ts";
import { UnitTestMacros } from "./unit-test-macros.ts";
import { parseInput } from "./unit-test-input.ts";
import { renderDifference, splitSides } from "./row-difference.ts";

export interface UnitTestContext extends CompileContext {
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
  /** Hears the SQL of each input, and what stands for it in the model's query. */
  readonly onFixture?: (input: ManifestNode, sql: string) => void;
}

export interface UnitTestOutcome {
  readonly status: "pass" | "fail";
  readonly failures: 0 | 1;
  readonly message: string | null;
  readonly compiled_code: string;
  /** What was sent: both sides of the comparison. */
  readonly statement: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Throws an `EngineError` when the test cannot be run. `warehouse` is the connection to use. */
export async function runUnitTest(
  context: UnitTestContext,
  warehouse: Warehouse,
  test: ManifestNode,
  signal?: CancelSignal,
): Promise<UnitTestOutcome> {
  const definition = test.unit_test;
  const model = test.depends_on.nodes.map((id) => context.manifest.nodes.get(id)).find((node) => node !== undefined);
  if (!definition || !model) {
    throw new EngineError("R001", `The unit test "${test.name}" is for a model that does not exist.`, {
      hint: "Name a model of this project under `model:`.",
      at: test.span,
      node: test.unique_id,
    });
  }
  const sessionContext = { ...context, warehouse: () => Promise.resolve(warehouse) };
  const macros = new UnitTestMacros(sessionContext, test, signal);
  const work: Work = { context, macros, warehouse, test, model, ...(signal === undefined ? {} : { signal }) };
  const compiled = await compileOnFixtures(work);
  const query = compiled.compiled_code;
  try {
    const columns = await columnsOfQuery(work, query);
    const { names, sql } = await expectedSql(work, definition.expect, columns);
    const statement = await comparisonSql(work, query, sql, names);
    const table = await warehouse.query(statement, { limit: Infinity, ...optionsOf(work) });
    return { ...judge(work, compiled, table), statement };
  } catch (error) {
    if (!(error instanceof EngineError) || error.diagnostic.code === "W005") throw error;
    throw new EngineError(
      error.diagnostic.code,
      `An error occurred during execution of unit test '${test.name}'. ` +
        `There may be an error in the unit test definition: check the data types.\n${error.message}`,
      { ...error.diagnostic, at: error.diagnostic.at ?? test.span, node: test.unique_id, sql: query, cause: error },
    );
  }
}

interface Work {
  readonly context: UnitTestContext;
  readonly macros: UnitTestMacros;
  readonly warehouse: Warehouse;
  readonly test: ManifestNode;
  readonly model: ManifestNode;
  readonly signal?: CancelSignal;
}

function optionsOf(work: Work): { signal?: CancelSignal } {
  return work.signal === undefined ? {} : { signal: work.signal };
}

async function compileOnFixtures(work: Work): Promise<CompiledNode> {
  const { context, test, model } = work;
  const inputs = new Map<string, ManifestNode>();
  const aliases = new Set<string>();
  for (const given of test.unit_test?.given ?? []) {
    const input = inputNode(work, given.input, given.span);
    const fixture = await fixtureNode(work, input, given, aliases);
    inputs.set(input.unique_id, fixture);
  }
  const node: ManifestNode = {
    ...model,
    unique_id: test.unique_id,
    resource_type: "unit_test",
    name: test.name,
    alias: test.name,
    unit_test: test.unit_test,
  };
  const { macros = {}, vars = {}, env_vars = {} } = test.unit_test?.overrides ?? {};
  const compiled = await compileNode(
    {
      environment: overrideEnvironment(context.environment, { vars, env_vars }),
      lookup: fixtureLookup(work, inputs),
      warehouse: () => Promise.resolve(work.warehouse),
      standIns: { node, self: inputs.get(model.unique_id) ?? null, macros },
    },
    node,
    optionsOf(work),
  );
  if (compiled.ok) return compiled.value;
  const found = compiled.diagnostics[0];
  throw new EngineError(found?.code ?? "Q004", found?.message ?? `The unit test "${test.name}" cannot be compiled.`, {
    ...found,
    node: test.unique_id,
  });
}

function inputNode(work: Work, input: string, at: SourceSpan): ManifestNode {
  const { context, test, model } = work;
  const read = parseInput(input);
  const trouble = (message: string, hint: string): EngineError =>
    new EngineError("R001", message, { hint, at, node: test.unique_id });
  switch (read?.kind) {
    case "this":
      return model;
    case "ref": {
      const found = context.lookup.ref(read.args, test.package_name);
      if (found) return found;
      break;
    }
    case "source": {
      const found = context.lookup.source(read.source, read.table, test.package_name);
      if (found) return found;
      break;
    }
    case undefined:
      throw trouble(
        `The unit test "${test.name}" has the input "${input}", which is neither a ref, a source nor \`this\`.`,
        "Write `input: ref('model')`, `input: source('source', 'table')` or `input: this`.",
      );
  }
  throw trouble(
    `The unit test "${test.name}" has the input ${input}, which does not exist.`,
    `Name a model, seed, snapshot or source that "${model.name}" reads.`,
  );
}

/** The input as an ephemeral model of its rows. */
async function fixtureNode(
  work: Work,
  input: ManifestNode,
  given: UnitTestFixture & { readonly input: string; readonly span: SourceSpan },
  aliases: Set<string>,
): Promise<ManifestNode> {
  const plain = input.resource_type === "source" ? `${input.source_name ?? ""}__${input.name}` : input.alias;
  let alias = plain;
  for (let count = 2; aliases.has(alias); count += 1) alias = `${plain}_${count}`;
  aliases.add(alias);
  const raw = await fixtureSql(work, input, given);
  work.context.onFixture?.(input, unescapedTemplate(raw));
  return {
    ...input,
    resource_type: "model",
    alias,
    raw_code: raw,
    config: { ...input.config, materialized: "ephemeral", contract: null },
    span: given.span,
    // Its text lies in no file of its own: errors are marked at its entry in the YAML.
    test_metadata: { name: "fixture", namespace: null, kwargs: {} },
  };
}

async function fixtureSql(
  work: Work,
  input: ManifestNode,
  given: UnitTestFixture & { readonly span: SourceSpan },
): Promise<string> {
  const { test, warehouse, context } = work;
  if (given.format === "sql") return typeof given.rows === "string" ? given.rows : "";
  const at = { at: given.span, node: test.unique_id };
  const seed = given.rows === null && input.resource_type === "seed" ? input.span.path : null;
  const text = seed === null ? null : context.files.find((file) => file.path === seed)?.text;
  const rows = fixtureRows(text === null || text === undefined ? given : { ...given, format: "csv", rows: text }, at);
  if (work.macros.writesInputs) return plainTemplate(await work.macros.inputSql(input, rows, given.span));
  const columns = await warehouse.describe({
    database: input.database,
    schema: input.schema,
    identifier: input.alias,
  });
  if (columns === null || columns.length === 0) {
    throw new EngineError(
      "Q004",
      `Not able to get columns for unit test '${input.name}' from relation ${input.relation_name ?? input.name} because the relation doesn't exist`,
      {
        hint:
          input.config.materialized === "ephemeral"
            ? "An ephemeral model has no relation: give its rows with `format: sql`."
            : `Build "${input.name}" first, or give its rows with \`format: sql\`.`,
        ...at,
      },
    );
  }
  return plainTemplate(rowsSql(rows, columns, { fill: true, owner: `'${input.name}'`, ...at }));
}

/** `ref` and `source` lead to the fixtures; what the test gives no rows for is an error. */
function fixtureLookup({ context, test, model }: Work, inputs: ReadonlyMap<string, ManifestNode>): NodeLookup {
  const fixtureOf = (found: ManifestNode | null, call: string): ManifestNode | null => {
    if (found === null) return null;
    const fixture = inputs.get(found.unique_id);
    if (fixture) return fixture;
    throw new EngineError(
      "R001",
      `The unit test "${test.name}" gives no rows for ${call}, which "${model.name}" reads.`,
      {
        hint: `Add \`- input: ${call}\` under \`given:\`, with \`rows: []\` for an empty input.`,
        at: test.span,
        node: test.unique_id,
      },
    );
  };
  return {
    ref: (args: RefArgs, from) => fixtureOf(context.lookup.ref(args, from), `ref('${args.name}')`),
    source: (source, table, from) =>
      fixtureOf(context.lookup.source(source, table, from), `source('${source}', '${table}')`),
    refNames: context.lookup.refNames,
    sourceNames: context.lookup.sourceNames,
  };
}

async function columnsOfQuery(work: Work, query: string): Promise<readonly Column[]> {
  const described = await work.warehouse.query(`describe select * from (\n${query}\n) dbt_internal_unit_test`, {
    limit: Infinity,
    ...optionsOf(work),
  });
  const [names = [], types = []] = described.data;
  return names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
}

/** What the model gives, under the name that the macro `get_expected_sql` knows, too: no expected rows are none of these. */
const ACTUAL = "dbt_internal_unit_test_actual";

async function expectedSql(
  work: Work,
  expect: UnitTestFixture,
  columns: readonly Column[],
): Promise<{ names: readonly string[]; sql: string }> {
  const all = columns.map((column) => column.name);
  if (expect.format === "sql") return { names: all, sql: typeof expect.rows === "string" ? expect.rows : "" };
  const at = { at: work.test.span, node: work.test.unique_id };
  const rows = fixtureRows(expect, at);
  const first: FixtureRow | undefined = rows[0];
  if (!first) {
    const none = work.macros.writesExpected
      ? await work.macros.expectedSql(rows, columns)
      : `select * from ${ACTUAL} limit 0`;
    return { names: all, sql: none };
  }
  const sql = work.macros.writesExpected
    ? await work.macros.expectedSql(rows, columns)
    : rowsSql(rows, columns, { fill: false, owner: "expected output", ...at });
  const wanted = Object.keys(first).map((name) => name.toLowerCase());
  return { names: wanted.map((name) => all.find((own) => own.toLowerCase() === name) ?? name), sql };
}

async function comparisonSql(work: Work, actual: string, expected: string, names: readonly string[]): Promise<string> {
  if (work.macros.writesComparison) return work.macros.comparisonSql(actual, expected, names.map(quoteIdentifier));
  const list = names.map(quoteIdentifier).join(", ");
  const side = (sql: string, name: "actual" | "expected"): string =>
    `select ${list}, '${name}' as "actual_or_expected" from (\n${sql}\n) as ${name}_rows`;
  return (
    `with ${ACTUAL} as (\n${side(actual, "actual")}\n)\n` +
    `select * from ${ACTUAL}\nunion all\n${side(expected, "expected")}`
  );
}

function judge(work: Work, compiled: CompiledNode, table: Table): Omit<UnitTestOutcome, "statement"> {
  const { test } = work;
  const difference = renderDifference(splitSides(table));
  const outcome = { compiled_code: compiled.compiled_code };
  if (difference === null) return { ...outcome, status: "pass", failures: 0, message: null, diagnostics: [] };
  return {
    ...outcome,
    status: "fail",
    failures: 1,
    message: `\n\nactual differs from expected:\n\n${difference}\n`,
    diagnostics: [
      diagnostic("Q004", `The unit test "${test.name}" expects other rows than "${work.model.name}" gives.`, {
        hint: "The message shows them: +++ comes and is not expected, --- is expected and does not come, → differs.",
        at: test.span,
        node: test.unique_id,
        sql: compiled.compiled_code,
      }),
    ],
  };
}
