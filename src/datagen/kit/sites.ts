/**
 * Every place that draws a number, by name. A stream is a kind of entity; inside a stream each site owns a range of counters.
 *
 * Give a new site a fresh counter: never renumber, since that changes all data. `daily(site, k)` gives one counter per day
 * index; the ranges are wide enough for twenty years. A test refuses ranges that overlap.
 */

export const STREAMS = {
  account: 1,
  location: 2,
  device: 3,
  user: 4,
  accountDay: 6,
  deviceDay: 7,
  outage: 8,
  subscriptionDay: 9,
  ticket: 10,
} as const;

/** [first counter, how many]. */
type Range = readonly [from: number, size: number];

export const SITES = {
  account: {
    signupDay: [0, 1],
    businessType: [1, 1],
    size: [2, 1],
    sizeWithin: [3, 1],
    city: [4, 1],
    source: [5, 1],
    quality: [6, 1],
    usage: [7, 1],
    seasonal: [9, 1],
    signupMinute: [11, 1],
    experimentArm: [12, 1],
    ownerFirstName: [13, 1],
    ownerLastName: [14, 1],
    employees: [15, 1],
    revenue: [16, 1],
    franchise: [17, 1],
    franchiseParent: [18, 1],
    franchiseLater: [19, 1],
    nameOffset: [20, 1],
    trialCard: [21, 1],
    planChoice: [22, 1],
    cycleChoice: [23, 1],
    collection: [24, 1],
    metadata: [25, 1],
    userCount: [26, 1],
    suffix: [27, 1],
    reactivates: [28, 8],
    reactivationDelay: [36, 8],
    seasonPause: [44, 16],
    seasonLength: [60, 16],
    openings: [80, 40],
    secondSubscription: [120, 1],
    secondDelay: [121, 1],
    secondPlan: [122, 1],
    emailChange: [124, 1],
    rebrand: [125, 1],
    rebrandDay: [126, 1],
    websiteChange: [127, 1],
    yearlyHeadcount: [130, 20],
    yearlyHeadcountDay: [150, 20],
    yearlyRevenue: [170, 20],
    trialOutcome: [190, 1],
    emailDay: [191, 1],
    websiteDay: [192, 1],
    automates: [193, 1],
    sizeRounding: [194, 1],
    laterOpenings: [200, 24],
  },
  location: {
    street: [1, 1],
    houseNumber: [2, 1],
    zip: [3, 1],
    size: [4, 1],
    latitude: [5, 1],
    longitude: [6, 1],
    lifetime: [7, 1],
    deviceCount: [8, 1],
  },
  device: {
    type: [0, 1],
    model: [1, 1],
    installDelay: [2, 1],
    flakiness: [3, 1],
    usage: [4, 1],
    network: [5, 1],
    lifetime: [6, 1],
    replaceDelay: [7, 1],
    temperature: [8, 1],
    firmwareLag: [10, 32],
    statusNow: [50, 1],
    visitDelay: [64, 128],
    visitMissed: [192, 128],
  },
  user: {
    firstName: [0, 1],
    lastName: [1, 1],
    role: [2, 1],
    inviteDelay: [3, 1],
    acceptDelay: [4, 1],
    leaves: [6, 1],
    location: [8, 1],
    minute: [9, 1],
  },
  /** Per day of an account's life. */
  accountDay: {
    drift: [0, 8192],
    driftPath: [8192, 8192],
    driftLength: [16384, 8192],
    driftDepth: [24576, 8192],
    tickets: [32768, 8192],
    automatedOrdering: [40960, 8192],
    customReports: [49152, 8192],
  },
  /** Per day of a subscription's life. */
  subscriptionDay: {
    cancel: [0, 8192],
    planMove: [8192, 8192],
    payment: [16384, 8192],
    recovers: [24576, 8192],
    recoverDelay: [32768, 8192],
    giveUp: [40960, 8192],
    pause: [49152, 8192],
    pauseLength: [57344, 8192],
    cancelReason: [65536, 8192],
    payDelay: [73728, 8192],
    writeOff: [81920, 8192],
  },
  /** Per ticket ordinal of an account. */
  ticket: {
    cause: [0, 1],
    device: [1, 1],
    minute: [2, 1],
    priority: [3, 1],
    channel: [4, 1],
    responseLuck: [5, 1],
    workLuck: [6, 1],
    reopens: [7, 1],
    reopenedWork: [8, 1],
    rates: [9, 1],
    rating: [10, 1],
    ratingDelay: [11, 1],
    site: [12, 1],
  },
  /** Per outage ordinal of a device. */
  outage: {
    gap: [0, 4096],
    length: [4096, 4096],
    cause: [8192, 4096],
  },
  /** Per day number since 1970 of a device. */
  deviceDay: {
    noise: [0, 65536],
    errors: [65536, 65536],
    week: [131072, 16384],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;

/** The counter of a site, or of its k-th draw. */
export function at(range: Range, k = 0): number {
  if (k < 0 || k >= range[1]) throw outside(range, k);
  return range[0] + k;
}

/** Beside `at`, which is small so that it costs next to nothing where it is called. */
function outside(range: Range, k: number): RangeError {
  return new RangeError(`Draw ${String(k)} is outside a site of ${String(range[1])} counters.`);
}
