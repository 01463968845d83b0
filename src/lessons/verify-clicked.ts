/** Proves exercises without an editor: what is right passes, what is known to be wrong gets its own words, what is shown exists. */
import { checkExercise } from "./check.ts";
import { targetsOf } from "./check-clicked.ts";
import { rowKeys } from "./row-keys.ts";
import type { ClickedExercise } from "./check-clicked.ts";
import { factNames } from "./fact-names.ts";
import type { FindExercise, Lesson, OrderExercise, PredictExercise, TuneExercise } from "./pack.ts";
import { bindParameters } from "./parameters.ts";
import { note, refute } from "./verify-notes.ts";
import type { Notes, VerifyRequest } from "./verify-notes.ts";
import type { Json } from "../engine/core/manifest.ts";
import type { CheckReport } from "../worker/protocol.ts";

type Check = (answer: Json) => Promise<CheckReport | null>;

export async function verifyClicked(
  exercise: ClickedExercise,
  lesson: Lesson,
  request: VerifyRequest,
  notes: Notes,
): Promise<void> {
  const check: Check = async (answer) => {
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    const outcome = await checkExercise(exercise, lesson, { engine: request.engine, answer: text });
    if (outcome.ok) return outcome.value;
    refute(
      notes,
      `"${exercise.id}" cannot be checked: ${outcome.diagnostics[0]?.message ?? ""}`,
      outcome.diagnostics[0]?.hint ?? "Correct the exercise.",
    );
    return null;
  };
  const passes = async (answer: Json): Promise<void> => {
    const report = await check(answer);
    if (report?.passed === true) note(notes, `${exercise.id}: the right answer passes`);
    else if (report !== null)
      refute(
        notes,
        `The right answer of "${exercise.id}" does not pass: ${report.headline} ${report.detail ?? ""}`,
        "Correct the exercise.",
      );
  };
  const fails = async (answer: Json, what: string, reply: string | null, code: string | null): Promise<void> => {
    const report = await check(answer);
    if (report === null) return;
    if (report.passed || (reply !== null && (report.detail !== reply || report.code !== code)))
      refute(
        notes,
        `${what} of "${exercise.id}" ${report.passed ? "passes" : `gets "${report.detail ?? ""}" (${report.code ?? "no code"})`}.`,
        "It should fail with its own words and code.",
      );
    else note(notes, `${exercise.id}: ${what} ${code === null ? "fails" : `gets ${code}`}`);
  };

  switch (exercise.type) {
    case "mcq":
      await passes(exercise.choices.flatMap((choice, index) => (choice.right ? [index] : [])));
      for (const [index, choice] of exercise.choices.entries())
        if (!choice.right) await fails([index], `“${choice.text}”`, choice.reply, choice.code);
      return;
    case "order":
      return verifyOrder(exercise, passes, fails);
    case "tune":
      return verifyTune(exercise, request, notes, passes, fails);
    case "find":
      return verifyFind(exercise, request, notes, passes, fails);
    case "cmd":
      await passes(exercise.solution);
      for (const wrong of exercise.anti) await fails(wrong.command, `“${wrong.command}”`, wrong.reply, wrong.code);
      return;
    case "predict":
      return verifyPrediction(exercise, request, notes);
  }
}

type Passes = (answer: Json) => Promise<void>;
type Fails = (answer: Json, what: string, reply: string | null, code: string | null) => Promise<void>;

async function verifyOrder(exercise: OrderExercise, passes: Passes, fails: Fails): Promise<void> {
  const { items, groups, anti } = exercise;
  if (groups.length > 0) {
    const right = Object.fromEntries(items.map((item) => [item.id, item.groups[0] ?? ""]));
    await passes(right);
    for (const mistake of anti)
      await fails(
        { ...right, [mistake.item]: mistake.than },
        `“${mistake.item}” on “${mistake.than}”`,
        mistake.reply,
        mistake.code,
      );
    return;
  }
  const ids = items.map((item) => item.id);
  await passes(ids);
  await fails([...ids].reverse(), "the reversed order", null, null);
  for (const mistake of anti) {
    const others = ids.filter((id) => id !== mistake.item);
    const moved = others.flatMap((id) => (id === mistake.than ? [mistake.item, id] : [id]));
    await fails(moved, `“${mistake.item}” before “${mistake.than}”`, mistake.reply, mistake.code);
  }
}

