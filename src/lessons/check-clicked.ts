/**
 * Answers that are clicked or typed in one line: mcq, order, predict, tune, find, cmd. An answer is JSON, as it is kept and
 * exported (`ClickedAnswer`); that of `cmd` is the command itself.
 */
import type { LessonEngine } from "./engine-port.ts";
import { loadedProject } from "./overlay-project.ts";
import type {
  CmdExercise,
  FindExercise,
  Lesson,
  McqExercise,
  OrderExercise,
  PredictExercise,
  TuneExercise,
} from "./pack.ts";
import { judgeAlone, mapIn, right, textsIn, wrong } from "./judge-choice.ts";
import type { Verdict } from "./judge-choice.ts";
import { rowKeys } from "./row-keys.ts";
import { reportOf, stepList } from "./report.ts";
import type { CheckPorts } from "./report.ts";
import { bindParameters } from "./parameters.ts";
import { diagnostic, fail, succeed } from "../engine/core/errors.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { Table } from "../engine/core/table.ts";
import { EngineError, parseCommand } from "../engine/index.ts";
import type { Command } from "../engine/index.ts";
import type { CheckReport } from "../worker/protocol.ts";

export type ClickedExercise = McqExercise | OrderExercise | PredictExercise | TuneExercise | FindExercise | CmdExercise;

export async function checkClicked(
  exercise: ClickedExercise,
  lesson: Lesson,
  request: CheckPorts,
): Promise<Outcome<CheckReport>> {
  const report = reportOf(request);
  const verdict = await judge(exercise, lesson, request);
  if (!verdict.ok) return verdict;
  return report({ ...verdict.value, steps: stepList([exercise.title], verdict.value.passed ? null : 0) });
}

async function judge(exercise: ClickedExercise, lesson: Lesson, request: CheckPorts): Promise<Outcome<Verdict>> {
  if (exercise.type === "cmd") return judgeCommand(exercise, lesson, request);
  const answer = readJson(request.answer);
  switch (exercise.type) {
    case "tune":
      return judgeTuning(exercise, mapIn(answer), request);
    case "find":
      return judgeFind(exercise, textsIn(answer), request);
    default:
      return succeed(judgeAlone(exercise, answer));
  }
}

async function judgeTuning(
  exercise: TuneExercise,
  values: Readonly<Record<string, unknown>>,
  { engine, signal }: CheckPorts,
): Promise<Outcome<Verdict>> {
  const settings = Object.fromEntries(
    exercise.params.map((param) => [param.name, Number(values[param.name] ?? param.start)]),
  );
  const outside = exercise.params.find((param) => {
    const value = settings[param.name] ?? Number.NaN;
    return !(value >= param.min && value <= param.max);
  });
  if (outside !== undefined)
    return succeed(wrong(`“${outside.label}” lies outside ${outside.min} to ${outside.max}.`, null));
  const goal = await engine.query(bindParameters(exercise.goal, settings), {
    limit: 1,
    ...(signal === undefined ? {} : { signal }),
  });
  if (!goal.ok) return goal;
  if (valueIn(goal.value.table, "holds") === true) return succeed(right("The goal holds."));
  const known = exercise.anti.find((mistake) =>
    Object.entries(mistake.values).every(([name, value]) => settings[name] === value),
  );
  return succeed(
    wrong("The goal does not hold yet.", known?.reply ?? measuresOf(goal.value.table), known?.code ?? null),
  );
}

async function judgeFind(
  exercise: FindExercise,
  found: readonly string[],
  request: CheckPorts,
): Promise<Outcome<Verdict>> {
  const targets = await targetsOf(exercise, request);
  if (!targets.ok) return targets;
  if (found.length === 0) return succeed(wrong("Nothing is marked yet.", null));
  const bad = found.find((item) => !targets.value.includes(item));
  if (bad !== undefined) {
    const known = exercise.wrong.find((item) => item.target === bad);
    return succeed(wrong("It is not there.", known?.reply ?? null, known?.code ?? null));
  }
  const open = exercise.all ? targets.value.filter((item) => !found.includes(item)).length : 0;
  return succeed(
    open === 0 ? right("Found.") : wrong(`Right so far; ${open === 1 ? "one is" : `${open} are`} missing.`, null),
  );
}

/** What is to be found, as the answer names it: rows by their keys joined with "|". */
export async function targetsOf(
  exercise: FindExercise,
  { engine, signal }: Pick<CheckPorts, "engine" | "signal">,
): Promise<Outcome<readonly string[]>> {
  if (exercise.kind !== "row" || exercise.answer === null) return succeed(exercise.targets);
  const rows = await engine.query(exercise.answer, { limit: 1000, ...(signal === undefined ? {} : { signal }) });
  return rows.ok ? succeed(rowKeys(rows.value.table, exercise.key)) : rows;
}

