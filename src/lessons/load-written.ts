/** Exercises with a text in the editor: sql, fix, new, test, unit. */
import { joinFiles } from "./answer-files.ts";
import { DEFAULT_TOLERANCE } from "./cell.ts";
import { DEFAULT_RULES } from "./compare.ts";
import type { CompareRules, OrderRule } from "./compare.ts";
import type { Decoder } from "./decode.ts";
import { baseKeys, loadBase } from "./load-base.ts";
import { loadAnti, loadDataMutant, loadModelMutant, loadVariant } from "./load-data.ts";
import type { Read } from "./load-data.ts";
import type {
  FixExercise,
  Forbidden,
  NewExercise,
  ProjectRules,
  RowRules,
  SqlExercise,
  TestExercise,
  UnitExercise,
  WrittenExercise,
} from "./pack.ts";

const WRITTEN_KEYS = [...baseKeys, "file", "start", "solution", "anti", "forbid", "reads"];
const ROW_KEYS = ["contract", "compare", "variants"];

export function loadSql(yaml: Decoder, read: Read): SqlExercise {
  yaml.known(...WRITTEN_KEYS, ...ROW_KEYS);
  return { type: "sql", ...written(yaml, read), ...rows(yaml, read) };
}

export function loadFix(yaml: Decoder, read: Read): FixExercise {
  yaml.known(...WRITTEN_KEYS, ...ROW_KEYS, "model", "probe", "keeps", "project");
  if (yaml.has("model") === yaml.has("probe"))
    yaml.report(
      [],
      'Give either "model" or "probe".',
      'A model is repaired with "model: name"; for a macro give "probe:", a select that uses it.',
    );
  return {
    type: "fix",
    ...written(yaml, read),
    ...rows(yaml, read),
    model: yaml.has("model") ? yaml.text("model") : null,
    probe: yaml.has("probe") ? yaml.text("probe") : null,
    keeps: yaml.texts("keeps"),
    project: projectRules(yaml),
  };
}

export function loadNew(yaml: Decoder, read: Read): NewExercise {
  yaml.known(...WRITTEN_KEYS, ...ROW_KEYS, "model", "folder", "project");
  return {
    type: "new",
    ...written(yaml, read),
    ...rows(yaml, read),
    model: yaml.text("model"),
    folder: yaml.text("folder").replace(/\/+$/, ""),
    project: projectRules(yaml),
  };
}

export function loadTest(yaml: Decoder, read: Read): TestExercise {
  yaml.known(...WRITTEN_KEYS, "model", "variants", "benign", "mutants");
  return {
    type: "test",
    ...written(yaml, read),
    model: yaml.text("model"),
    variants: variants(yaml, read),
    benign: yaml.texts("benign").flatMap((name) => loadVariant(`file:${name}`, yaml, read)),
    mutants: someMutants(yaml).map((name) => loadDataMutant(name, yaml, read)),
  };
}

export function loadUnit(yaml: Decoder, read: Read): UnitExercise {
  yaml.known(...WRITTEN_KEYS, "model", "mutants");
  return {
    type: "unit",
    ...written(yaml, read),
    model: yaml.text("model"),
    mutants: someMutants(yaml).map((name) => loadModelMutant(name, yaml, read)),
  };
}

function someMutants(yaml: Decoder): readonly string[] {
  const names = yaml.texts("mutants");
  if (names.length === 0)
    yaml.report(["mutants"], "There is no fault to find.", 'List files: "mutants: [mutants/<name>.sql]".');
  return names;
}

type Written = Omit<WrittenExercise, "type"> & Pick<SqlExercise, "anti" | "start" | "solution">;

