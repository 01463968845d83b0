/** The fleet, its outages, hours and visits, and the calls of programs, counted again from the devices' own records. */
import { DAYS, dayOf, ratio, sumOf, type MetricsLab } from "./metrics-lab.ts";

interface Outage {
  readonly start: number;
  readonly day: number;
  readonly minutes: number;
  readonly isOpen: boolean;
}

/** Stretches in which a device was down, told by its states: each state lasts until the next one begins. */
async function outagesOf(lab: MetricsLab): Promise<readonly Outage[]> {
  const rows = await lab.rows(
    "select events.device_id, events.outage_id, events.device_status, cast(epoch(events.occurred_at) / 60 as double) as minute from {{ ref('stg_app_database__device_status_events') }} as events inner join {{ ref('stg_app_database__devices') }} as devices on events.device_id = devices.device_id inner join {{ ref('stg_app_database__accounts') }} as accounts on devices.customer_id = accounts.customer_id order by events.device_id, events.occurred_at, events.status_event_id",
  );
  const found: Outage[] = [];
  let open: { device: number; outage: number; start: number } | null = null;
  const close = (end: number | null): void => {
    if (open)
      found.push({
        start: open.start,
        day: Math.floor(open.start / 1440),
        minutes: end === null ? 0 : Math.floor(end) - Math.floor(open.start),
        isOpen: end === null,
      });
    open = null;
  };
  for (const row of rows) {
    const [device, minute] = [Number(row["device_id"]), Number(row["minute"])];
    const outage = row["device_status"] === "offline" && row["outage_id"] !== null ? Number(row["outage_id"]) : null;
    const now = open as { device: number; outage: number } | null;
    if (now !== null && now.device !== device) close(null);
    else if (now !== null && now.outage !== outage) close(minute);
    if (outage !== null && open === null) open = { device, outage, start: minute };
  }
  close(null);
  return found;
}

