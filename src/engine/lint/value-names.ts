/**
 * V016, V017, V018: what people look for by name is named in one way. Metrics are `[Entity] [Action/State] [Period] [by Segment]`, or
 * snake_case where the name is a column; events of products are `[product]_[action]_[object]`; products are snake_case.
 *
 * Metric names stand in models, as what is called `metric_name`; events and products are declared in seeds, so names that other
 * companies gave to their events are nobody's business here.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic, ErrorCode } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { sqlTokens } from "../lineage/sql-tokens.ts";
import { headOf } from "./places.ts";
import type { ProjectRule, RuleContext } from "./rule.ts";

const SNAKE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const TITLE =
  /^[A-Z][a-z]+( [A-Z][a-z]+)+ (Daily|Weekly|Monthly|Quarterly|Yearly)( by [A-Z][a-z]+( and [A-Z][a-z]+)*)?$/;
/** At least two words, one of them what was done. */
const EVENT = /^(?=.*(ed|run)(_|$))[a-z][a-z0-9]*(_[a-z0-9]+)+$/;

export const metricNames: ProjectRule = {
  code: "V016",
  check: (context) => context.models.flatMap((model) => metricsOf(context, model)),
};

export const eventNames: ProjectRule = {
  code: "V017",
  check: (context) =>
    seedsOf(context).flatMap((seed) => {
      const events = seed.header.findIndex((name) => name === "event_type" || name === "event_name");
      if (events < 0 || !seed.header.includes("product_id")) return [];
      return badCells(seed, events, EVENT, "V017", (name) => [
        `The event "${name}" is not named [product]_[action]_[object].`,
        'Use snake_case, with what was done in the past: "video_created", "review_requested".',
      ]);
    }),
};

export const productIds: ProjectRule = {
  code: "V018",
  check: (context) =>
    seedsOf(context).flatMap((seed) => {
      const products = seed.header.indexOf("product_id");
      if (products < 0) return [];
      return badCells(seed, products, SNAKE, "V018", (name) => [
        `The product "${name}" is not named in snake_case.`,
        'Use lower-case words with underscores between them: "video_editor".',
      ]);
    }),
};

/** Texts in an expression that ends with `as metric_name`. */
function metricsOf(context: RuleContext, model: ManifestNode): Diagnostic[] {
  const tokens = sqlTokens(context.compiledSql(model) ?? "");
  const bad = new Set<string>();
  for (let at = 1; at < tokens.length; at += 1) {
    if (tokens[at]?.key !== "metric_name" || tokens[at - 1]?.key !== "as") continue;
    let depth = 0;
    for (let back = at - 2; back >= 0 && depth >= 0; back -= 1) {
      const token = tokens[back]!;
      if (token.key === ")") depth += 1;
      else if (token.key === "(") depth -= 1;
      else if (depth === 0 && (token.key === "," || token.key === "select")) break;
      else if (token.kind === "string") {
        const name = token.text.slice(1, -1).replaceAll("''", "'");
        if (!SNAKE.test(name) && !TITLE.test(name)) bad.add(name);
      }
    }
  }
  const text = context.files.get(model.original_file_path) ?? "";
  return [...bad].map((name) => {
    const from = text.indexOf(name);
    return diagnostic("V016", `The metric "${name}" is not named [Entity] [Action/State] [Period] [by Segment].`, {
      hint: 'Name it as in "Users Active Monthly by Country": who, what, how often, and by what it is split.',
      // A name that a macro puts together stands in no file as a whole.
      at: from < 0 ? headOf(context, model) : { path: model.original_file_path, from, to: from + name.length },
      node: model.unique_id,
    });
  });
}

interface Seed {
  readonly node: ManifestNode;
  readonly text: string;
  readonly header: readonly string[];
}

function seedsOf(context: RuleContext): readonly Seed[] {
  const { nodes, project_name: own } = context.project.manifest;
  return [...nodes.values()].flatMap((node) => {
    const text = context.files.get(node.original_file_path);
    if (node.resource_type !== "seed" || node.package_name !== own || text === undefined) return [];
    return [{ node, text, header: cells(text.split("\n", 1)[0] ?? "").map(({ value }) => value.trim()) }];
  });
}

function badCells(
  seed: Seed,
  column: number,
  pattern: RegExp,
  code: ErrorCode,
  say: (name: string) => readonly [message: string, hint: string],
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  let from = 0;
  for (const [row, line] of seed.text.split("\n").entries()) {
    const cell = row === 0 ? undefined : cells(line)[column];
    if (cell !== undefined && cell.value !== "" && !pattern.test(cell.value) && !found.has(cell.value)) {
      const [message, hint] = say(cell.value);
      const at = { path: seed.node.original_file_path, from: from + cell.from, to: from + cell.to };
      found.set(cell.value, diagnostic(code, message, { hint, at, node: seed.node.unique_id }));
    }
    from += line.length + 1;
  }
  return [...found.values()];
}

/** The cells of a line with their places; a quoted one may hold commas. */
function cells(line: string): { readonly value: string; readonly from: number; readonly to: number }[] {
  return [...line.replace(/\r$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) => {
    const value = match[1]?.replaceAll('""', '"') ?? match[2] ?? "";
    const to = match.index + match[0].length;
    return { value, from: to - (match[1] === undefined ? value.length : match[1].length + 2), to };
  });
}
