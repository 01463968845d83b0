/** Where this room draws its numbers; see `kit/sites.ts` for the rules. */

export const STREAMS = {
  /** Somebody who sells, by place in the roster. */
  owner: 40,
  /** A deal with somebody new, by HubSpot's id of the contact. */
  deal: 41,
  /** What account managers do for a customer, by account id. */
  care: 42,
  /** A deal with a customer, by account id and ordinal. */
  customerDeal: 43,
  /** What is done around a deal, by id of the deal. */
  dealWork: 44,
  /** What is done before there is a deal, by HubSpot's id of the contact. */
  leadWork: 45,
  /** Mail to somebody, by HubSpot's id of the contact. */
  mail: 46,
} as const;

type Range = readonly [from: number, size: number];

/** Of one deal, whoever it is with. */
const COURSE = {
  owner: [0, 1],
  exit: [1, 1],
  lossReason: [2, 1],
  rush: [3, 1],
  reopens: [4, 1],
  reopenDelay: [5, 1],
  reopenLength: [6, 1],
  plan: [7, 1],
  cycle: [8, 1],
  estimate: [9, 1],
  expected: [10, 1],
  colleagues: [11, 1],
  opening: [12, 1],
  amountDay: [13, 1],
  move: [32, 32],
  duration: [64, 32],
} as const satisfies Record<string, Range>;

export const SITES = {
  owner: {
    firstName: [0, 1],
    lastName: [1, 1],
    hired: [2, 1],
    skill: [3, 1],
    leaves: [4, 1],
    leaveDay: [5, 1],
  },
  deal: COURSE,
  care: {
    attempt: [0, 64],
    visit: [64, 256],
    visitType: [320, 256],
    visitMinute: [576, 256],
    visitDetail: [832, 1024],
  },
  customerDeal: COURSE,
  dealWork: {
    count: [0, 32],
    type: [32, 1024],
    day: [1056, 1024],
    minute: [2080, 1024],
    detail: [3104, 4096],
  },
  leadWork: {
    owner: [0, 1],
    count: [1, 1],
    type: [2, 8],
    day: [10, 8],
    minute: [18, 8],
    detail: [32, 32],
  },
  mail: {
    reads: [0, 1],
    engaged: [1, 1],
    /** Four draws for each campaign, by its place in the list. */
    letter: [8, 2048],
    /** Four draws for each message of a series. */
    series: [2056, 256],
    /** Four draws for each product letter, by month since 2018. */
    product: [2312, 1024],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
