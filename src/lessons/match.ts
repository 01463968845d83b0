/** Largest one-to-one matching in a two-sided graph (augmenting paths); the caller's preferred pairs come first in `choices`. */
export function matchPairs(choices: readonly (readonly number[])[], rightCount: number): readonly (number | null)[] {
  const leftOf: (number | null)[] = Array.from({ length: rightCount }, () => null);
  const rightOf: (number | null)[] = choices.map(() => null);

  const augment = (left: number, seen: Set<number>): boolean => {
    for (const right of choices[left] ?? []) {
      if (seen.has(right)) continue;
      seen.add(right);
      const holder = leftOf[right] ?? null;
      if (holder === null || augment(holder, seen)) {
        leftOf[right] = left;
        rightOf[left] = right;
        return true;
      }
    }
    return false;
  };

  // First choices that nobody else holds yet are kept, so that a preferred pair is broken only to save another one.
  choices.forEach((rights, left) => {
    const first = rights[0];
    if (first === undefined || leftOf[first] !== null) return;
    leftOf[first] = left;
    rightOf[left] = first;
  });
  choices.forEach((_, left) => {
    if (rightOf[left] === null) augment(left, new Set());
  });
  return rightOf;
}
