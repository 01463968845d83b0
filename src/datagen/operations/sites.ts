/** Where this room draws its numbers; see `kit/sites.ts` for the rules. */

export const STREAMS = {
  /** Noise of a device within a day. */
  deviceHours: 60,
  /** Pours, errors and beats of the devices of the panel. */
  panel: 61,
  /** A technician's visit to a device. */
  visit: 62,
  /** A survey sent to a user. */
  survey: 63,
  /** How the text of a ticket reads, and who wrote it. */
  ticketText: 64,
  /** What changes at a site. */
  site: 65,
} as const;

type Range = readonly [from: number, size: number];

export const SITES = {
  /** Per day number since 1970. */
  deviceHours: {
    jitter: [0, 65536],
    moreJitter: [65536, 65536],
    errorHour: [131072, 65536],
    pressure: [196608, 1],
  },
  /** Per hour since 1970. */
  panel: {
    hour: [0, 1048576],
    drink: [1048576, 1],
  },
  /** Per ordinal of a visit of one kind. */
  visit: {
    start: [0, 128],
    length: [128, 128],
    parts: [256, 128],
    findings: [384, 128],
    waits: [512, 128],
    repairLength: [1024, 4096],
    repairParts: [8192, 4096],
    cleaning: [16384, 512],
    cleaningTime: [17408, 512],
    manualUpdate: [18432, 32],
    updateTime: [18464, 32],
    breaks: [18496, 1],
  },
  /** Per ordinal of a survey of one user. */
  survey: {
    asked: [0, 64],
    responds: [64, 64],
    delay: [128, 64],
    score: [192, 64],
    topic: [256, 64],
    minute: [320, 64],
  },
  ticketText: {
    author: [0, 1],
    subject: [1, 1],
  },
  site: {
    nameDay: [0, 1],
    renamed: [1, 1],
    capacity: [2, 16],
    capacityDay: [18, 16],
    refit: [34, 16],
  },
} as const satisfies Record<keyof typeof STREAMS, Record<string, Range>>;
