/**
 * A workshop: lessons in the order and at the pace of one room, with the data that all screens show. Plain data; names of fields are
 * those of the YAML file.
 *
 * Nothing of a lesson is repeated here: steps name lessons and exercises of a pack by their ids, and `workshop-check.ts` holds them
 * against it.
 */

export interface Workshop {
  /** Part of the address, so letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  /** For whom. */
  readonly audience: string;
  /** What all its steps add up to, whichever option is taken. */
  readonly minutes: number;
  /** Id of the pack that its lessons belong to. */
  readonly pack: string;
  readonly data: WorkshopData;
  /** Id of the lesson in whose start state everybody begins. */
  readonly start: string;
  /** A part that the instructor chooses among several; null when there is none. */
  readonly choice: WorkshopChoice | null;
  readonly agenda: readonly WorkshopStep[];
}

export interface WorkshopData {
  readonly tier: string;
  readonly seed: number;
}

interface WorkshopChoice {
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
}

export const STEP_KINDS = ["talk", "lesson", "exercise", "prediction", "break", "checkpoint"] as const;
type StepKind = (typeof STEP_KINDS)[number];

export const STEP_MODES = ["all", "presenter", "individual", "pairs", "teams"] as const;
type StepMode = (typeof STEP_MODES)[number];

export interface WorkshopStep {
  readonly kind: StepKind;
  readonly title: string;
  readonly minutes: number;
  readonly mode: StepMode;
  /** Id of the lesson that it is about; null for talks and breaks without one. */
  readonly lesson: string | null;
  /** Id of the exercise; null besides exercises and predictions. */
  readonly exercise: string | null;
  /** Letter of a checkpoint; null for other steps. */
  readonly checkpoint: string | null;
  /** Markdown, shown one after the other. */
  readonly text: readonly string[];
  /** Markdown for whoever presents; empty when there is nothing to say. */
  readonly notes: string;
  /** What to leave out when the clock is ahead; empty when nothing may go. */
  readonly late: string;
  /** Id of the option that it belongs to; null when it always takes place. */
  readonly only: string | null;
}

/** A step with its place in the day, in minutes from the beginning. */
export interface TimedStep {
  readonly step: WorkshopStep;
  /** From 1, among the steps that take place. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** The steps that take place under an option, with their times. An option that does not exist counts as the first. */
export function agendaOf(workshop: Workshop, option: string | null): readonly TimedStep[] {
  const chosen = optionOf(workshop, option);
  const timed: TimedStep[] = [];
  let from = 0;
  for (const step of workshop.agenda.filter(({ only }) => only === null || only === chosen)) {
    timed.push({ step, number: timed.length + 1, from, to: from + step.minutes });
    from += step.minutes;
  }
  return timed;
}

/** The option that counts; null for a workshop without a choice. */
export function optionOf({ choice }: Workshop, option: string | null): string | null {
  const [first] = choice?.options ?? [];
  return choice?.options.find(({ id }) => id === option)?.id ?? first?.id ?? null;
}

/** Ids of the lessons that take place, each once, in their order. */
export function lessonIds(workshop: Workshop, option: string | null): readonly string[] {
  const named = agendaOf(workshop, option).flatMap(({ step }) => step.lesson ?? []);
  return [...new Set([workshop.start, ...named])];
}
