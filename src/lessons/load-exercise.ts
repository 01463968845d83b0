/** One file of a lesson's checks/ folder, and the SQL and hints that it names -> an exercise. */
import { DEFAULT_RULES } from "./compare.ts";
import type { CompareRules, OrderRule } from "./compare.ts";
import { DEFAULT_TOLERANCE } from "./cell.ts";
import { openYaml } from "./decode.ts";
import type { Decoder } from "./decode.ts";
import type { AntiSolution, Choice, Exercise, Forbidden, PredictExercise, SqlExercise, Variant } from "./pack.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";

type Files = ReadonlyMap<string, SourceFile>;

/** Null when the type of the exercise is not known; that is reported. */
export function loadExercise(files: Files, folder: string, path: string, diagnostics: Diagnostic[]): Exercise | null {
  const yaml = openYaml(files, path, diagnostics);
  const read = (name: string, owner: Decoder): string => {
    const text = files.get(`${folder}/${name}`)?.text;
    if (text === undefined && name !== "")
      owner.report([], `The file "${folder}/${name}" does not exist.`, "Create it or correct the name.");
    return text?.trim() ?? "";
  };
  const type = yaml.oneOf("type", ["sql", "predict"]);
  return type === "sql" ? sqlExercise(yaml, read) : predictExercise(yaml);
}

type Read = (name: string, owner: Decoder) => string;

function sqlExercise(yaml: Decoder, read: Read): SqlExercise {
  yaml.known(
    "type",
    "id",
    "title",
    "task",
    "file",
    "contract",
    "compare",
    "variants",
    "anti",
    "forbid",
    "reads",
    "hints",
    "start",
    "solution",
    "explain_after",
  );
  const contract = yaml.record("contract").known("grain", "key", "columns");
  const hints = yaml.texts("hints");
  if (hints.length !== 3)
    yaml.report(
      ["hints"],
      `There are ${hints.length} hints.`,
      "Give three: the question to ask, the plan, one blank to fill.",
    );
  const variants = yaml.texts("variants");
  if (!variants.some((name) => name.startsWith("file:"))) {
    yaml.report(
      ["variants"],
      "There is no hidden data set.",
      'Add "file:variants/<name>.sql": one data set accepts lucky answers.',
    );
  }
  return {
    type: "sql",
    id: yaml.text("id"),
    title: yaml.text("title"),
    task: yaml.text("task"),
    file: yaml.text("file"),
    contract: { grain: contract.text("grain"), key: contract.texts("key"), columns: contract.texts("columns") },
    compare: yaml.has("compare") ? compareRules(yaml.record("compare")) : DEFAULT_RULES,
    variants: variants.flatMap((name) => variant(name, yaml, read)),
    anti: yaml.texts("anti").map((name) => antiSolution(name, yaml, read)),
    forbid: yaml.texts("forbid").flatMap((name) => forbidden(name, yaml)),
    reads: yaml.texts("reads").map((name) => name.toLowerCase()),
    hints: hints.map((name) => read(name, yaml)),
    start: read(yaml.text("start"), yaml),
    solution: read(yaml.text("solution"), yaml),
    explain: yaml.has("explain_after") ? choice(yaml.record("explain_after")) : null,
  };
}

function predictExercise(yaml: Decoder): PredictExercise {
  yaml.known("type", "id", "title", "task", "reveal", "fields", "because");
  return {
    type: "predict",
    id: yaml.text("id"),
    title: yaml.text("title"),
    task: yaml.text("task"),
    reveal: yaml.text("reveal"),
    fields: yaml
      .records("fields")
      .map((field) => ({ name: field.known("name", "label").text("name"), label: field.text("label") })),
    because: yaml.text("because"),
  };
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

function variant(name: string, yaml: Decoder, read: Read): readonly Variant[] {
  if (name === "visible") return [{ kind: "visible" }];
  if (!name.startsWith("file:")) {
    yaml.report(
      ["variants"],
      `The variant "${name}" is not known.`,
      'It may be "visible" or "file:variants/<name>.sql".',
    );
    return [];
  }
  const text = read(name.slice("file:".length), yaml);
  const relations = text
    .split(/^-- relation:\s*/m)
    .slice(1)
    .map((section) => {
      const lineEnd = section.indexOf("\n");
      return { model: section.slice(0, lineEnd).trim(), sql: section.slice(lineEnd + 1).trim() };
    });
  if (relations.length === 0)
    yaml.report(["variants"], `"${name}" replaces no model.`, 'Put "-- relation: <model>" above each select.');
  return [{ kind: "file", title: headerOf(text, "title") ?? name, relations }];
}

function antiSolution(name: string, yaml: Decoder, read: Read): AntiSolution {
  const sql = read(name, yaml);
  const part = (key: string): string => {
    const value = headerOf(sql, key);
    if (value === null) yaml.report(["anti"], `"${name}" has no "${key}".`, `Put "-- ${key}: …" at its top.`);
    return value ?? "";
  };
  return { file: name, sql, code: part("code"), headline: part("headline"), feedback: part("feedback") };
}

/** The value of `-- key: …` at the top of a SQL file; following comment lines that are indented continue it. */
function headerOf(sql: string, key: string): string | null {
  const lines = sql.split("\n");
  const at = lines.findIndex((line) => line.startsWith(`-- ${key}:`));
  if (at < 0) return null;
  const more = lines.slice(at + 1).findIndex((line) => !line.startsWith("--   "));
  const rest = lines.slice(at + 1, more < 0 ? undefined : at + 1 + more);
  return [lines[at]?.slice(`-- ${key}:`.length), ...rest.map((line) => line.slice(2))]
    .map((line) => line?.trim())
    .join(" ")
    .trim();
}

const FORBIDDEN: readonly Forbidden[] = ["current_date", "literal_ids"];

function forbidden(name: string, yaml: Decoder): readonly Forbidden[] {
  const found = FORBIDDEN.find((item) => item === name);
  if (found === undefined)
    yaml.report(["forbid"], `"${name}" cannot be forbidden.`, `Known are ${FORBIDDEN.join(", ")}.`);
  return found === undefined ? [] : [found];
}

function choice(yaml: Decoder): Choice {
  yaml.known("question", "choices");
  const choices = yaml.records("choices").map((item) => {
    item.known("text", "reply", "right");
    return { text: item.text("text"), reply: item.text("reply"), right: item.flag("right") };
  });
  if (choices.filter((item) => item.right).length !== 1)
    yaml.report(["choices"], "Exactly one choice must be right.", 'Mark it with "right: true".');
  return { question: yaml.text("question"), choices };
}
