/**
 * Every place of the lifecycle company that draws a number, by name; see `kit/sites.ts` for the rules. Ranges of the studio are per
 * month of its contract, ranges of the user per session.
 */

export const STREAMS = {
  studio: 80,
  contract: 81,
  user: 82,
  session: 83,
} as const;

/** [first counter, how many]. */
type Range = readonly [from: number, size: number];

/** Most sessions of one user; whoever gets there has used the product daily for six years. */
export const MOST_SESSIONS = 2048;
/** Draws that one session may use for what happens in it. */
export const DRAWS_PER_SESSION = 32;

export const SITES = {
  studio: {
    createdDay: [0, 1],
    createdMinute: [1, 1],
    plan: [2, 1],
    seats: [3, 1],
    converts: [4, 1],
    convertEarly: [5, 1],
    term: [6, 1],
    country: [7, 1],
    source: [8, 1],
    longTrial: [9, 1],
    deletes: [10, 1],
    deleteDelay: [11, 1],
    fill: [12, 1],
    returns: [20, 8],
    returnDelay: [28, 8],
    returnCampaign: [36, 8],
    returnSeats: [44, 8],
  },
  /** Keyed by studio; counted in months since its first contract, over all its contracts. */
  contract: {
    freeze: [0, 256],
    freezeLength: [256, 256],
    grow: [512, 256],
    growBy: [768, 256],
    shrink: [1024, 256],
    shrinkBy: [1280, 256],
    fails: [1536, 256],
    failKind: [1792, 256],
    recovers: [2048, 256],
    recoverDelay: [2304, 256],
    leaves: [2560, 256],
    dayOfMonth: [2816, 256],
    growReason: [3072, 256],
  },
  user: {
    firstName: [0, 1],
    lastName: [1, 1],
    country: [2, 1],
    source: [3, 1],
    inviteDelay: [4, 1],
    inviter: [5, 1],
    minute: [6, 1],
    starts: [7, 1],
    rhythm: [8, 1],
    firstProduct: [9, 1],
    phone: [10, 1],
    keen: [11, 1],
    resumes: [12, 1],
    deletes: [13, 1],
    deleteDelay: [14, 1],
    deleteReason: [15, 1],
  },
  session: {
    gap: [0, 2048],
    stop: [2048, 2048],
    pause: [4096, 2048],
    weekend: [6144, 2048],
    minute: [8192, 2048],
    product: [10240, 2048],
    adopts: [12288, 2048],
    nextProduct: [14336, 2048],
    phone: [16384, 2048],
    campaign: [18432, 2048],
    steps: [32768, 65536],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
