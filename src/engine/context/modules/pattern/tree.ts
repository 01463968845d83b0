/** A regular expression of Python as a tree; what `parse.ts` makes and `compile.ts` reads. */
import type { CharacterSet } from "./character-set.ts";

export const FLAGS = {
  ASCII: 256,
  IGNORECASE: 2,
  LOCALE: 4,
  MULTILINE: 8,
  DOTALL: 16,
  VERBOSE: 64,
  UNICODE: 32,
} as const;

/** Places between characters. `end` allows one line end behind it, `very-end` does not. */
export type Where = "start" | "line-start" | "end" | "line-end" | "very-end" | "boundary" | "no-boundary";

export type PatternTree =
  | { readonly kind: "character"; readonly set: CharacterSet }
  | { readonly kind: "at"; readonly where: Where; readonly ascii: boolean }
  | { readonly kind: "sequence"; readonly items: readonly PatternTree[] }
  | { readonly kind: "either"; readonly branches: readonly PatternTree[] }
  | { readonly kind: "group"; readonly number: number; readonly body: PatternTree }
  | { readonly kind: "atomic"; readonly body: PatternTree }
  | {
      readonly kind: "repeat";
      readonly body: PatternTree;
      readonly least: number;
      /** `Infinity` for no end. */
      readonly most: number;
      readonly lazy: boolean;
    }
  | {
      readonly kind: "look";
      /** Characters to step back first; null looks ahead. */
      readonly back: number | null;
      readonly negative: boolean;
      readonly body: PatternTree;
    }
  | { readonly kind: "reference"; readonly number: number; readonly fold: ((code: number) => number) | null }
  | { readonly kind: "condition"; readonly number: number; readonly yes: PatternTree; readonly no: PatternTree };

export interface ParsedPattern {
  readonly tree: PatternTree;
  /** As Python reports them: with UNICODE unless ASCII is asked for. */
  readonly flags: number;
  /** Group names, by number. */
  readonly names: ReadonlyMap<string, number>;
  readonly groups: number;
}
