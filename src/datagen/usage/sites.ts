/** Where this room draws its numbers; see `kit/sites.ts` for the rules. Days are counted since 1970. */

export const STREAMS = {
  /** A person, by key of the user. */
  person: 50,
  /** A person's day. */
  personDay: 51,
  /** What an account's programs ask of the interface. */
  api: 52,
  /** Rates of exchange, by currency. */
  currency: 53,
  /** The brand survey. */
  survey: 54,
} as const;

type Range = readonly [from: number, size: number];

const DAYS = 32768;

export const SITES = {
  person: {
    device: [0, 1],
    browser: [1, 1],
    hour: [2, 1],
    promotion: [3, 1],
    promotionDelay: [4, 1],
    phone: [5, 1],
    sampled: [6, 1],
    /** Per feature. */
    adopts: [10, 64],
    adoptionDelay: [80, 64],
    /** Per stretch of 120 days since the first login. */
    habit: [200, 200],
  },
  personDay: {
    comes: [0, DAYS],
    visits: [DAYS, DAYS],
    minute: [2 * DAYS, 4 * DAYS],
    pages: [6 * DAYS, 4 * DAYS],
    device: [10 * DAYS, 4 * DAYS],
    trouble: [14 * DAYS, 4 * DAYS],
    /** Per day and feature. */
    feature: [32 * DAYS, 32 * DAYS],
    /** Per day, visit and page. */
    page: [64 * DAYS, 64 * DAYS],
  },
  api: {
    starts: [0, 1],
    startDelay: [1, 1],
    endpoint: [2, 8],
    volume: [10, 8],
    day: [DAYS, 8 * DAYS],
  },
  currency: {
    month: [0, 256],
    day: [DAYS, DAYS],
  },
  survey: {
    month: [0, 256],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
