/** The same list in an order that follows from a name: everybody sees the same one, again after a reload, and never the right one. */
export function shuffled<T>(items: readonly T[], name: string): readonly T[] {
  let seed = 2166136261;
  for (const character of name) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 16777619);
  const next = (): number => {
    seed = Math.imul(seed ^ (seed >>> 15), 2246822507);
    seed = Math.imul(seed ^ (seed >>> 13), 3266489909);
    return ((seed ^= seed >>> 16) >>> 0) / 4294967296;
  };
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  const same = list.every((item, index) => item === items[index]);
  return same && list.length > 1 ? [...list.slice(1), list[0] as T] : list;
}
