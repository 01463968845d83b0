/** What a YAML file holds, and where each part of it stands. */

export type YamlValue = null | boolean | bigint | number | string | YamlValue[] | YamlRecord;
export interface YamlRecord {
  [key: string]: YamlValue;
}

export type YamlPath = readonly (string | number)[];

/** A value with its place. `keys` are those of a mapping, in the order of the file; `items` its values, or those of a list. */
export interface YamlNode {
  readonly value: YamlValue;
  readonly from: number;
  /** Behind the last character; for a list or mapping of several lines behind the line break and comments of its last value. */
  readonly to: number;
  readonly keys: readonly string[];
  /** Where each key starts. */
  readonly keyStarts: readonly number[];
  readonly items: readonly YamlNode[];
}

/** From where to where the value at a path stands, with its key; the nearest parent when it is not there. */
export function placeIn(root: YamlNode, path: YamlPath): readonly [number, number] {
  let node = root;
  let { from, to } = root;
  for (const step of path) {
    const isList = Array.isArray(node.value);
    const index = isList ? Number(step) : node.keys.indexOf(String(step));
    const next = node.items[index];
    if (next === undefined) break;
    from = isList ? next.from : (node.keyStarts[index] ?? next.from);
    to = next.to;
    node = next;
  }
  return [from, to];
}
