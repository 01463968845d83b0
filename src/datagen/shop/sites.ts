/**
 * Every place of the hardware shop that draws a number, by name; see `kit/sites.ts` for the rules.
 *
 * Customers are keyed by their application account, prospects from `PROSPECT_KEYS` on, so that both share one stream.
 */

/** Prospects are numbered after any application account that could be. */
export const PROSPECT_KEYS = 500000;

export const STREAMS = {
  account: 70,
  contact: 71,
  deal: 72,
  care: 73,
  ticket: 74,
  install: 75,
  reorder: 76,
  dealOrder: 77,
  product: 78,
} as const;

/** [first counter, how many]. */
type Range = readonly [from: number, size: number];

/** What is drawn for an order, whatever led to it. */
const ORDER = {
  minute: [0, 1],
  payment: [1, 1],
  fate: [2, 1],
  handling: [3, 1],
  transit: [4, 1],
  lines: [5, 1],
  delay: [6, 1],
  product: [10, 8],
  quantity: [18, 8],
  discount: [26, 8],
  returned: [34, 8],
} as const satisfies Record<string, Range>;

export const SITES = {
  account: {
    buys: [0, 1],
    createdDelay: [1, 1],
    owner: [2, 1],
    source: [3, 1],
    businessType: [5, 1],
    firstName: [6, 1],
    lastName: [7, 1],
    createdDay: [8, 1],
    employees: [9, 1],
    revenue: [10, 1],
    phone: [11, 1],
    shipsElsewhere: [12, 1],
    house: [13, 1],
    street: [14, 1],
    contacts: [15, 1],
    firstDeal: [16, 1],
    prospectDeals: [17, 1],
    dealGap: [20, 64],
    dealMinute: [1900, 64],
    reorderGap: [100, 512],
    ticketGap: [700, 512],
    careGap: [1300, 512],
  },
  contact: {
    title: [0, 1],
    phone: [1, 1],
    delay: [2, 1],
    status: [3, 1],
    statusDelay: [4, 1],
    firstName: [5, 1],
    lastName: [6, 1],
  },
  deal: {
    wins: [0, 1],
    exit: [1, 1],
    owner: [2, 1],
    contact: [3, 1],
    title: [4, 1],
    expected: [5, 1],
    description: [6, 1],
    source: [7, 1],
    rush: [9, 1],
    reopens: [10, 1],
    reopenDelay: [11, 1],
    reopenWins: [12, 1],
    reopenLength: [13, 1],
    lossReason: [14, 1],
    duration: [20, 24],
    move: [44, 24],
    minute: [68, 24],
    activityCount: [92, 24],
    activityAt: [120, 96],
    activityType: [216, 96],
    activityMinute: [312, 96],
    activityOutcome: [408, 96],
    activityLength: [504, 96],
    activityDone: [600, 96],
    activityText: [696, 96],
    activityContact: [792, 96],
  },
  /** One activity that belongs to no deal; keyed by account and ordinal. */
  care: {
    type: [0, 1],
    minute: [1, 1],
    outcome: [2, 1],
    length: [3, 1],
    done: [4, 1],
    text: [5, 1],
    contact: [6, 1],
  },
  ticket: {
    category: [0, 1],
    priority: [1, 1],
    resolution: [2, 1],
    response: [3, 1],
    minute: [4, 1],
    text: [5, 1],
    agent: [6, 1],
    waits: [7, 1],
    contact: [8, 1],
    outcome: [9, 1],
    describes: [10, 1],
  },
  install: {
    accessories: [1, 1],
    payment: [3, 1],
    accessory: [8, 4],
  },
  /** Orders for supplies, keyed by account and ordinal. */
  reorder: ORDER,
  /** The basket of a deal and the order that follows when it is won, keyed as the deal. */
  dealOrder: ORDER,
  product: {
    stockPhase: [0, 1],
    stockCycle: [1, 1],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
