/**
 * What several checks of one exercise share: data sets, compiled answers, and what these return. Good only while no table changes, so
 * a learner's check never has one; the proof of a lesson does, which asks each wrong answer whether it looks like each other one.
 */
export type Memo = Map<string, Promise<unknown>>;

/** The value under the key, made once; made anew each time where nothing is shared. */
export function remembered<Made>(memo: Memo | undefined, key: string, make: () => Promise<Made>): Promise<Made> {
  if (memo === undefined) return make();
  const made = (memo.get(key) as Promise<Made> | undefined) ?? make();
  memo.set(key, made);
  return made;
}
