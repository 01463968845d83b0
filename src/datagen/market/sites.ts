/** Where this room draws its numbers; see `kit/sites.ts` for the rules. */

export const STREAMS = {
  /** The way of a named person to the first form, by key of the person. */
  way: 30,
  /** A visitor who never gives a name, by number. */
  anonymous: 31,
  /** A business that will not sign up, by number. */
  prospect: 32,
  /** A contact, by key of the person. */
  person: 33,
  /** The sales side of an account's company, by account id. */
  accountLead: 34,
  /** Where the prospects of a block of the calendar live. */
  place: 35,
  /** Which lists a contact is put on, by HubSpot's id. */
  listing: 36,
  /** Whether a visitor lets advertisers follow, by number behind the cookie. */
  consent: 37,
} as const;

type Range = readonly [from: number, size: number];

export const SITES = {
  way: {
    firstChannel: [0, 1],
    cause: [1, 1],
    keen: [2, 1],
    exposure: [3, 16],
    fillers: [20, 1],
    shuffle: [21, 16],
    fillerChannel: [40, 16],
    lateLast: [56, 1],
    latePick: [57, 1],
    latePlace: [58, 4],
    length: [62, 1],
    day: [64, 16],
    minute: [80, 16],
    campaign: [96, 16],
    landing: [112, 16],
    pages: [128, 16],
    seconds: [144, 16],
  },
  anonymous: {
    day: [0, 1],
    city: [1, 1],
    firstChannel: [2, 1],
    keen: [3, 1],
    large: [4, 1],
    exposure: [5, 16],
    fillers: [21, 1],
    fillerChannel: [24, 16],
    length: [40, 1],
    visitDay: [48, 16],
    minute: [64, 16],
    campaign: [80, 16],
    landing: [96, 16],
    pages: [112, 16],
    seconds: [128, 16],
    shuffle: [144, 16],
  },
  prospect: {
    day: [0, 1],
    minute: [1, 1],
    businessType: [2, 1],
    suffix: [3, 1],
    employees: [4, 1],
    revenue: [5, 1],
    sites: [6, 1],
    people: [7, 1],
    firstChannel: [8, 1],
  },
  person: {
    firstName: [0, 1],
    lastName: [1, 1],
    title: [2, 1],
    form: [3, 1],
    delay: [4, 1],
    minute: [5, 1],
    byForm: [6, 1],
    mailbox: [7, 1],
    optsOut: [8, 1],
    optOutDelay: [9, 1],
    duplicate: [10, 1],
    duplicateDelay: [11, 1],
    mergeDelay: [12, 1],
    chain: [13, 1],
    sqlDelay: [14, 1],
    opportunityDelay: [15, 1],
    disqualified: [16, 1],
    reason: [17, 1],
    clicks: [18, 1],
    clickGap: [19, 8],
    again: [28, 1],
    againDelay: [29, 1],
    againForm: [30, 1],
    againChannel: [31, 1],
    againVisit: [32, 8],
    cold: [40, 1],
  },
  accountLead: {
    throughSales: [0, 1],
    talkDays: [1, 1],
    form: [2, 1],
    formMinute: [3, 1],
    between: [4, 1],
    betweenDay: [5, 4],
    betweenChannel: [9, 4],
    talkDaysWithin: [16, 1],
    loginDelay: [17, 1],
  },
  consent: {
    given: [0, 1],
  },
  listing: {
    newsletter: [0, 1],
    survey: [1, 16],
  },
  place: {
    order: [0, 128],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