/** A command counts by what it would do: its verb and the set of nodes, not by how it is written. */
async function judgeCommand(exercise: CmdExercise, lesson: Lesson, request: CheckPorts): Promise<Outcome<Verdict>> {
  const text = request.answer.trim();
  if (text === "") return succeed(wrong("There is no command yet.", null));
  const project = await loadedProject(request.engine, lesson, exercise.with);
  const yours = resolve(project, text);
  if (!yours.ok) {
    const [first] = yours.diagnostics;
    return succeed(wrong(first?.message ?? "The command cannot be read.", first?.hint ?? null));
  }
  const wanted = resolve(project, exercise.solution);
  if (!wanted.ok) return wanted;
  for (const mistake of exercise.anti) {
    const other = resolve(project, mistake.command);
    if (other.ok && other.value.verb === yours.value.verb && sameSet(other.value.nodes, yours.value.nodes))
      return succeed(wrong("Not quite.", mistake.reply, mistake.code));
  }
  if (!exercise.verbs.includes(yours.value.verb))
    return succeed(
      wrong(`“dbt ${yours.value.verb}” does something else.`, "Which command does what the task asks for?"),
    );
  const comparable =
    yours.value.verb === wanted.value.verb ? wanted.value : resolveAs(project, exercise.solution, yours.value.verb);
  const missing = [...comparable.nodes].filter((id) => !yours.value.nodes.has(id));
  const unasked = [...yours.value.nodes].filter((id) => !comparable.nodes.has(id));
  if (missing.length === 0 && unasked.length === 0)
    return succeed(right(`Correct: ${yours.value.nodes.size === 1 ? "1 node" : `${yours.value.nodes.size} nodes`}.`));
  const parts = [
    ...(missing.length > 0 ? [`It leaves out ${count(missing)}, such as "${nameOf(missing[0])}".`] : []),
    ...(unasked.length > 0 ? [`It also takes ${count(unasked)}, such as "${nameOf(unasked[0])}".`] : []),
  ];
  return succeed(wrong("The command selects other nodes.", parts.join(" ")));
}

interface Resolved {
  readonly verb: string;
  readonly nodes: ReadonlySet<string>;
}

/** Resource types that a verb acts on; tests come with their models and say nothing about the selection. */
const ACTS_ON: Readonly<Record<string, readonly string[]>> = {
  run: ["model"],
  build: ["model", "seed", "snapshot"],
  test: ["test", "unit_test"],
  seed: ["seed"],
  snapshot: ["snapshot"],
  compile: ["model", "seed", "snapshot", "test"],
  ls: ["model", "seed", "snapshot", "source", "test", "exposure"],
  list: ["model", "seed", "snapshot", "source", "test", "exposure"],
};

function resolve(engine: LessonEngine, text: string): Outcome<Resolved> {
  let command: Command;
  try {
    command = parseCommand(text);
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    return fail(thrown.diagnostic);
  }
  return resolveCommand(engine, command, command.name);
}

function resolveAs(engine: LessonEngine, text: string, verb: string): Resolved {
  const found = resolveCommand(engine, parseCommand(text), verb);
  return found.ok ? found.value : { verb, nodes: new Set() };
}

function resolveCommand(engine: LessonEngine, command: Command, verb: string): Outcome<Resolved> {
  const types = ACTS_ON[verb];
  const all = [...engine.manifest.nodes.keys()];
  const selected =
    command.select === null && command.exclude === null
      ? succeed(all)
      : engine.select(command.select ?? "*", command.exclude ?? undefined);
  if (!selected.ok) return selected;
  if (selected.value.length === 0)
    return fail(
      diagnostic("G003", `"${command.select ?? ""}" matches nothing.`, { hint: "Is the name written as in the tree?" }),
    );
  const nodes = selected.value.filter((id) => {
    const type = engine.manifest.nodes.get(id)?.resource_type ?? "";
    const asked = command.resourceTypes.length === 0 || command.resourceTypes.includes(type);
    return asked && (types === undefined || types.includes(type));
  });
  const flags = command.fullRefresh === true ? " --full-refresh" : "";
  return succeed({ verb, nodes: new Set([...nodes, ...(flags === "" ? [] : [flags])]) });
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function count(ids: readonly string[]): string {
  return ids.length === 1 ? "1 node" : `${ids.length} nodes`;
}

function nameOf(id: string | undefined): string {
  return id?.split(".")[2] ?? id?.trim() ?? "";
}

function valueIn(table: Table, name: string): unknown {
  const column = table.columns.findIndex((item) => item.name.toLowerCase() === name);
  return table.data[column]?.[0];
}

function measuresOf(table: Table): string | null {
  const parts = table.columns.flatMap((column, index) =>
    column.name.toLowerCase() === "holds" ? [] : [`${column.name} is ${String(table.data[index]?.[0] ?? "NULL")}`],
  );
  return parts.length === 0 ? null : `${parts.join(", ")}.`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
