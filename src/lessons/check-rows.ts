/**
 * A query beside the reference, on the data that the learner sees and on hidden data -> a report.
 *
 * How an answer becomes a query is up to the caller (`toQuery`): the answer to a `sql` exercise is one, that to `fix` and `new` is a
 * file of a project and is compiled there first. `before` and `after` are what is looked at besides the rows.
 */
import { matchAntiSolution } from "./anti.ts";
import { compareTables } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { openDatasets } from "./dataset.ts";
import type { Dataset } from "./dataset.ts";
import { diagnoseColumns, diagnoseRows, formatCount } from "./diagnose.ts";
import type { Diagnosis } from "./diagnose.ts";
import type { LessonEngine } from "./engine-port.ts";
import { differenceOf, keyRows, keyValues } from "./keyed-rows.ts";
import { remembered } from "./memo.ts";
import { held } from "./references.ts";
import { nounOf, plural } from "./noun.ts";
import type { AntiSolution, RowExercise } from "./pack.ts";
import { findMultiplyingCte, findTableWithoutKeys } from "./probe.ts";
import { reportOf } from "./report.ts";
import type { CheckPorts } from "./report.ts";
import { ROW_LIMIT, TIME_LIMIT_MS, runAnswer } from "./run-answer.ts";
import {
  forbiddenConstruct,
  hardCodedRelation,
  literalIdFinding,
  readOnlyFinding,
  refNames,
  styleNotes,
  wallClockFinding,
} from "./sql-guard.ts";
import type { Finding } from "./sql-guard.ts";
import { stepsOf } from "./steps.ts";
import type { FailedAt } from "./steps.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Diagnostic, Outcome } from "../engine/core/errors.ts";
import type { Table } from "../engine/core/table.ts";
import type { CheckReport } from "../worker/protocol.ts";

/** Something besides the rows that is looked at, as one step. */
export interface ExtraStep {
  readonly label: string;
  /** Null when it holds. */
  look(): Promise<Outcome<(Finding & { readonly diagnostics?: readonly Diagnostic[] }) | null>>;
}

export interface RowCheck extends CheckPorts {
  /** The learner's text with which the guards are asked; null where it is no query. */
  readonly guarded: string | null;
  readonly toQuery: (answer: string) => Promise<Outcome<string>>;
  readonly before?: readonly ExtraStep[];
  readonly after?: readonly ExtraStep[];
}

