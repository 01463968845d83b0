/** Days, zones, windows and gaps: where a boundary lies, and which rows a frame holds. */
import type { AnsweredExercise } from "./exercises.ts";

const pours = "{{ ref('pours') }}";
const ZONE = "Europe/Zurich";
const perDay = (day: string, where = "true"): string =>
  `select ${day} as day, count(*) as pours from ${pours} where ${where} group by 1`;

/** Pours are written in UTC; the bar's day is one or two hours ahead. */
export const LOCAL_DAYS: AnsweredExercise = {
  name: "pours of each local day",
  once: true,
  tables: {
    pours: `select pour_id, poured_at::timestamp as poured_at from (values
      (1, '2025-01-30 23:30:00'), (2, '2025-01-31 10:00:00'), (3, '2025-01-31 22:59:59'), (4, '2025-01-31 23:00:00'),
      (5, '2025-02-01 12:00:00'), (6, '2025-02-01 00:20:00')
    ) as pours (pour_id, poured_at)`,
  },
  hidden: {
    pours: `select pour_id, poured_at::timestamp as poured_at from (values
      (1, '2025-07-01 21:59:59'), (2, '2025-07-01 22:00:00'), (3, '2025-07-01 22:30:00'), (4, '2025-12-31 22:30:00'),
      (5, '2025-12-31 23:00:00')
    ) as pours (pour_id, poured_at)`,
  },
  grain: "one row for each day",
  key: ["day"],
  columns: ["day", "pours"],
  anti: {
    "M-UTC": perDay("poured_at::date"),
    "M-ZONESIGN": perDay(`(poured_at at time zone '${ZONE}' at time zone 'UTC')::date`),
    "M-SUMMER": perDay("(poured_at + interval 1 hour)::date"),
  },
  right: [
    perDay(`(poured_at at time zone 'UTC' at time zone '${ZONE}')::date`),
    perDay(`timezone('${ZONE}', timezone('UTC', poured_at))::date`),
    perDay(`date_trunc('day', poured_at at time zone 'UTC' at time zone '${ZONE}')`),
    perDay(`cast(strftime(poured_at at time zone 'UTC' at time zone '${ZONE}', '%Y-%m-%d') as date)`),
    perDay("(poured_at + if(month(poured_at) between 4 and 9, interval 2 hour, interval 1 hour))::date"),
    `with local as (select poured_at at time zone 'UTC' at time zone '${ZONE}' as poured from ${pours}) select make_date(year(poured), month(poured), day(poured)) as day, sum(1) as pours from local group by all order by day desc`,
    `select distinct (poured_at at time zone 'UTC' at time zone '${ZONE}')::date as day, count(*) over (partition by (poured_at at time zone 'UTC' at time zone '${ZONE}')::date) as pours from ${pours}`,
  ],
  wrong: [
    ["M-UTC", perDay("date_trunc('day', poured_at)"), "M-UTC"],
    ["M-UTC", perDay("cast(poured_at as date)"), "M-UTC"],
    [
      "M-ZONESIGN",
      perDay("(poured_at - if(month(poured_at) between 4 and 9, interval 2 hour, interval 1 hour))::date"),
      "M-ZONESIGN",
    ],
    ["M-SUMMER", perDay("date_trunc('day', poured_at + interval 60 minute)"), "M-SUMMER"],
    ["M-SUMMER", perDay("(poured_at at time zone 'UTC' at time zone 'Etc/GMT-1')::date"), "M-SUMMER"],
    [null, perDay("(poured_at + interval 2 hour)::date"), "boundary"],
    [null, perDay("(poured_at + interval 1 day)::date")],
    [null, perDay(`(poured_at at time zone 'UTC' at time zone '${ZONE}')`), "missing"],
    [
      null,
      perDay(`(poured_at at time zone 'UTC' at time zone '${ZONE}')::date`, "poured_at < '2025-02-01'"),
      "boundary",
    ],
    [null, perDay(`(poured_at at time zone 'UTC' at time zone '${ZONE}')::date::varchar`), "is VARCHAR, but"],
    [
      null,
      `select (poured_at at time zone 'UTC' at time zone '${ZONE}')::date as day, count(*) as count from ${pours} group by 1`,
      '"pours" is missing',
    ],
  ],
};

