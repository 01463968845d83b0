/**
 * The answer to `fix` and `new`: a file of a project, compiled in a small project of its own. Its rows are compared as those of a
 * query; before that the project's rules are looked at, and after it what depends on the model and the tests it has.
 */
import { splitFiles } from "./answer-files.ts";
import { checkRows } from "./check-rows.ts";
import type { ExtraStep, RowCheck } from "./check-rows.ts";
import { prependCtes, replaceRelations } from "./cte.ts";
import { formatCount } from "./diagnose.ts";
import { nodeNamed, openMini } from "./mini-project.ts";
import type { MiniProject } from "./mini-project.ts";
import type { FixExercise, NewExercise } from "./pack.ts";
import { projectSteps } from "./project-rules.ts";
import type { CheckPorts } from "./report.ts";
import { ROW_LIMIT } from "./run-answer.ts";
import type { Finding } from "./sql-guard.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { ManifestNode } from "../engine/core/manifest.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { CheckReport } from "../worker/protocol.ts";

export function checkModel(exercise: FixExercise | NewExercise, request: CheckPorts): Promise<Outcome<CheckReport>> {
  return checkRows(exercise, modelCheck(exercise, request));
}

/** The check of a model's rows. */
export function modelCheck(exercise: FixExercise | NewExercise, request: CheckPorts): RowCheck {
  const [main] = splitFiles(request.answer, exercise.files);
  const probe = exercise.type === "fix" ? exercise.probe : null;
  if (probe !== null) {
    return {
      ...request,
      guarded: null,
      // What is repaired is a macro: the probe uses the one that stands before it instead of the project's.
      toQuery: async (answer) => Promise.resolve(succeed(`${answer}\n${probe}`)),
    };
  }
  const desk = new ModelDesk(exercise, request);
  return {
    ...request,
    guarded: withoutConfig(main?.text ?? "").trim(),
    toQuery: (answer) => desk.query(answer),
    before: projectSteps(exercise, async () => desk.node(request.answer)),
    after: [...desk.keptModels(), ...desk.keptTests()],
  };
}

/** An incremental model is judged by what it holds after a first run, also when the learner has built it already. */
const ALL_ROWS: SourceFile = {
  path: "macros/lesson_all_rows.sql",
  text: "{% macro is_incremental() %}{{ return(false) }}{% endmacro %}",
};

/** The answers to one exercise as small projects; the same text is read once. */
class ModelDesk {
  readonly #exercise: FixExercise | NewExercise;
  readonly #request: CheckPorts;
  readonly #projects = new Map<string, Promise<MiniProject>>();
  readonly #name: string;

  constructor(exercise: FixExercise | NewExercise, request: CheckPorts) {
    this.#exercise = exercise;
    this.#request = request;
    this.#name = exercise.model ?? "";
  }

  #project(answer: string): Promise<MiniProject> {
    const known = this.#projects.get(answer);
    if (known !== undefined) return known;
    const { engine } = this.#request;
    const files = modelFiles(this.#exercise, answer, nodeNamed(engine.manifest, this.#name));
    const opened = openMini(engine, [...files, ALL_ROWS], []);
    this.#projects.set(answer, opened);
    return opened;
  }

