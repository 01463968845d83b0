/**
 * The answer to `test` and `unit`: tests that are tested. A data test must find nothing in sound data and something in each faulty
 * one; a unit test must pass on the model as it is and fail on each faulty version of it. A test that always fails, never fails or
 * names one key cannot do both.
 */
import { splitFiles } from "./answer-files.ts";
import { openDatasets, openReplaced } from "./dataset.ts";
import type { Dataset } from "./dataset.ts";
import { nodeNamed, openMini } from "./mini-project.ts";
import type { AntiSolution, Mutant, TestExercise, UnitExercise } from "./pack.ts";
import { reportOf, stepList } from "./report.ts";
import type { CheckPorts } from "./report.ts";
import { TIME_LIMIT_MS, runAnswer } from "./run-answer.ts";
import { readOnlyFinding, wallClockFinding } from "./sql-guard.ts";
import type { Finding } from "./sql-guard.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Diagnostic, Outcome } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import { tableRows } from "../engine/core/table.ts";
import type { CheckReport, KillMatrix } from "../worker/protocol.ts";

type TestedExercise = TestExercise | UnitExercise;
type Column = KillMatrix["columns"][number];

/** One thing that the tests are held against. */
interface Trial {
  readonly title: string;
  readonly kind: Column["kind"];
  /** What to think about when a fault survives. */
  readonly hint: string;
  /** Rows that each test finds, in the order of their names; a diagnostic when they cannot be run. */
  run(answer: string): Promise<Outcome<readonly { readonly test: string; readonly found: number | null }[]>>;
}

export async function checkTests(exercise: TestedExercise, request: CheckPorts): Promise<Outcome<CheckReport>> {
  const report = reportOf(request);
  const labels = stepLabels(exercise);
  const refused = refuse(exercise, request.answer);
  if (refused !== null) return report({ ...refused, steps: stepList(labels, 0) });
  const trials = await trialsOf(exercise, request);
  if (!trials.ok) return trials;

  const run = await runTrials(trials.value, request.answer);
  if (request.signal?.cancelled)
    return fail(diagnostic("W005", "The check was cancelled.", { hint: "Press Check to start it again." }));
  if (!run.ok) {
    const [first] = run.diagnostics;
    return report({
      headline: first?.message ?? "The tests cannot be run.",
      detail: first?.hint ?? null,
      diagnostics: run.diagnostics,
      steps: stepList(labels, 0),
    });
  }
  const matrix = run.value;
  if (matrix.tests.length === 0)
    return report({
      headline: "There is no test in the answer.",
      detail:
        exercise.type === "unit"
          ? "A unit test stands under unit_tests, with a model, given rows and expected rows."
          : "A test stands under data_tests of a column or model, or is a select that returns the wrong rows.",
      steps: stepList(labels, 0),
    });

  const failed = matrix.columns.findIndex((column) => !column.holds);
  if (failed < 0) {
    const faults = matrix.columns.filter((column) => column.kind === "fault").length;
    return report({
      passed: true,
      headline: `Correct: ${faults === 1 ? "the fault is" : `all ${faults} faults are`} caught, and sound data pass.`,
      steps: stepList(labels, null),
      matrix,
    });
  }
  const anti = await matchingAnti(exercise, trials.value, matrix, request.answer);
  const column = matrix.columns[failed];
  const trial = trials.value[failed];
  const own = verdictOn(matrix, column, trial, exercise);
  return report({
    ...own,
    ...(anti === null
      ? {}
      : { headline: filled(anti.headline, matrix), detail: filled(anti.feedback, matrix), code: anti.code }),
    steps: stepList(labels, column?.kind === "fault" ? 2 : 1),
    matrix,
  });
}

function stepLabels(exercise: TestedExercise): readonly string[] {
  return [
    "The tests can be run",
    exercise.type === "unit" ? `They pass on ${exercise.model} as it is` : "They find nothing in sound data",
    exercise.mutants.length === 1 ? "The fault is caught" : `All ${exercise.mutants.length} faults are caught`,
  ];
}