const days = "{{ ref('readings') }}";
const mean = (frame: string): string =>
  `select device_id, day, avg(reading) over (partition by device_id order by day ${frame}) as mean from ${days}`;
const THREE_DAYS = "range between interval 2 day preceding and current row";

export const WINDOWS: AnsweredExercise = {
  name: "mean of three days",
  once: true,
  tables: {
    readings: `select * from (values
      (1, date '2025-01-01', 10), (1, date '2025-01-02', 20), (1, date '2025-01-05', 30), (1, date '2025-01-06', 50), (2, date '2025-01-01', 4),
      (2, date '2025-01-02', null), (2, date '2025-01-03', 8)
    ) as readings (device_id, day, reading)`,
  },
  hidden: {
    readings: `select * from (values
      (7, date '2025-02-27', 1), (7, date '2025-03-01', 2), (7, date '2025-03-02', 6), (8, date '2025-03-02', null)
    ) as readings (device_id, day, reading)`,
  },
  grain: "one row for each device and day",
  key: ["device_id", "day"],
  columns: ["device_id", "day", "mean"],
  anti: {
    "M-FRAME": mean("rows between 2 preceding and current row"),
    "M-WHOLE": `select device_id, day, avg(reading) over (partition by device_id) as mean from ${days}`,
    "M-NOPARTITION": `select device_id, day, avg(reading) over (order by day ${THREE_DAYS}) as mean from ${days}`,
  },
  right: [
    mean(THREE_DAYS),
    `select device_id, day, sum(reading) over w / count(reading) over w as mean from ${days} window w as (partition by device_id order by day ${THREE_DAYS})`,
    `select now.device_id, now.day, avg(past.reading) as mean from ${days} as now join ${days} as past on past.device_id = now.device_id and past.day between now.day - 2 and now.day group by all`,
    `select now.device_id, now.day, (select avg(past.reading) from ${days} as past where past.device_id = now.device_id and past.day > now.day - 3 and past.day <= now.day) as mean from ${days} as now`,
    mean("range between interval 47 hour preceding and current row").replace("interval 47 hour", "interval 2 day"),
    `select device_id, day::timestamp as day, round(mean, 8) as mean from (${mean(THREE_DAYS)})`,
    mean("range between interval 2 day preceding and interval 0 day following"),
  ],
  wrong: [
    ["M-FRAME", mean("rows 2 preceding"), "M-FRAME"],
    [
      "M-FRAME",
      `select device_id, day, list_avg(list_slice(list(reading) over (partition by device_id order by day rows between 2 preceding and current row), 1, 3)) as mean from ${days}`,
      "M-FRAME",
    ],
    ["M-WHOLE", mean("rows between unbounded preceding and unbounded following"), "M-WHOLE"],
    [
      "M-WHOLE",
      `select now.device_id, now.day, avg(other.reading) as mean from ${days} as now join ${days} as other using (device_id) group by all`,
      "M-WHOLE",
    ],
    [
      "M-NOPARTITION",
      `select now.device_id, now.day, avg(past.reading) as mean from ${days} as now join ${days} as past on past.day between now.day - 2 and now.day group by all`,
      "M-NOPARTITION",
    ],
    [null, mean(""), '"mean" differs'],
    [null, mean("range between interval 3 day preceding and current row")],
    [null, mean("range between interval 1 day preceding and current row"), '"mean" differs'],
    [null, mean("range between interval 2 day preceding and interval 1 day following"), '"mean" differs'],
    [null, mean(THREE_DAYS).replace("avg(", "sum("), '"mean" differs'],
    [null, mean(THREE_DAYS).replace("avg(reading)", "avg(coalesce(reading, 0))"), '"mean" differs'],
    [null, `select * from (${mean(THREE_DAYS)}) where day > date '2025-01-01'`, "missing"],
    [
      "M-FANOUT",
      `select now.device_id, now.day, past.reading as mean from ${days} as now join ${days} as past on past.device_id = now.device_id and past.day between now.day - 2 and now.day`,
      "counted",
    ],
  ],
};

