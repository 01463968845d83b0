/** Where this room draws its numbers; see `kit/sites.ts` for the rules. */

export const STREAMS = {
  /** How a campaign did on a day, by place of the campaign in the list. */
  performance: 47,
  /** Whom an advertiser counts as its own, by account id. */
  credit: 48,
  /** A form that was filled in on the business network, by HubSpot's id of the contact. */
  response: 49,
} as const;

type Range = readonly [from: number, size: number];

/** Days are counted from `FIRST_DAY` of `delivery.ts`. */
const DAYS = 16384;

export const SITES = {
  performance: {
    noise: [0, DAYS],
    impressions: [DAYS, DAYS],
    reach: [2 * DAYS, DAYS],
    /** Eight a day: one for each part. */
    clicks: [3 * DAYS, 8 * DAYS],
  },
  credit: {
    viewed: [0, 1],
    place: [1, 1],
  },
  response: {
    fills: [0, 1],
    delay: [1, 1],
    minute: [2, 1],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