function verdictOn(
  matrix: KillMatrix,
  column: Column | undefined,
  trial: Trial | undefined,
  exercise: TestedExercise,
): Finding {
  const faults = matrix.columns.filter((item) => item.kind === "fault");
  const caught = faults.filter((item) => item.holds).length;
  const kept = `Caught ${caught} of ${faults.length}`;
  if (column?.kind === "fault")
    return { headline: `${kept}; survived: ${column.title}.`, detail: trial?.hint ?? "", code: null };
  const test = matrix.tests[column?.found.findIndex((found) => found !== 0) ?? 0] ?? "";
  return {
    headline: `"${test}" ${exercise.type === "unit" ? "fails on the model as it is" : `objects to sound data: ${column?.title ?? ""}`}.`,
    detail:
      exercise.type === "unit"
        ? "Follow the given rows through the model by hand: which value do you get?"
        : "Which of those rows is wrong? If none is, the rule is stricter than the truth.",
    code: null,
  };
}

/** `expected`: how each trial comes out where it matters; the first one that comes out otherwise is the last that is run. */
async function runTrials(
  trials: readonly Trial[],
  answer: string,
  expected?: readonly boolean[],
): Promise<Outcome<KillMatrix>> {
  let tests: readonly string[] = [];
  const columns: Column[] = [];
  for (const [index, trial] of trials.entries()) {
    if (expected !== undefined && index > 0 && columns[index - 1]?.holds !== expected[index - 1]) break;
    const run = await trial.run(answer);
    if (!run.ok) {
      // What cannot be run on the first data is broken; on a fault, a test that stops with an error has noticed it.
      if (index === 0) return run;
      columns.push({
        title: trial.title,
        kind: trial.kind,
        found: tests.map(() => null),
        holds: trial.kind === "fault",
      });
      continue;
    }
    if (index === 0) tests = run.value.map((item) => item.test);
    const found = tests.map((test) => run.value.find((item) => item.test === test)?.found ?? null);
    const silent = found.every((count) => count === 0);
    columns.push({ title: trial.title, kind: trial.kind, found, holds: trial.kind === "fault" ? !silent : silent });
  }
  return succeed({ tests, columns });
}

/** The wrong answer that lets the same faults live and objects to the same sound data. */
async function matchingAnti(
  exercise: TestedExercise,
  trials: readonly Trial[],
  matrix: KillMatrix,
  answer: string,
): Promise<AntiSolution | null> {
  const pattern = (given: KillMatrix): string =>
    `${given.tests.length > 0} ${given.columns.map((column) => Number(column.holds)).join("")}`;
  const expected = matrix.columns.map((column) => column.holds);
  const own = exercise.anti.find((anti) => anti.sql.trim() === answer.trim());
  if (own !== undefined) return own;
  for (const anti of exercise.anti) {
    const run = await runTrials(trials, anti.sql, expected);
    if (run.ok && pattern(run.value) === pattern(matrix)) return anti;
  }
  return null;
}

/** `{n}` is the number of faults that survive, `{first}` the first of them. */
function filled(text: string, matrix: KillMatrix): string {
  const survivors = matrix.columns.filter((column) => column.kind === "fault" && !column.holds);
  return text
    .replaceAll("{n}", survivors.length === 1 ? "1 fault" : `${survivors.length} faults`)
    .replaceAll("{first}", survivors[0]?.title ?? "");
}

async function trialsOf(exercise: TestedExercise, request: CheckPorts): Promise<Outcome<readonly Trial[]>> {
  return exercise.type === "unit" ? succeed(unitTrials(exercise, request)) : dataTrials(exercise, request);
}

