/**
 * The text of a workshop's YAML file -> the workshop, with an L001 and its place for everything that is missing, of the wrong kind,
 * unknown or does not add up.
 *
 * Anybody may have written the file, so its size is bounded, and what is returned beside an error is not for use.
 */
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import { openYaml, type Decoder } from "../decode.ts";
import { agendaOf, STEP_KINDS, STEP_MODES, type Workshop, type WorkshopStep } from "./workshop.ts";

/** Longer files were not written by hand. */
export const MOST_LETTERS = 100_000;
const MOST_STEPS = 80;
const MOST_MINUTES = 2_000;
const ID = /^[a-z][a-z0-9-]{1,59}$/;

export function readWorkshop(text: string, path: string): Outcome<Workshop> {
  if (text.length > MOST_LETTERS)
    return fail(
      diagnostic("L001", `In "${path}": The workshop has ${text.length} letters; at most ${MOST_LETTERS} are read.`, {
        hint: "Move long texts into lessons, and name those.",
      }),
    );
  const diagnostics: Diagnostic[] = [];
  const yaml = openYaml(new Map([[path, { path, text }]]), path, diagnostics);
  const [broken] = diagnostics;
  if (broken !== undefined) return fail(broken);
  const workshop = loadWorkshop(yaml);
  return diagnostics.length > 0 ? fail(...diagnostics) : succeed(workshop);
}

function loadWorkshop(yaml: Decoder): Workshop {
  yaml.known("id", "title", "summary", "audience", "minutes", "pack", "data", "start", "choice", "agenda");
  const data = yaml.record("data").known("tier", "seed");
  const choice = yaml.has("choice") ? loadChoice(yaml.record("choice")) : null;
  const steps = yaml.has("agenda") ? yaml.records("agenda") : [];
  const workshop: Workshop = {
    id: yaml.text("id"),
    title: yaml.text("title"),
    summary: yaml.text("summary", ""),
    audience: yaml.text("audience", ""),
    minutes: minutesOf(yaml, 1),
    pack: yaml.text("pack", "core"),
    data: { tier: data.text("tier", "classroom"), seed: data.number("seed", 42) },
    start: yaml.text("start"),
    choice,
    agenda: steps.slice(0, MOST_STEPS).map((step) => loadStep(step, choice)),
  };
  if (workshop.id !== "" && !ID.test(workshop.id))
    yaml.report(["id"], `"${workshop.id}" is no id.`, "Write small letters, digits and hyphens, such as my-workshop.");
  if (!/^[a-z]{1,20}$/.test(workshop.data.tier))
    data.report(["tier"], `"${workshop.data.tier}" is no data tier.`, "It may be tiny, classroom, large or full.");
  if (!Number.isSafeInteger(workshop.data.seed) || workshop.data.seed < 0)
    data.report(["seed"], '"seed" must be a whole number.', "42 is the data that come with the page.");
  if (steps.length === 0) yaml.report(["agenda"], "The agenda has no steps.", 'Add "agenda:" with a list of steps.');
  if (steps.length > MOST_STEPS)
    yaml.report(["agenda"], `The agenda has ${steps.length} steps; at most ${MOST_STEPS} are read.`, null);
  reportMinutes(yaml, workshop);
  reportCheckpoints(yaml, workshop);
  return workshop;
}

function loadChoice(yaml: Decoder): Workshop["choice"] {
  yaml.known("title", "options");
  const options = yaml.records("options").map((option) => {
    option.known("id", "title");
    return { id: option.text("id"), title: option.text("title") };
  });
  if (options.length < 2) yaml.report(["options"], "A choice needs two options or more.", null);
  if (new Set(options.map(({ id }) => id)).size < options.length)
    yaml.report(["options"], "Two options have the same id.", "Give each one its own.");
  return { title: yaml.text("title"), options };
}

