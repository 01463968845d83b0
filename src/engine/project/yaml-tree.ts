/** What a YAML file holds, and where each part of it stands. */

export type YamlValue = null | boolean | bigint | number | string | YamlValue[] | YamlRecord;
export interface YamlRecord {
  [key: string]: YamlValue;
}

export type YamlPath = readonly (string | number)[];

/**
 * A value with the places of all its parts. A part stands behind what holds it, parts of one in the order of the file, each as three
 * numbers: where it starts (with its key), where it ends, and the index of what stands behind it and its own parts. Numbers in one list
 * because a project has hundreds of thousands of values, and few are ever asked where they stand.
 */
export interface YamlTree {
  readonly value: YamlValue;
  readonly places: readonly number[];
}

/**
 * From where to where the value at a path stands, with its key; the nearest parent when it is not there. A list or mapping of several
 * lines ends behind the line break and comments of its last value.
 */
export function placeIn(tree: YamlTree, path: YamlPath): readonly [number, number] {
  const { places } = tree;
  let { value } = tree;
  let at = 0;
  for (const step of path) {
    const index = Array.isArray(value) ? Number(step) : Object.keys(recordOf(value)).indexOf(String(step));
    const next = Array.isArray(value) ? value[index] : recordOf(value)[step];
    if (index < 0 || next === undefined) break;
    at += 3;
    for (let skipped = 0; skipped < index; skipped += 1) at = places[at + 2] ?? 0;
    value = next;
  }
  return [places[at] ?? 0, places[at + 1] ?? 0];
}

function recordOf(value: YamlValue): YamlRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