/** Faulty versions of the model stand in its place in a small project; the unit tests are run there. */
function unitTrials(exercise: UnitExercise, request: CheckPorts): readonly Trial[] {
  const { engine } = request;
  const real = nodeNamed(engine.manifest, exercise.model);
  const path = real?.span.path ?? `models/${exercise.model}.sql`;
  const trial = (title: string, kind: Trial["kind"], hint: string, sql: string): Trial => ({
    title,
    kind,
    hint,
    async run(answer) {
      const files = [{ path, text: sql }, ...answerFiles(exercise, answer)];
      const mini = await openMini(engine, files);
      const broken = errorsIn(mini.engine.diagnostics, mini.paths);
      if (broken.length > 0) return fail(...broken);
      const names = [...mini.engine.manifest.nodes.values()].filter((node) => node.resource_type === "unit_test");
      if (names.length === 0) return succeed([]);
      const run = await mini.engine.command(`test --select test_type:unit`, signalOf(request));
      const results = names.map((node) => {
        const result = run.results.find((item) => item.unique_id === node.unique_id);
        const found = result === undefined || result.status === "error" ? null : Number(result.status !== "pass");
        return { test: node.name, found, problems: result?.diagnostics ?? run.diagnostics };
      });
      const stopped = results.find((item) => item.found === null);
      if (stopped !== undefined && stopped.problems.length > 0) return fail(...stopped.problems);
      return succeed(results.map(({ test, found }) => ({ test, found })));
    },
  });
  return [
    trial(`${exercise.model} as it is`, "sound", "", real?.raw_code ?? ""),
    ...exercise.mutants.map((mutant) => trial(mutant.title, "fault", mutant.hint, mutant.sql)),
  ];
}

async function dataTrials(exercise: TestExercise, request: CheckPorts): Promise<Outcome<readonly Trial[]>> {
  const { engine, signal } = request;
  const compiled = new Map<string, Promise<Outcome<readonly CompiledTest[]>>>();
  const testsIn = (answer: string): Promise<Outcome<readonly CompiledTest[]>> => {
    const known = compiled.get(answer);
    if (known !== undefined) return known;
    const made = compileTests(exercise, answer, request);
    compiled.set(answer, made);
    return made;
  };
  const trial = (title: string, kind: Trial["kind"], hint: string, dataset: Dataset): Trial => {
    const counts = new Map<string, number>();
    return {
      title,
      kind,
      hint,
      async run(answer) {
        const tests = await testsIn(answer);
        if (!tests.ok) return tests;
        // All at once first: most of the time of a run goes into reading the query. An error is looked for one by one below.
        const fresh = tests.value.filter((test) => !counts.has(test.sql));
        const together =
          fresh.length < 2
            ? null
            : await runAnswer(engine, dataset, countsOf(fresh), request.timeLimitMs ?? TIME_LIMIT_MS, signal);
        for (const row of together?.ok ? tableRows(together.table) : []) {
          const test = fresh[Number(row["test"])];
          if (test !== undefined) counts.set(test.sql, Number(row["found"]));
        }
        const found: { test: string; found: number | null }[] = [];
        for (const test of tests.value) {
          // A wrong answer differs in one file from the solution: its other tests have been run before.
          const known = counts.get(test.sql);
          if (known !== undefined) {
            found.push({ test: test.name, found: known });
            continue;
          }
          const run = await runAnswer(engine, dataset, test.sql, request.timeLimitMs ?? TIME_LIMIT_MS, signal);
          if (!run.ok && dataset.hiddenTitle === null)
            return fail(
              ...(run.trouble.diagnostics.length > 0
                ? run.trouble.diagnostics
                : [diagnostic("L002", run.trouble.headline, { hint: run.trouble.detail })]),
            );
          if (run.ok) counts.set(test.sql, run.table.rowCount);
          found.push({ test: test.name, found: run.ok ? run.table.rowCount : null });
        }
        return succeed(found);
      },
    };
  };

  const sound = await openDatasets(exercise, engine, signal);
  if (!sound.ok) return sound;
  const benign = await openDatasets({ variants: exercise.benign }, engine, signal);
  if (!benign.ok) return benign;
  const trials = [...sound.value, ...benign.value].map((dataset) =>
    trial(dataset.hiddenTitle ?? "the data that you see", "sound", "", dataset),
  );
  for (const mutant of exercise.mutants) {
    const dataset = await openMutant(mutant, request);
    if (!dataset.ok) return dataset;
    trials.push(trial(mutant.title, "fault", mutant.hint, dataset.value));
  }
  return succeed(trials);
}