const beats = "{{ ref('beats') }}";
const sessions = (isNew: string, count = "max(session)"): string =>
  `with gaps as (select device_id, beat_at, lag(beat_at) over w as last_at from ${beats} window w as (partition by device_id order by beat_at)), numbered as (select device_id, sum(case when ${isNew} then 1 else 0 end) over (partition by device_id order by beat_at) as session from gaps) select device_id, ${count} as sessions from numbered group by device_id`;

/** A silence of more than 15 minutes ends a session. */
export const SESSIONS: AnsweredExercise = {
  name: "sessions of heartbeats",
  once: true,
  tables: {
    beats: `select device_id, ('2025-01-01 ' || clock)::timestamp as beat_at from (values
      (1, '00:00'), (1, '00:05'), (1, '00:10'), (1, '00:40'), (1, '00:45'), (2, '08:00'), (2, '08:15'), (2, '08:31')
    ) as beats (device_id, clock)`,
  },
  hidden: {
    beats: `select device_id, ('2025-01-01 ' || clock)::timestamp as beat_at from (values
      (5, '10:00'), (6, '09:00'), (6, '09:15'), (6, '09:30'), (6, '10:00'), (6, '10:00')
    ) as beats (device_id, clock)`,
  },
  grain: "one row for each device",
  key: ["device_id"],
  columns: ["device_id", "sessions"],
  anti: {
    "M-NULLFIRST": sessions("beat_at - last_at > interval 15 minute", "max(session)"),
    "M-GAPEDGE": sessions("last_at is null or beat_at - last_at >= interval 15 minute"),
    "M-BUCKET": `select device_id, count(distinct time_bucket(interval 15 minute, beat_at)) as sessions from ${beats} group by device_id`,
    "M-COUNTROWS": `select device_id, count(*) as sessions from ${beats} group by device_id`,
  },
  right: [
    sessions("last_at is null or beat_at - last_at > interval 15 minute"),
    sessions("coalesce(beat_at - last_at > interval 15 minute, true)"),
    sessions("last_at is null or date_diff('second', last_at, beat_at) > 900", "count(distinct session)"),
    sessions("beat_at - last_at > interval 15 minute", "max(session) + 1"),
    sessions("(beat_at - last_at <= interval 15 minute) is not true"),
    `select device_id, count(*) as sessions from (select * from ${beats} qualify coalesce(beat_at - lag(beat_at) over (partition by device_id order by beat_at) > interval 15 minute, true)) group by device_id`,
    `select now.device_id, count(distinct now.beat_at) as sessions from ${beats} as now where not exists (select 1 from ${beats} as before where before.device_id = now.device_id and before.beat_at < now.beat_at and before.beat_at >= now.beat_at - interval 15 minute) group by now.device_id`,
  ],
  wrong: [
    ["M-NULLFIRST", sessions("date_diff('second', last_at, beat_at) > 900"), "M-NULLFIRST"],
    ["M-NULLFIRST", sessions("last_at is not null and beat_at > last_at + interval 15 minute"), "M-NULLFIRST"],
    ["M-GAPEDGE", sessions("coalesce(beat_at >= last_at + interval 15 minute, true)"), "M-GAPEDGE"],
    ["M-GAPEDGE", sessions("last_at is null or date_diff('minute', last_at, beat_at) > 14"), "M-GAPEDGE"],
    [
      "M-BUCKET",
      `select device_id, count(distinct epoch(beat_at)::bigint // 900) as sessions from ${beats} group by device_id`,
      "M-BUCKET",
    ],
    ["M-COUNTROWS", `select device_id, sum(1) as sessions from ${beats} group by device_id`, "M-COUNTROWS"],
    ["M-COUNTROWS", sessions("true", "count(*)"), "M-COUNTROWS"],
    [null, sessions("last_at is null or beat_at - last_at > interval 30 minute"), "0.5 times"],
    [null, sessions("last_at is null or beat_at - last_at > interval 1 minute"), '"sessions" differs'],
    [
      null,
      sessions("last_at is null or beat_at - last_at > interval 15 minute").replaceAll(
        "partition by device_id order",
        "order",
      ),
    ],
    [
      null,
      `select * from (${sessions("last_at is null or beat_at - last_at > interval 15 minute")}) where sessions > 2`,
      "missing",
    ],
    ["M-LITERAL", `select device_id, 2 as sessions from ${beats} group by device_id having device_id < 3`],
  ],
};