function written(yaml: Decoder, read: Read): Written {
  const base = loadBase(yaml, read, 3);
  const solutions = yaml.texts("solution");
  const starts = yaml.texts("start");
  const names = solutions.map((path, index) => (index === 0 && yaml.has("file") ? yaml.text("file") : nameOf(path)));
  if (solutions.length === 0)
    yaml.report(["solution"], "There is no solution.", 'Add "solution: solution/<name>.sql".');
  if (starts.length !== solutions.length)
    yaml.report(
      ["start"],
      `There are ${starts.length} start files and ${solutions.length} of the solution.`,
      "Give a start for each file of the solution.",
    );
  const texts = solutions.map((path) => read(path, yaml));
  const answer = (given: readonly string[]): string =>
    joinFiles(names.map((name, index) => ({ name, text: given[index] ?? "" })));
  /** A wrong answer is one file; the others are those of the solution. */
  const withOne = (path: string, text: string): string => {
    const same = names.indexOf(nameOf(path));
    const index =
      same >= 0
        ? same
        : Math.max(
            0,
            names.findIndex((name) => extensionOf(name) === extensionOf(path)),
          );
    return answer(texts.map((solution, at) => (at === index ? text : solution)));
  };
  return {
    ...base,
    files: names,
    start: answer(starts.map((path) => read(path, yaml))),
    solution: answer(texts),
    anti: yaml.texts("anti").map((path) => loadAnti(path, yaml, read, withOne)),
    forbid: yaml.texts("forbid").flatMap((name) => forbidden(name, yaml)),
    reads: yaml.texts("reads").map((name) => name.toLowerCase()),
  };
}

function rows(yaml: Decoder, read: Read): RowRules {
  const contract = yaml.record("contract").known("grain", "key", "columns");
  const found = variants(yaml, read);
  if (!found.some((variant) => variant.kind === "file")) {
    yaml.report(
      ["variants"],
      "There is no hidden data set.",
      'Add "file:variants/<name>.sql": one data set accepts lucky answers.',
    );
  }
  return {
    contract: { grain: contract.text("grain"), key: contract.texts("key"), columns: contract.texts("columns") },
    compare: yaml.has("compare") ? compareRules(yaml.record("compare")) : DEFAULT_RULES,
    variants: found,
  };
}

function variants(yaml: Decoder, read: Read): RowRules["variants"] {
  return yaml.texts("variants").flatMap((name) => loadVariant(name, yaml, read));
}

function compareRules(yaml: Decoder): CompareRules {
  yaml.known("match", "abs_tol", "rel_tol", "extra_columns", "order", "order_by");
  return {
    match: yaml.oneOf("match", ["name", "position", "infer"], "name"),
    tolerance: {
      abs: yaml.number("abs_tol", DEFAULT_TOLERANCE.abs),
      rel: yaml.number("rel_tol", DEFAULT_TOLERANCE.rel),
    },
    extraColumns: yaml.oneOf("extra_columns", ["allow", "refuse"], "allow"),
    order: orderRule(yaml),
  };
}

function orderRule(yaml: Decoder): OrderRule {
  const kind = yaml.oneOf("order", ["any", "exact", "by"], "any");
  if (kind !== "by") return { kind };
  const keys = yaml.texts("order_by").map((text) => ({
    column: text.replace(/\s+(asc|desc)$/i, "").trim(),
    descending: /\sdesc$/i.test(text.trim()),
  }));
  if (keys.length === 0) yaml.report(["order_by"], '"order: by" needs columns.', 'Add "order_by: [column desc]".');
  return { kind, keys };
}

const NO_RULES: ProjectRules = {
  refs: [],
  refsAtLeast: [],
  layers: [],
  materialized: null,
  tests: {},
  described: false,
  columnsNamed: null,
};

function projectRules(yaml: Decoder): ProjectRules {
  if (!yaml.has("project")) return NO_RULES;
  const rules = yaml.record("project");
  rules.known("refs", "refs_at_least", "layers", "materialized", "tests", "described", "columns_named");
  const pattern = rules.has("columns_named") ? rules.text("columns_named") : null;
  if (pattern !== null && !isPattern(pattern))
    rules.report(["columns_named"], `"${pattern}" is no regular expression.`, "Correct its brackets.");
  return {
    refs: rules.texts("refs"),
    refsAtLeast: rules.texts("refs_at_least"),
    layers: rules.texts("layers"),
    materialized: rules.has("materialized") ? rules.text("materialized") : null,
    tests: rules.has("tests") ? rules.record("tests").textLists() : {},
    described: rules.flag("described"),
    columnsNamed: pattern !== null && isPattern(pattern) ? pattern : null,
  };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const FORBIDDEN: readonly Forbidden[] = ["current_date", "literal_ids", "join", "distinct", "subquery"];

function forbidden(name: string, yaml: Decoder): readonly Forbidden[] {
  const found = FORBIDDEN.find((item) => item === name);
  if (found === undefined)
    yaml.report(["forbid"], `"${name}" cannot be forbidden.`, `Known are ${FORBIDDEN.join(", ")}.`);
  return found === undefined ? [] : [found];
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

function extensionOf(path: string): string {
  return path.split(".").at(-1) ?? "";
}
