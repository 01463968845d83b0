/**
 * The way of a deal through the stages of its pipeline: forward, sometimes over a stage or back, then closed, sometimes reopened.
 *
 * A course is planned as a whole from the deal's own draws, so what is known of it on a day never depends on later days. The end
 * of a won deal is given: the customer signs up on that day. A lost deal ends when it ends.
 */
import { civil, dayNumber } from "../kit/calendar.ts";
import { nearest, quantile, weighted } from "../kit/distributions.ts";
import { LOGNORMAL_NARROW } from "../kit/quantile-tables.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { dayOf, reviewOf, reviewTime } from "./office.ts";
import type { Pipeline, Stage } from "./pipelines.ts";
import { SITES } from "./sites.ts";

const S = SITES.deal;

export interface StageEntry {
  readonly stage: Stage;
  readonly at: number;
}

const SKIPS = 0.06;
const STEPS_BACK = 0.08;
/** Of the deals that are lost for the first time. */
const REOPENS = 0.026;
const MOST_MOVES = 24;

/** How far a deal comes that is not won: share by stage of six; shorter pipelines fold the last ones together. */
const LOST_FROM: readonly (readonly [number, number])[] = [
  [0, 55],
  [1, 25],
  [2, 9],
  [3, 6],
  [4, 3],
  [5, 2],
];

/** Stages that are entered, by place in the pipeline, the first one included. */
export function stagesVisited(draws: Draws, last: number): number[] {
  const visited = [0];
  let stage = 0;
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const u = draws.unit(at(S.move, move));
    const isBack = stage > 0 && u < STEPS_BACK;
    if (!isBack && stage >= last) break;
    stage = isBack ? stage - 1 : u > 1 - SKIPS ? Math.min(stage + 2, last) : stage + 1;
    visited.push(stage);
  }
  return visited;
}

function daysIn(draws: Draws, stage: Stage, index: number): number {
  return stage.days * quantile(LOGNORMAL_NARROW, draws.unit(at(S.duration, index)));
}

/** A deal that is won at `closedAt`: the time until then is divided among the stages. */
export function wonCourse(draws: Draws, pipeline: Pipeline, openedAt: number, closedAt: number): StageEntry[] {
  const visited = stagesVisited(draws, pipeline.open.length - 1);
  const stages = visited.map((place) => pipeline.open[place] ?? pipeline.won);
  const lengths = stages.map((stage, index) => daysIn(draws, stage, index));
  const total = lengths.reduce((sum, days) => sum + days, 0);
  const entries: StageEntry[] = [];
  let passed = 0;
  stages.forEach((stage, index) => {
    const planned = openedAt + ((closedAt - openedAt) * passed) / total;
    passed += lengths[index] ?? 0;
    const time = index === 0 ? openedAt : reviewTime(dayOf(planned));
    const before = entries.at(-1);
    // Whatever would fall on the same moment, or behind the end, is left out: the seller skips a stage.
    if (before !== undefined && (time <= before.at || time >= closedAt || stage === before.stage)) return;
    entries.push({ stage, at: time });
  });
  return [...entries, { stage: pipeline.won, at: closedAt }];
}

/** A deal that is lost, in its own time. */
export function lostCourse(draws: Draws, pipeline: Pipeline, openedAt: number): StageEntry[] {
  const deepest = pipeline.open.length - 1;
  const last = Math.min(weighted(draws.unit(at(S.exit)), LOST_FROM), deepest);
  const entries: StageEntry[] = [];
  let day = dayOf(openedAt);
  let passed = 0;
  stagesVisited(draws, last).forEach((place, index) => {
    const stage = pipeline.open[place] ?? pipeline.lost;
    const before = entries.at(-1);
    const time = before === undefined ? openedAt : reviewTime(Math.max(day + nearest(passed), dayOf(before.at) + 1));
    entries.push({ stage, at: time });
    passed += Math.max(1, daysIn(draws, stage, index));
  });
  day += nearest(passed);
  const end = reviewTime(Math.max(day, dayOf(entries.at(-1)?.at ?? openedAt) + 1));
  const closed = clearedAtQuarterEnd(draws, entries.at(-1)?.at ?? openedAt, end);
  return reopened(draws, pipeline, [...entries, { stage: pipeline.lost, at: closed }]);
}

/** Sales clears its desk for the end of a quarter: much of what would drag on into the next one is closed in the last days. */
export function clearedAtQuarterEnd(draws: Draws, enteredAt: number, closedAt: number): number {
  const { year, month } = civil(dayOf(closedAt));
  const quarterStart = dayNumber(year, month - ((month - 1) % 3), 1);
  const u = draws.unit(at(S.rush));
  if (dayOf(closedAt) - quarterStart >= 21 || u >= 0.45) return closedAt;
  // Four days earlier at least, so that a weekend cannot push it over the end.
  const time = reviewTime(quarterStart - 4 - Math.floor(u * 12));
  return time > enteredAt ? time : closedAt;
}

/** Some lost deals are taken up again, and lost for good some weeks later. */
function reopened(draws: Draws, pipeline: Pipeline, entries: StageEntry[]): StageEntry[] {
  const lost = entries.at(-1);
  const stage = pipeline.open.at(-1);
  if (lost === undefined || stage === undefined || !draws.chance(at(S.reopens), REOPENS)) return entries;
  const again = reviewTime(dayOf(lost.at) + draws.between(at(S.reopenDelay), 10, 60));
  const end = reviewTime(dayOf(again) + draws.between(at(S.reopenLength), 4, 24));
  return [...entries, { stage, at: again }, { stage: pipeline.lost, at: end }];
}

/** What the leaving of a customer makes of the plan: a deal that is still open is lost that day. */
export function cutShort(entries: readonly StageEntry[], pipeline: Pipeline, leftAt: number | null): StageEntry[] {
  if (leftAt === null) return [...entries];
  const kept = entries.filter((entry) => entry.at < leftAt);
  if (kept.length === 0 || kept.at(-1)?.stage.outcome != null) return kept;
  return [...kept, { stage: pipeline.lost, at: Math.max(reviewOf(leftAt), (kept.at(-1)?.at ?? 0) + 3600) }];
}
