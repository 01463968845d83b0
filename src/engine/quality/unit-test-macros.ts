/**
 * A project's own versions of the macros that dbt writes unit tests with, such as `get_fixture_sql`, `safe_cast` or
 * `get_unit_test_sql`.
 *
 * Where a project has none, nothing here is asked: the same SQL is made in TypeScript. An own macro that is used inside of one of dbt's
 * (`safe_cast` in `get_fixture_sql`) makes the outer one be rendered too.
 */
import { EngineError } from "../core/errors.ts";
import type { Json, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { SourceSpan } from "../core/source-file.ts";
import type { Column } from "../core/table.ts";
import { compileHook } from "../compile/compile.ts";
import type { CompileContext } from "../compile/compile.ts";
import { Overrides } from "../compile/overrides.ts";
import { quoteIdentifier } from "../warehouse/sql.ts";
import type { FixtureRow } from "./fixture.ts";

const CELLS = ["format_row", "safe_cast", "string_literal", "escape_single_quotes"];
const INPUTS = [...CELLS, "get_fixture_sql", "validate_fixture_rows", "get_columns_for_unit_tests"];
const EXPECTED = [...CELLS, "get_expected_sql"];
const COMPARISON = ["get_unit_test_sql"];

export class UnitTestMacros {
  readonly writesInputs: boolean;
  readonly writesExpected: boolean;
  readonly writesComparison: boolean;
  readonly #context: CompileContext;
  readonly #test: ManifestNode;
  readonly #signal: CancelSignal | undefined;

  /** `context` asks the connection that the test runs on. */
  constructor(context: CompileContext, test: ManifestNode, signal: CancelSignal | undefined) {
    const overrides = new Overrides(context.environment.registry);
    const own = (names: readonly string[]): boolean => overrides.any(names, test.package_name);
    this.writesInputs = own(INPUTS);
    this.writesExpected = own(EXPECTED);
    this.writesComparison = own(COMPARISON);
    this.#context = context;
    this.#test = test;
    this.#signal = signal;
  }

  /** Rows of an input. `this` and `model` in the macros are the input. */
  inputSql(input: ManifestNode, rows: readonly FixtureRow[], span: SourceSpan): Promise<string> {
    const node: ManifestNode = { ...input, resource_type: "model", span };
    return this.#render(node, `get_fixture_sql(${literal(rows)}, none)`);
  }

  expectedSql(rows: readonly FixtureRow[], columns: readonly Column[]): Promise<string> {
    const types = Object.fromEntries(columns.map(({ name, type }) => [name.toLowerCase(), type]));
    const quoted = Object.fromEntries(columns.map(({ name }) => [name.toLowerCase(), quoteIdentifier(name)]));
    return this.#render(this.#test, `get_expected_sql(${literal(rows)}, ${literal(types)}, ${literal(quoted)})`);
  }

  comparisonSql(actual: string, expected: string, names: readonly string[]): Promise<string> {
    return this.#render(this.#test, `get_unit_test_sql(${literal(actual)}, ${literal(expected)}, ${literal(names)})`);
  }

  async #render(node: ManifestNode, call: string): Promise<string> {
    const rendered = await compileHook(this.#context, node, `{{ ${call} }}`, this.#signal);
    if (rendered.ok) return rendered.value.trim();
    const found = rendered.diagnostics[0];
    throw new EngineError(found?.code ?? "Q004", found?.message ?? "A macro of the unit test failed.", {
      ...found,
      node: this.#test.unique_id,
    });
  }
}

/** A value as a template writes it. The escapes of JSON are those of templates, its words are not. */
function literal(value: Json | readonly FixtureRow[] | readonly string[]): string {
  if (value === null) return "none";
  if (Array.isArray(value)) return `[${value.map((item: Json) => literal(item)).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${literal(key)}: ${literal(item)}`)
      .join(", ")}}`;
  return JSON.stringify(value);
}
