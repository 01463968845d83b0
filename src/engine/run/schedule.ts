/**
 * Runs steps as soon as what they wait for has ended, at most `slots` at once, first come first served.
 *
 * A step that waits for something that is not among the steps never becomes ready and is left out.
 */
export interface Waiting<Id> {
  readonly id: Id;
  readonly waitsFor: readonly Id[];
}

/** `slot` is the number, from 0, of the place that the step runs in. */
export async function inOrder<Id, Step extends Waiting<Id>>(
  steps: readonly Step[],
  slots: number,
  work: (step: Step, slot: number) => Promise<void>,
): Promise<void> {
  const open = new Map<Id, number>();
  const followers = new Map<Id, Step[]>();
  for (const step of steps) {
    open.set(step.id, step.waitsFor.length);
    for (const parent of step.waitsFor) {
      const known = followers.get(parent);
      if (known) known.push(step);
      else followers.set(parent, [step]);
    }
  }
  const ready = steps.filter((step) => step.waitsFor.length === 0);
  let next = 0;
  const free = Array.from({ length: slots }, (_, index) => slots - 1 - index);
  const running = new Set<Promise<void>>();
  const start = (step: Step, slot: number): void => {
    const run = work(step, slot).then(() => {
      free.push(slot);
      running.delete(run);
      for (const follower of followers.get(step.id) ?? []) {
        const left = (open.get(follower.id) ?? 0) - 1;
        open.set(follower.id, left);
        if (left === 0) ready.push(follower);
      }
    });
    running.add(run);
  };
  for (;;) {
    for (let step = ready[next]; step !== undefined && free.length > 0; step = ready[next]) {
      next += 1;
      start(step, free.pop() ?? 0);
    }
    if (running.size === 0) return;
    await Promise.race(running);
  }
}
