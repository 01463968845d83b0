/** Where the faults draw their numbers; see `kit/sites.ts` for the rules. The entity is made of fault, table and row. */

export const STREAMS = {
  fault: 90,
} as const;

type Range = readonly [from: number, size: number];

export const SITES = {
  fault: {
    /** Whether the row is chosen. */
    chosen: [0, 1],
    /** Which of several forms the fault takes. */
    form: [1, 1],
    /** How large it is, or how late. */
    size: [2, 1],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
