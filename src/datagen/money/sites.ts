/** Where this room draws its numbers; see `kit/sites.ts` for the rules. */

export const STREAMS = {
  /** A Stripe customer, by account id. */
  payer: 20,
  /** The card of a customer, by account id; counters grow with the ordinal of the card. */
  card: 21,
  /** A subscription, by account id times sixteen plus ordinal. */
  agreement: 22,
  /** A webhook delivery, by number of the event. */
  delivery: 23,
} as const;

type Range = readonly [from: number, size: number];

export const SITES = {
  payer: {
    riskLevel: [0, 1],
    riskScore: [1, 1],
    setupFails: [2, 1],
  },
  /** Per ordinal of the card. */
  card: {
    brand: [0, 64],
    funding: [64, 64],
    expiryMonth: [128, 64],
    expiryYear: [192, 64],
  },
  /** The first three once per subscription, the others per ordinal of its invoice. */
  agreement: {
    coupon: [0, 1],
    code: [1, 1],
    onboarding: [2, 1],
    fate: [1024, 2048],
    share: [3072, 2048],
    delay: [5120, 2048],
    reason: [7168, 2048],
    outcome: [9216, 2048],
    decline: [11264, 2048],
    newCard: [13312, 2048],
    leaverRefund: [15360, 2048],
  },
  delivery: {
    fails: [0, 1],
    retries: [1, 1],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