function loadStep(yaml: Decoder, choice: Workshop["choice"]): WorkshopStep {
  yaml.known("kind", "title", "minutes", "mode", "lesson", "exercise", "checkpoint", "text", "notes", "late", "only");
  const optional = (name: string) => (yaml.has(name) ? yaml.text(name) : null);
  const kind = yaml.oneOf("kind", STEP_KINDS);
  const step: WorkshopStep = {
    kind,
    title: yaml.text("title"),
    minutes: kind === "checkpoint" && !yaml.has("minutes") ? 0 : minutesOf(yaml, kind === "checkpoint" ? 0 : 1),
    mode: yaml.oneOf("mode", STEP_MODES, "all"),
    lesson: optional("lesson"),
    exercise: optional("exercise"),
    checkpoint: optional("checkpoint"),
    text: yaml.texts("text"),
    notes: yaml.text("notes", ""),
    late: yaml.text("late", ""),
    only: optional("only"),
  };
  const { lesson, exercise, checkpoint, only } = step;
  const exercised = kind === "exercise" || kind === "prediction";
  if (kind === "lesson" || kind === "checkpoint") need(yaml, "lesson", lesson, "m3.02");
  if (exercised) need(yaml, "exercise", exercise, "m3.02.repair");
  if (exercise !== null && !exercised)
    yaml.report(["exercise"], `A step of kind "${kind}" has no exercise.`, 'Make it "exercise" or "prediction".');
  if (kind === "checkpoint" && (checkpoint === null || !/^[A-Z]$/.test(checkpoint)))
    yaml.report(["checkpoint"], "A checkpoint needs a letter.", 'Add "checkpoint: A".');
  if (kind !== "checkpoint" && checkpoint !== null)
    yaml.report(["checkpoint"], `A step of kind "${kind}" is no checkpoint.`, 'Make it "kind: checkpoint".');
  if (only !== null && choice?.options.some(({ id }) => id === only) !== true)
    yaml.report(
      ["only"],
      `There is no option "${only}".`,
      choice === null
        ? 'Add "choice:" with its options.'
        : `There are ${choice.options.map(({ id }) => id).join(", ")}.`,
    );
  return { ...step, lesson: lesson ?? lessonOfExercise(exercise) };
}

/** Exercises bear their lesson's id in front. */
function lessonOfExercise(exercise: string | null): string | null {
  const at = exercise?.lastIndexOf(".") ?? -1;
  return exercise === null || at <= 0 ? null : exercise.slice(0, at);
}

function need(yaml: Decoder, name: string, value: string | null, example: string): void {
  if (value === null) yaml.report([name], `"${name}" is missing.`, `Add "${name}: ${example}".`);
}

function minutesOf(yaml: Decoder, least: number): number {
  const minutes = yaml.number("minutes");
  if (Number.isInteger(minutes) && minutes >= least && minutes <= MOST_MINUTES) return minutes;
  yaml.report(["minutes"], `"minutes" must be a whole number of at least ${least}.`, "Write it without a unit: 15.");
  return least;
}

function reportMinutes(yaml: Decoder, workshop: Workshop): void {
  for (const option of workshop.choice?.options.map(({ id }) => id) ?? [null]) {
    const sum = agendaOf(workshop, option).at(-1)?.to ?? 0;
    if (sum !== workshop.minutes)
      yaml.report(
        ["minutes"],
        `The workshop says ${workshop.minutes} minutes, and its steps${option === null ? "" : ` with "${option}"`} take ${sum}.`,
        `Write "minutes: ${sum}", or change the steps.`,
      );
  }
}

function reportCheckpoints(yaml: Decoder, { agenda }: Workshop): void {
  const seen = new Set<string>();
  for (const [index, { checkpoint, only }] of agenda.entries()) {
    if (checkpoint === null) continue;
    const key = `${checkpoint} ${only ?? ""}`;
    if (seen.has(key) || (only !== null && seen.has(`${checkpoint} `)))
      yaml.report(
        ["agenda", index, "checkpoint"],
        `There are two checkpoints "${checkpoint}".`,
        "Take another letter.",
      );
    seen.add(key);
  }
}
