/**
 * What a selector says, as a tree: criteria joined by union, intersection and difference. Read from the command line's texts.
 *
 * Space is union, comma is intersection, `+a`, `a+`, `2+a+1` take neighbours, `@a` takes all children and whatever those need.
 */
import { EngineError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";

/** When a test joins that was not named: eager (any parent selected), cautious (all), buildable (all, or above what is selected), empty. */
export const INDIRECT_SELECTIONS = ["eager", "cautious", "buildable", "empty"] as const;
export type IndirectSelection = (typeof INDIRECT_SELECTIONS)[number];

export interface Criterion {
  readonly kind: "criterion";
  readonly text: string;
  readonly method: SelectorMethod;
  /** Of `config.materialized` the part after the dot; empty for most methods. */
  readonly path: readonly string[];
  /** Text, except in selectors.yml, where a config may be compared with a boolean or a number. */
  readonly value: string | number | boolean;
  readonly childrensParents: boolean;
  /** Steps upstream; 0 for none, Infinity for all. */
  readonly parents: number;
  readonly children: number;
  readonly indirect: IndirectSelection;
}

export interface SelectorGroup {
  readonly kind: "union" | "intersection" | "difference";
  readonly parts: readonly SelectorSpec[];
  readonly indirect: IndirectSelection;
  /** As written, when the user should hear that it matched nothing. */
  readonly expected: string | null;
}

export type SelectorSpec = Criterion | SelectorGroup;

export const SELECTOR_METHODS = [
  "fqn",
  "tag",
  "group",
  "access",
  "source",
  "path",
  "file",
  "package",
  "config",
  "test_name",
  "test_type",
  "resource_type",
  "exposure",
  "metric",
  "semantic_model",
  "saved_query",
  "unit_test",
  "version",
  "state",
  "result",
  "source_status",
] as const;
export type SelectorMethod = (typeof SELECTOR_METHODS)[number];

/** What is selected when nothing is said. */
const EVERYTHING = ["fqn:*", "source:*", "exposure:*", "metric:*", "semantic_model:*"];

/** `--select` and `--exclude` as one tree. */
export function commandLineSpec(
  include: string | null,
  exclude: string | null,
  indirect: IndirectSelection,
): SelectorSpec {
  const chosen = words(include);
  const union = (texts: readonly string[], expected: boolean): SelectorGroup => ({
    kind: "union",
    indirect,
    expected: null,
    parts: texts.map((text) => ({
      kind: "intersection",
      indirect,
      expected: expected ? text : null,
      parts: text.split(",").map((part) => parseCriterion(part, indirect)),
    })),
  });
  return {
    kind: "difference",
    // As in dbt, the whole adds no further tests: whatever joins has joined within its part.
    indirect: "eager",
    expected: null,
    parts: [chosen.length === 0 ? union(EVERYTHING, false) : union(chosen, true), union(words(exclude), true)],
  };
}

function words(text: string | null): string[] {
  return (text ?? "").split(/\s+/).filter((part) => part !== "");
}

export function parseCriterion(text: string, indirect: IndirectSelection): Criterion {
  const match = /^(@)?(?:(\d*)(\+))?(?:([\w.]+):)?(.*?)(?:(\+)(\d*))?$/.exec(text);
  const value = match?.[5] ?? "";
  // A sign without a name, such as "1+", is read as in dbt: it matches nothing, and the user is told so.
  if (!match) {
    throw new EngineError("G002", `The selector "${text}" cannot be read.`, {
      hint: "Examples: entity_customers, +entity_customers, 2+entity_customers+1, tag:staging, path:models/saas, a,b.",
    });
  }
  const [, at, parentsDepth, parentsPlus, method, , childrenPlus, childrenDepth] = match;
  return createCriterion({
    text,
    method: method ?? guessMethod(value),
    value,
    childrensParents: at !== undefined,
    parents: depth(parentsPlus, parentsDepth),
    children: depth(childrenPlus, childrenDepth),
    indirect,
  });
}

/** `method` may carry its argument: `config.materialized`. Throws G002 for a method that does not exist. */
export function createCriterion(
  fields: Omit<Criterion, "kind" | "method" | "path"> & { readonly method: string },
): Criterion {
  const [name = "", ...path] = fields.method.split(".");
  if (!(SELECTOR_METHODS as readonly string[]).includes(name)) {
    const near = nearest(name, SELECTOR_METHODS);
    throw new EngineError("G002", `The selector "${fields.text}" uses a method "${name}" that does not exist.`, {
      hint: near === null ? `Methods are: ${SELECTOR_METHODS.join(", ")}.` : `Did you mean "${near}:"?`,
    });
  }
  if (fields.childrensParents && fields.children > 0) {
    throw new EngineError("G002", `The selector "${fields.text}" has both "@" in front and "+" behind.`, {
      hint: `"@${String(fields.value)}" already takes all children and their parents.`,
    });
  }
  return { kind: "criterion", ...fields, method: name as SelectorMethod, path };
}

function depth(plus: string | undefined, digits: string | undefined): number {
  return plus === undefined ? 0 : digits === undefined || digits === "" ? Infinity : Number(digits);
}

function guessMethod(value: string): SelectorMethod {
  if (/[\\/]/.test(value)) return "path";
  return /\.(sql|py|csv)$/i.test(value) ? "file" : "fqn";
}