export async function checkRows(exercise: RowExercise, asked: RowCheck): Promise<Outcome<CheckReport>> {
  const { memo } = asked;
  const toQuery: RowCheck["toQuery"] = (answer) => remembered(memo, `query ${answer}`, () => asked.toQuery(answer));
  const request = { ...asked, toQuery };
  const report = reportOf(request);
  const { engine, signal, before = [], after = [] } = request;
  const extra = { before: before.map((step) => step.label), after: after.map((step) => step.label) };
  const steps = (at: FailedAt | null): CheckReport["steps"] => stepsOf(exercise, at, extra);
  const text = request.guarded;

  const refused = text === null ? null : refuse(exercise, engine, text);
  if (refused !== null) return report({ ...refused, steps: steps("run") });
  const query = await toQuery(request.answer);
  if (!query.ok) {
    const [first] = query.diagnostics;
    return report({
      headline: first?.message ?? "The answer cannot be compiled.",
      detail: first?.hint ?? null,
      diagnostics: query.diagnostics,
      steps: steps("run"),
    });
  }
  const answer = query.value;
  for (const [index, step] of before.entries()) {
    const found = await step.look();
    if (!found.ok) return found;
    if (found.value !== null) return report({ ...found.value, steps: steps({ before: index }) });
  }

  const datasets = await remembered(memo, "data sets", () => openDatasets(exercise, engine, signal, request.seeds));
  if (!datasets.ok) return datasets;
  const limitMs = request.timeLimitMs ?? TIME_LIMIT_MS;
  const runs: DatasetRun[] = [];
  let table: Table | null = null;
  const notes = new Set<string>(text === null ? [] : styleNotes(text));

  for (const [place, dataset] of datasets.value.entries()) {
    const expected = await remembered(memo, `reference ${place}`, () =>
      held(request.references, keyOf(exercise, place), () => runReference(exercise, request, dataset)),
    );
    if (!expected.ok) return expected;
    const yours = await remembered(memo, `run ${place} ${answer}`, () =>
      runAnswer(engine, dataset, answer, limitMs, signal),
    );
    if (signal?.cancelled)
      return fail(diagnostic("W005", "The check was cancelled.", { hint: "Press Check to start it again." }));
    if (!yours.ok) {
      const at: FailedAt = dataset.hiddenTitle === null ? "run" : "hidden";
      return report({ ...yours.trouble, steps: steps(at), table });
    }
    if (dataset.hiddenTitle === null) table = yours.table;
    const run = {
      dataset,
      yours: yours.table,
      expected: expected.value,
      comparison: compareTables(yours.table, expected.value, exercise.compare),
    };
    runs.push(run);
    run.comparison.notes.forEach((note) => notes.add(note));
    if (dataset.hiddenTitle === null && exercise.forbid.includes("literal_ids")) {
      const literal = literalIdFinding(
        text ?? "",
        keyValues(run.comparison, run.expected, run.yours, exercise.contract.key),
      );
      if (literal !== null) return report({ ...literal, steps: steps("run"), table });
    }
    if (run.comparison.equal) continue;

    const diagnosis = await diagnose(exercise, request, { text, answer }, runs, datasets.value);
    if (!diagnosis.ok) return diagnosis;
    const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
    const hidden = dataset.hiddenTitle;
    const { step, headline, detail, code } = diagnosis.value;
    return report({
      headline:
        hidden === null ? headline : `Right on the data that you see, not on other data: ${lowerFirst(headline)}`,
      detail: hidden === null ? detail : `${detail} The hidden data set is "${hidden}".`,
      code,
      steps: steps(hidden === null ? step : "hidden"),
      difference:
        step === "columns"
          ? null
          : differenceOf(run.comparison, keyed, run.yours, run.expected, exercise.compare.tolerance),
      table,
    });
  }

  for (const [index, step] of after.entries()) {
    const found = await step.look();
    if (!found.ok) return found;
    if (found.value !== null) return report({ ...found.value, steps: steps({ after: index }), table });
  }

  const noted = [...notes];
  return report({
    passed: true,
    headline:
      noted.length === 0 ? "Correct, on this data and on the hidden data." : `Correct. Style: ${noted.join("; ")}.`,
    steps: steps(null),
    table,
  });
}

/** Runs the references of an exercise that are not held yet; answers whether there were any. */
export async function prepareRows(exercise: RowExercise, request: RowCheck): Promise<Outcome<boolean>> {
  const { engine, signal, references } = request;
  if (references === undefined) return succeed(false);
  // Which data sets there are is known from the variants; to open them costs more than to look.
  if (exercise.variants.every((_, place) => references.has(keyOf(exercise, place)))) return succeed(false);
  const datasets = await openDatasets(exercise, engine, signal, request.seeds);
  if (!datasets.ok) return datasets;
  let any = false;
  for (const [place, dataset] of datasets.value.entries()) {
    if (references.has(keyOf(exercise, place))) continue;
    any = true;
    const found = await held(references, keyOf(exercise, place), () => runReference(exercise, request, dataset));
    if (!found.ok) return found;
  }
  return succeed(any);
}

function keyOf(exercise: RowExercise, place: number): string {
  return `${exercise.id} ${place}`;
}

interface DatasetRun {
  readonly dataset: Dataset;
  readonly yours: Table;
  readonly expected: Table;
  readonly comparison: Comparison;
}

/** What can be said from the text alone. */
function refuse(exercise: RowExercise, engine: LessonEngine, answer: string): Finding | null {
  const written = readOnlyFinding(answer);
  if (written !== null) return written;
  const clock = exercise.forbid.includes("current_date") ? wallClockFinding(answer) : null;
  if (clock !== null) return clock;
  const construct = forbiddenConstruct(answer, exercise.forbid);
  if (construct !== null) return construct;
  const models = new Set(
    [...engine.manifest.nodes.values()]
      .filter((node) => node.relation_name !== null)
      .map((node) => node.name.toLowerCase()),
  );
  const bare = hardCodedRelation(answer, models);
  if (bare !== null) return bare;
  const other =
    exercise.reads.length === 0 ? undefined : refNames(answer).find((name) => !exercise.reads.includes(name));
  if (other === undefined) return null;
  return {
    headline: `The answer reads "${other}".`,
    detail: `The task is to derive the result from ${exercise.reads.map((name) => `"${name}"`).join(" and ")} alone. Which columns there tell the same?`,
    code: null,
  };
}