function openMutant(mutant: Mutant, { engine, signal }: CheckPorts): Promise<Outcome<Dataset>> {
  return openReplaced(mutant.title, mutant.relations, engine, signal);
}

interface CompiledTest {
  readonly name: string;
  /** Returns the rows that the test objects to. */
  readonly sql: string;
  /** The same without the brackets of Jinja. */
  readonly code: string;
}

/** One query that counts what each of the tests finds, by its place in the list. */
function countsOf(tests: readonly CompiledTest[]): string {
  const parts = tests.map(
    ({ code }, index) => `select ${index} as test, count(*) as found from (\n${code}\n) as found_${index}`,
  );
  return `{% raw %}${parts.join("\nunion all\n")}{% endraw %}`;
}

/** Singular tests are files, generic ones entries of a property file; both become queries in a small project. */
async function compileTests(
  exercise: TestExercise,
  answer: string,
  request: CheckPorts,
): Promise<Outcome<readonly CompiledTest[]>> {
  const mini = await openMini(request.engine, answerFiles(exercise, answer), [exercise.model, ...modelsIn(answer)]);
  const broken = errorsIn(mini.engine.diagnostics, mini.paths);
  if (broken.length > 0) return fail(...broken);
  const tests: CompiledTest[] = [];
  for (const node of mini.engine.manifest.nodes.values()) {
    if (node.resource_type !== "test") continue;
    const compiled = await mini.engine.compile(node.unique_id, signalOf(request));
    if (!compiled.ok) return compiled;
    const code = compiled.value.compiled_code.trim();
    tests.push({ name: node.name, sql: `{% raw %}${code}{% endraw %}`, code });
  }
  return succeed(tests);
}

function answerFiles(exercise: TestedExercise, answer: string): readonly SourceFile[] {
  const written = splitFiles(answer, exercise.files).filter((file) => file.text.trim() !== "");
  return written.map((file) => ({ path: `${folderOf(file)}/${file.name}`, text: file.text }));
}

/** A file that defines a generic test lies where dbt looks for those. */
function folderOf(file: { readonly name: string; readonly text: string }): string {
  if (!file.name.endsWith(".sql")) return "models";
  return /\{%-?\s*test\s/.test(file.text) ? "tests/generic" : "tests";
}

/** Models that a property file is about. */
function modelsIn(answer: string): readonly string[] {
  return [...answer.matchAll(/^\s*-?\s*(?:name|model):\s*["']?([\w]+)/gm)].flatMap((match) => match[1] ?? []);
}

function refuse(exercise: TestedExercise, answer: string): Finding | null {
  for (const file of splitFiles(answer, exercise.files)) {
    if (!file.name.endsWith(".sql") || file.text.trim() === "") continue;
    const finding =
      readOnlyFinding(file.text) ?? (exercise.forbid.includes("current_date") ? wallClockFinding(file.text) : null);
    if (finding !== null) return finding;
  }
  if (answer.trim() !== "") return null;
  return { headline: "The answer is empty.", detail: "Which sentence must never be false? Begin there.", code: null };
}

function errorsIn(diagnostics: readonly Diagnostic[], paths: readonly string[]): readonly Diagnostic[] {
  return diagnostics.filter((item) => item.severity === "error" && (item.at === null || paths.includes(item.at.path)));
}

function signalOf({ signal }: CheckPorts): Pick<CheckPorts, "signal"> {
  return signal === undefined ? {} : { signal };
}
