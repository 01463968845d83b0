/** How many characters a tree takes, at least and at most. Only what takes a fixed number can be looked at backwards. */
import type { PatternTree } from "./tree.ts";

type Width = readonly [least: number, most: number];

/** `groups` holds the width of each group that is closed already, by number. */
export function widthOf(tree: PatternTree, groups: readonly (Width | undefined)[]): Width {
  switch (tree.kind) {
    case "character":
      return [1, 1];
    case "at":
    case "look":
      return [0, 0];
    case "sequence":
      return tree.items.reduce<Width>((sum, item) => plus(sum, widthOf(item, groups)), [0, 0]);
    case "either":
      return tree.branches.map((branch) => widthOf(branch, groups)).reduce(hull);
    case "group":
      return groups[tree.number] ?? widthOf(tree.body, groups);
    case "atomic":
      return widthOf(tree.body, groups);
    case "repeat": {
      const [least, most] = widthOf(tree.body, groups);
      return [least * tree.least, most === 0 ? 0 : most * tree.most];
    }
    case "reference":
      return groups[tree.number] ?? [0, Infinity];
    case "condition":
      return hull(widthOf(tree.yes, groups), widthOf(tree.no, groups));
  }
}

function plus(a: Width, b: Width): Width {
  return [a[0] + b[0], a[1] + b[1]];
}

function hull(a: Width, b: Width): Width {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}