export async function runsOfTheFleet(lab: MetricsLab): Promise<void> {
  const devices = new Map(
    (
      await lab.rows(
        "select devices.device_id, cast(devices.install_date as varchar) as installed, cast(devices.retired_date as varchar) as retired from {{ ref('stg_app_database__devices') }} as devices inner join {{ ref('stg_app_database__accounts') }} as accounts on devices.customer_id = accounts.customer_id",
      )
    ).map((row) => [
      Number(row["device_id"]),
      {
        from: dayOf(String(row["installed"])),
        to: row["retired"] === null ? Infinity : dayOf(String(row["retired"])),
      },
    ]),
  );
  const telemetry = (
    await lab.rows(
      "select device_id, pours, volume_litres, error_count, uptime_minutes, cast(date_day as varchar) as day from {{ ref('stg_app_database__device_telemetry_daily') }} where date_day > date '2025-04-01'",
    )
  ).flatMap((row) => {
    const device = Number(row["device_id"]);
    const day = dayOf(String(row["day"]));
    const life = devices.get(device);
    // The days of the first and of the last visit are not full ones.
    if (life === undefined || day <= life.from || day >= life.to) return [];
    const [pours, litres, errors, uptime] = ["pours", "volume_litres", "error_count", "uptime_minutes"].map((name) =>
      Number(row[name]),
    );
    return [{ device, day, pours: pours!, litres: litres!, errors: errors!, uptime: uptime! }];
  });
  const firmware = await lab.rows(
    "select cast(daily.date_day as varchar) as day, count(*) as n, count(*) filter (where daily.firmware_version = (select releases.firmware_version from {{ ref('stg_app_database__firmware_releases') }} as releases where releases.released_on <= daily.date_day order by releases.released_on desc limit 1)) as current from {{ ref('entity_devices_daily') }} as daily group by 1",
  );
  const hours = (
    await lab.rows(
      "select cast(cast(hour_ts as date) as varchar) as day, cast(temp_c as double) as temperature from {{ ref('entity_devices_hourly') }} where temp_c is not null",
    )
  ).map((row) => ({ day: String(row["day"]), temperature: Number(row["temperature"]) }));
  const visits = (
    await lab.rows(
      "select events.device_id, events.maintenance_type as kind, cast(cast(events.completed_at as date) as varchar) as day from {{ ref('stg_app_database__maintenance_events') }} as events where events.completed_at is not null",
    )
  ).flatMap((row) =>
    devices.has(Number(row["device_id"])) ? [{ kind: String(row["kind"]), day: dayOf(String(row["day"])) }] : [],
  );
  const calls = await lab.rows(
    "select cast(requests.date_day as varchar) as day, requests.customer_id, requests.calls, requests.errors, requests.p95_ms from {{ ref('stg_app_database__api_requests_daily') }} as requests inner join {{ ref('stg_app_database__accounts') }} as accounts on requests.customer_id = accounts.customer_id",
  );
  const firstCall = calls.map((row) => String(row["day"])).sort()[0]!;
  const outages = await outagesOf(lab);
  const logFrom = dayOf("2025-12-31") - (await lab.variable("status_log_days"));
  for (const text of DAYS) {
    const day = dayOf(text);
    const today = telemetry.filter((one) => one.day === day);
    const add = (amount: (one: (typeof today)[number]) => number): number => sumOf(today.map(amount));
    const inUse = [...devices.values()].filter((life) => life.from < day && life.to > day).length;
    lab.expect("total_devices", text, inUse);
    lab.expect("device_online_ratio", text, ratio(today.filter((one) => one.uptime > 0).length, inUse));
    const [pours, errors] = [add((one) => one.pours), add((one) => one.errors)];
    lab.expect("pours_total", text, pours);
    lab.expect(
      "volume_litres",
      text,
      add((one) => one.litres),
    );
    lab.expect("error_event_rate", text, ratio(errors, pours + errors));
    lab.expect("pours_per_active_device", text, ratio(pours, today.filter((one) => one.pours + one.errors > 0).length));
    const begun = (days: number): readonly Outage[] => outages.filter((one) => one.day <= day && one.day > day - days);
    const minutes = sumOf(telemetry.flatMap((one) => (one.day <= day && one.day > day - 90 ? [one.uptime] : [])));
    lab.expect("mtbf_hours", text, day - 89 < logFrom ? null : ratio(minutes / 60, begun(90).length));
    const over = begun(30).filter((one) => !one.isOpen);
    lab.expect(
      "mttr_hours",
      text,
      day - 29 < logFrom ? null : ratio(sumOf(over.map((one) => one.minutes)) / 60, over.length),
    );
    lab.expect("outage_count_30d", text, day - 29 < logFrom ? null : begun(30).length);
    const measured = hours.filter((hour) => hour.day === text);
    const strange = measured.filter(({ temperature }) => temperature < 1 || temperature > 6);
    lab.expect("temperature_anomaly_rate", text, ratio(strange.length, measured.length));
    const done = visits.filter((visit) => visit.day <= day && visit.day > day - 90);
    lab.expect(
      "preventive_maintenance_share",
      text,
      ratio(done.filter((visit) => visit.kind === "preventive").length, done.length),
    );
    const versions = firmware.find((row) => row["day"] === text);
    lab.expect("firmware_current_share", text, ratio(Number(versions?.["current"]), Number(versions?.["n"])));
    const asked = calls.filter((row) => row["day"] === text);
    const count = sumOf(asked.map((row) => Number(row["calls"])));
    lab.expect("api_calls_24h", text, text < firstCall ? null : count);
    lab.expect("api_error_rate", text, ratio(sumOf(asked.map((row) => Number(row["errors"]))), count));
    // Answer times of a customer are whole milliseconds; customers weigh by their calls.
    const customers = new Map<number, { calls: number; weighted: number }>();
    for (const row of asked) {
      const held = customers.get(Number(row["customer_id"])) ?? { calls: 0, weighted: 0 };
      customers.set(Number(row["customer_id"]), {
        calls: held.calls + Number(row["calls"]),
        weighted: held.weighted + Number(row["calls"]) * Number(row["p95_ms"]),
      });
    }
    const waits = [...customers.values()].map((one) => Math.round(one.weighted / one.calls) * one.calls);
    lab.expect("api_p95_ms", text, ratio(sumOf(waits), count));
  }
}

/** Among places of its type, by the pours of 30 days: the share of the others that poured less. */
export async function levelOfPlaces(lab: MetricsLab): Promise<void> {
  const pours = new Map<number, Map<string, number>>();
  for (const row of await lab.rows(
    "select location_id, cast(date_day as varchar) as day, coalesce(pours, 0) as pours from {{ ref('entity_locations_daily') }} where date_day > date '2025-11-15'",
  )) {
    const id = Number(row["location_id"]);
    pours.set(id, (pours.get(id) ?? new Map<string, number>()).set(String(row["day"]), Number(row["pours"])));
  }
  const types = new Map(
    (await lab.rows("select location_id, location_type from {{ ref('stg_app_database__locations') }}")).map((row) => [
      Number(row["location_id"]),
      String(row["location_type"]),
    ]),
  );
  for (const text of DAYS.filter((day) => day >= "2025-12-30")) {
    const day = dayOf(text);
    const there = [...pours]
      .filter(([, days]) => days.has(text))
      .map(([id, days]) => ({
        id,
        type: types.get(id),
        pours: sumOf([...days].flatMap(([at, n]) => (dayOf(at) <= day && dayOf(at) > day - 30 ? [n] : []))),
      }));
    for (const place of there) {
      const others = there.filter((other) => other.type === place.type && other.id !== place.id);
      const quieter = others.filter((other) => other.pours < place.pours).length;
      lab.expect("location_activity_level", `${place.id} ${text}`, others.length === 0 ? 0 : quieter / others.length);
    }
  }
}
