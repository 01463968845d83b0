/**
 * The data of other companies for hidden variants `seed:N`. They are made and built one table at a time, each in a job of its own, so
 * that whatever the learner asks for meanwhile comes in between; what a check still lacks then, the check builds.
 */
import { succeed, type Outcome } from "../../engine/core/errors.ts";
import type { CancelSignal } from "../../engine/core/signal.ts";
import type { Engine } from "../../engine/index.ts";
import type { Lesson } from "../../lessons/pack.ts";
import { refNames } from "../../lessons/sql-guard.ts";
import type { Bench } from "../workbench.ts";

export class SeedRoom {
  readonly #bench: Pick<Bench, "openOtherSeed">;
  readonly #opened = new Map<number, Promise<Outcome<Engine>>>();

  constructor(bench: Pick<Bench, "openOtherSeed">) {
    this.#bench = bench;
  }

  /** The project on that company's data, read once. */
  readonly open = async (seed: number): Promise<Outcome<Engine>> => {
    const opening = this.#opened.get(seed) ?? this.#bench.openOtherSeed(seed);
    this.#opened.set(seed, opening);
    const opened = await opening.catch((thrown: unknown) => {
      this.#opened.delete(seed);
      throw thrown;
    });
    if (!opened.ok) this.#opened.delete(seed);
    return opened;
  };

  /** Builds the next table that the lesson's hidden variants lack. Resolves to how many are left after it. */
  async step(lesson: Lesson, signal: CancelSignal): Promise<Outcome<number>> {
    let left = 0;
    let isBuilt = false;
    for (const [seed, names] of wantedOf(lesson)) {
      const opened = await this.open(seed);
      if (!opened.ok) return opened;
      const engine = opened.value;
      const ids = [...engine.manifest.nodes.values()].flatMap((node) =>
        names.has(node.name) && node.relation_name !== null && node.resource_type !== "source" ? [node.unique_id] : [],
      );
      const missing = await engine.standUp(ids, { mostTables: 0, signal });
      if (!missing.ok) return missing;
      const [next, ...more] = missing.value;
      if (next === undefined) continue;
      if (isBuilt) {
        left += missing.value.length;
        continue;
      }
      const built = await engine.standUp([next], { mostTables: Infinity, signal });
      if (!built.ok) return built;
      isBuilt = true;
      left += more.length;
    }
    return succeed(left);
  }
}

/** Seed -> names of the models that the solutions read. */
function wantedOf(lesson: Lesson): ReadonlyMap<number, ReadonlySet<string>> {
  const wanted = new Map<number, Set<string>>();
  for (const exercise of lesson.exercises) {
    if (!("variants" in exercise)) continue;
    for (const variant of exercise.variants) {
      if (variant.kind !== "seed") continue;
      const names = wanted.get(variant.seed) ?? new Set();
      for (const name of refNames(exercise.solution)) names.add(name);
      wanted.set(variant.seed, names);
    }
  }
  return wanted;
}