async function verifyTune(
  exercise: TuneExercise,
  { engine }: VerifyRequest,
  notes: Notes,
  passes: Passes,
  fails: Fails,
): Promise<void> {
  for (const param of exercise.params) {
    const value = exercise.solution[param.name] ?? param.start;
    const steps = (value - param.min) / param.step;
    if (value < param.min || value > param.max || Math.abs(steps - Math.round(steps)) > 1e-6)
      refute(
        notes,
        `The solution of "${exercise.id}" sets "${param.name}" to ${value}, which its slider cannot reach.`,
        `It goes from ${param.min} to ${param.max} in steps of ${param.step}.`,
      );
  }
  const start = Object.fromEntries(exercise.params.map((param) => [param.name, param.start]));
  if (exercise.show !== null) {
    const shown = await engine.query(bindParameters(exercise.show, start), { limit: 1 });
    if (!shown.ok)
      refute(
        notes,
        `The table of "${exercise.id}" cannot be shown: ${shown.diagnostics[0]?.message ?? ""}`,
        "Correct it.",
      );
  }
  await passes(exercise.solution);
  await fails(start, "the start", null, null);
  for (const wrong of exercise.anti) await fails(wrong.values, JSON.stringify(wrong.values), wrong.reply, wrong.code);
}

async function verifyFind(
  exercise: FindExercise,
  request: VerifyRequest,
  notes: Notes,
  passes: Passes,
  fails: Fails,
): Promise<void> {
  const { engine } = request;
  const targets = await targetsOf(exercise, { engine });
  if (!targets.ok || targets.value.length === 0) {
    refute(
      notes,
      `There is nothing to find in "${exercise.id}"${targets.ok ? "" : `: ${targets.diagnostics[0]?.message ?? ""}`}.`,
      'Correct "answer" or "targets".',
    );
    return;
  }
  const options = exercise.options.map((option) => option.id);
  const shown = exercise.show === null ? null : await engine.query(exercise.show, { limit: 1000 });
  if (shown?.ok === false)
    refute(
      notes,
      `The table of "${exercise.id}" cannot be shown: ${shown.diagnostics[0]?.message ?? ""}`,
      "Correct it.",
    );
  const table = shown?.ok === true ? shown.value.table : null;
  const there =
    table === null
      ? options
      : exercise.kind === "row"
        ? rowKeys(table, exercise.key)
        : table.columns.map((column) => column.name);
  for (const name of [...targets.value, ...exercise.wrong.map((item) => item.target)])
    if (!there.includes(name))
      refute(notes, `"${name}" of "${exercise.id}" is not among what is shown.`, "Correct its name, or show it.");
  if (exercise.kind === "node") {
    const models = new Set([...engine.manifest.nodes.values()].map((node) => node.name));
    for (const name of options)
      if (!models.has(name)) refute(notes, `"${exercise.id}" lists "${name}", which is no model.`, "Correct its name.");
  }
  await passes(exercise.all ? targets.value : targets.value.slice(0, 1));
  const other = there.find((name) => !targets.value.includes(name));
  if (other === undefined) refute(notes, `In "${exercise.id}" everything is right.`, "Show something that is not.");
  else await fails([other], `“${other}”`, null, null);
  for (const wrong of exercise.wrong) await fails([wrong.target], `“${wrong.target}”`, wrong.reply, wrong.code);
}

async function verifyPrediction(exercise: PredictExercise, { engine }: VerifyRequest, notes: Notes): Promise<void> {
  const result = await engine.query(exercise.reveal);
  const table = result.ok ? result.value.table : null;
  const names = new Set(table?.columns.map((column) => column.name));
  const wanted = [
    ...exercise.fields.map((field) => field.name),
    ...factNames(exercise.task),
    ...factNames(exercise.because),
  ];
  const lacking = wanted.filter((name) => !names.has(name));
  if (table === null || table.rowCount !== 1 || lacking.length > 0) {
    const why = result.ok
      ? `${table?.rowCount ?? 0} rows, without ${lacking.join(", ") || "a missing column"}`
      : (result.diagnostics[0]?.message ?? "");
    refute(
      notes,
      `The reveal of "${exercise.id}" does not return one row with every name: ${why}.`,
      "Return one row with a column for each field.",
    );
    return;
  }
  for (const field of exercise.fields) {
    const value = table.data[table.columns.findIndex((column) => column.name === field.name)]?.[0] ?? null;
    const fits = field.choices.length === 0 ? isNumber(value) : field.choices.includes(String(value));
    if (!fits)
      refute(
        notes,
        `The truth of "${field.name}" in "${exercise.id}" is ${String(value)}, which cannot be guessed.`,
        field.choices.length === 0 ? "Return a number, or give choices." : "Return one of the choices, as a text.",
      );
  }
  note(notes, `${exercise.id}: the reveal returns one row`);
}

function isNumber(value: unknown): boolean {
  return value !== null && value !== "" && Number.isFinite(Number(value));
}