async function runReference(
  exercise: RowExercise,
  { engine, signal, toQuery }: RowCheck,
  dataset: Dataset,
): Promise<Outcome<Table>> {
  const query = await toQuery(exercise.solution);
  if (!query.ok) return query;
  const bound = await dataset.bind(query.value);
  if (!bound.ok) return bound;
  // Without a time limit: the first run may have to build the models that it reads.
  const result = await engine.query(bound.value, { limit: ROW_LIMIT, ...(signal === undefined ? {} : { signal }) });
  return result.ok ? succeed(result.value.table) : result;
}

/** The first finding that fits: columns, then a known mistake, then what the rows show. */
async function diagnose(
  exercise: RowExercise,
  request: RowCheck,
  { text, answer }: { readonly text: string | null; readonly answer: string },
  runs: readonly DatasetRun[],
  datasets: readonly Dataset[],
): Promise<Outcome<Diagnosis>> {
  const run = runs.at(-1);
  if (run === undefined) throw new Error("diagnose() needs the run that failed");
  const input = {
    comparison: run.comparison,
    yours: run.yours,
    expected: run.expected,
    contract: exercise.contract,
    answer: text ?? answer,
  };
  const columns = diagnoseColumns(input);
  if (columns !== null) return succeed(columns);

  const found = diagnoseRows(input);
  const anti = await matchAntiSolution({
    exercise,
    engine: request.engine,
    answer,
    toQuery: request.toQuery,
    datasets,
    results: runs.map((other) => other.yours),
    limitMs: request.timeLimitMs ?? TIME_LIMIT_MS,
    signal: request.signal,
    memo: request.memo,
  });
  if (anti !== null) return succeed({ ...fillTemplate(exercise, anti, run), step: found.step });
  if (run.dataset.hiddenTitle !== null) {
    return succeed({
      ...found,
      code: found.code ?? "M-LITERAL",
      detail: `${found.detail} What rule produces the right row on any data?`,
    });
  }
  const [key, ...more] = exercise.contract.key;
  if (key === undefined || more.length > 0) return succeed(found);
  const probe = {
    engine: request.engine,
    dataset: run.dataset,
    answer,
    text: text ?? answer,
    key,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
  if (keyed.doubled.length > 0) {
    const place = await findMultiplyingCte(probe);
    return succeed(place === null ? found : { ...found, detail: `${found.detail} ${place}` });
  }
  if (keyed.missing.length === 0) return succeed(found);
  const empty = await findTableWithoutKeys(
    probe,
    keyed.missing.flatMap((entry) => entry.values),
  );
  return succeed(empty === null ? found : { ...found, code: "M-INNERLOSS", detail: `${found.detail} ${empty}` });
}

/** `{n}` becomes "14 customers", `{are}` agrees with it, `{key}` is the first of them. */
function fillTemplate(exercise: RowExercise, anti: AntiSolution, run: DatasetRun): Finding {
  const keyed = keyRows(run.comparison, run.expected, run.yours, exercise.contract.key);
  const differing = [...keyed.doubled, ...keyed.missing, ...keyed.unasked, ...keyed.different];
  const noun = nounOf(exercise.contract);
  const counted = differing.length === 1 ? `1 ${noun}` : `${formatCount(differing.length)} ${plural(noun)}`;
  const fill = (text: string): string =>
    text
      .replaceAll("{n}", counted)
      .replaceAll("{key}", differing[0]?.label ?? "")
      .replaceAll("{are}", differing.length === 1 ? "is" : "are");
  return { headline: fill(anti.headline), detail: fill(anti.feedback), code: anti.code };
}

/** "One customer" after a colon is "one customer"; a code word in capitals stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
