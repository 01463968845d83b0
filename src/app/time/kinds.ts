/** Categories -> one of six tints, each with a hatching of its own, so that they are told apart without colour. */

export const KINDS = 6;

/** What is left over after the tints shares the last, grey one; so does what has no category. */
export function kindOf(category: string | null, kinds: readonly (string | null)[]): number {
  const at = category === null ? -1 : kinds.indexOf(category);
  return at < 0 || at >= KINDS - 1 ? KINDS - 1 : at;
}