  async node(answer: string): Promise<Outcome<{ readonly node: ManifestNode; readonly project: MiniProject }>> {
    const project = await this.#project(answer);
    const own = project.engine.diagnostics.filter(
      (item) => item.severity === "error" && (item.at === null || project.paths.includes(item.at.path)),
    );
    if (own.length > 0) return fail(...own);
    const node = nodeNamed(project.engine.manifest, this.#name);
    if (node === null)
      return fail(
        diagnostic("L002", `The project has no model "${this.#name}".`, {
          hint: `Is it disabled, or is the file not called "${this.#name}.sql"?`,
        }),
      );
    return succeed({ node, project });
  }

  /** The model's compiled SQL, as a text with Jinja in which nothing is left to render. */
  async query(answer: string): Promise<Outcome<string>> {
    const found = await this.node(answer);
    if (!found.ok) return found;
    const { node, project } = found.value;
    const compiled = await project.engine.compile(node.unique_id, signalOf(this.#request));
    return compiled.ok ? succeed(`{% raw %}${compiled.value.compiled_code.trim()}{% endraw %}`) : compiled;
  }

  /** Models downstream can still be built on the learner's. */
  keptModels(): readonly ExtraStep[] {
    const names = this.#exercise.type === "fix" ? this.#exercise.keeps : [];
    return names.map((name) => ({
      label: `${name} can still be built`,
      look: async () => {
        const { engine } = this.#request;
        const node = nodeNamed(engine.manifest, name);
        if (node === null)
          return fail(
            diagnostic("L001", `"keeps" names the model "${name}", which does not exist.`, { hint: "Correct it." }),
          );
        const compiled = await engine.compile(node.unique_id, signalOf(this.#request));
        if (!compiled.ok) return compiled;
        const run = await this.#onAnswer(compiled.value.compiled_code, 1);
        if (run.ok) return succeed(null);
        return succeed({
          headline: `"${name}" can no longer be built.`,
          detail: `${run.diagnostics[0]?.message ?? ""} Which column does it read that is no longer there?`.trim(),
          code: null,
          diagnostics: run.diagnostics,
        });
      },
    }));
  }

  /** The tests that the project, or the learner's own properties, declare on the model. */
  keptTests(): readonly ExtraStep[] {
    const label = this.#exercise.type === "fix" ? "The model's tests are still green" : "Your tests pass";
    return [
      {
        label,
        look: async (): Promise<Outcome<Finding | null>> => {
          const found = await this.node(this.#request.answer);
          if (!found.ok) return found;
          const engine = this.#exercise.type === "fix" ? this.#request.engine : found.value.project.engine;
          const owner = nodeNamed(engine.manifest, this.#name);
          const tests: { readonly name: string; readonly sql: string }[] = [];
          for (const test of engine.manifest.nodes.values()) {
            if (test.resource_type !== "test" || owner === null || test.attached_node !== owner.unique_id) continue;
            const compiled = await engine.compile(test.unique_id, signalOf(this.#request));
            if (!compiled.ok) return compiled;
            tests.push({ name: test.name, sql: compiled.value.compiled_code.trim() });
          }
          // All at once first, so that the answer is computed once; which of them objects is asked only when one does.
          const all = tests.map(({ sql }) => `select 1 as found from (\n${sql}\n) as found_rows`).join("\nunion all\n");
          const silent = tests.length > 1 ? await this.#onAnswer(all, 1) : null;
          if (silent?.ok === true && silent.value === 0) return succeed<Finding | null>(null);
          for (const test of tests) {
            const run = await this.#onAnswer(test.sql, ROW_LIMIT);
            const rows = run.ok ? run.value : null;
            if (rows === 0) continue;
            return succeed<Finding | null>({
              headline: `The test "${test.name}" ${rows === null ? "cannot be run" : `finds ${formatCount(rows)} rows`}.`,
              detail: run.ok
                ? "Look at one of those rows: which step of the model brings it in?"
                : (run.diagnostics[0]?.message ?? ""),
              code: null,
            });
          }
          return succeed<Finding | null>(null);
        },
      },
    ];
  }

  /** Rows that a compiled query returns when it reads the answer in the place of the model. */
  async #onAnswer(sql: string, limit: number): Promise<Outcome<number>> {
    const { engine, signal } = this.#request;
    const found = await this.node(this.#request.answer);
    if (!found.ok) return found;
    const { node, project } = found.value;
    const compiled = await project.engine.compile(node.unique_id, signalOf(this.#request));
    if (!compiled.ok) return compiled;
    const relation = [node.database, node.schema, node.alias].join(".").toLowerCase();
    const real = nodeNamed(engine.manifest, this.#name);
    const names = new Map([[relation, '"answer"']]);
    if (real !== null) names.set([real.database, real.schema, real.alias].join(".").toLowerCase(), '"answer"');
    const bound = prependCtes(replaceRelations(sql.trim(), names), [
      `"answer" as (\n${compiled.value.compiled_code.trim()}\n)`,
    ]);
    const result = await engine.query(`{% raw %}${bound}{% endraw %}`, {
      limit,
      ...(signal === undefined ? {} : { signal }),
    });
    return result.ok ? succeed(result.value.table.rowCount) : result;
  }
}

/** The files of an answer at their places in the project. */
export function modelFiles(
  exercise: FixExercise | NewExercise,
  answer: string,
  real: ManifestNode | null,
): readonly SourceFile[] {
  const folder = exercise.type === "new" ? exercise.folder : (real?.span.path.replace(/\/[^/]+$/, "") ?? "models");
  return splitFiles(answer, exercise.files).map((file) => ({
    path: exercise.type === "fix" && real !== null ? real.span.path : `${folder}/${file.name}`,
    text: file.text,
  }));
}

function signalOf({ signal }: CheckPorts): Pick<CheckPorts, "signal"> {
  return signal === undefined ? {} : { signal };
}

/** The guards read a select; the config block in front of a model is none. */
function withoutConfig(text: string): string {
  return text.replace(/^\s*\{\{\s*config\s*\([\s\S]*?\)\s*\}\}/, "");
}
