/** Devices from minute to month, service, support and surveys: what the tables of operations say of each other. */
import { describe, expect, test } from "vitest";
import { generate } from "../../../src/datagen/generate.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { Draws } from "../../../src/datagen/kit/random.ts";
import { LOG_DAYS } from "../../../src/datagen/operations/status-log.ts";
import { outsideOf } from "../../../src/datagen/operations/device-states.ts";
import { utcOffsetHours } from "../../../src/datagen/facts/time-zones.ts";
import { openingHours } from "../../../src/datagen/operations/opening-hours.ts";
import { responseRate, scoreOf } from "../../../src/datagen/operations/surveys.ts";
import { tableName } from "../../../src/datagen/schema/table-schema.ts";
import { NULL_NUMBER, records, type TableData } from "../../../src/datagen/table.ts";
import { TIERS, atDay, type Tier } from "../../../src/datagen/tiers.ts";
import { orderingRate, reportsRate } from "../../../src/datagen/world/adoption.ts";
import { waitFactor } from "../../../src/datagen/world/hazard.ts";
import { nextHealth } from "../../../src/datagen/world/life.ts";
import { REGIONAL_OUTAGE, downMinutesByDay, outageFactor, outagesOf } from "../../../src/datagen/world/outages.ts";
import { simulate } from "../../../src/datagen/world/simulate.ts";
import { scaledSize } from "../../../src/datagen/world/site-targets.ts";
import { afterWork, loadOn, responseMinutes } from "../../../src/datagen/world/support-desk.ts";
import { counted, litresOf } from "../../../src/datagen/world/telemetry.ts";
import {
  abandonTickets,
  outageRate,
  releaseRate,
  settleTickets,
  ticketCount,
} from "../../../src/datagen/world/tickets.ts";
import type { Ticket } from "../../../src/datagen/world/world.ts";
import { MODELS } from "../../../src/datagen/facts/hardware.ts";
import { byId, groupBy, isNull, numbersOf, type Row } from "./generated.ts";

const APP = "app_database__";
const NAMES = [
  "accounts",
  "locations",
  "location_changes",
  "users",
  "devices",
  "tap_events",
  "device_telemetry_hourly",
  "device_telemetry_daily",
  "device_telemetry_monthly",
  "device_status_events",
  "maintenance_events",
  "firmware_releases",
  "support_tickets",
  "nps_responses",
];

function made(tier: Tier, names = NAMES): ReadonlyMap<string, TableData> {
  const only = new Set(names.map((name) => APP + name));
  return new Map(
    generate({ tier, only, clean: true }).map((table) => [tableName(table.schema).slice(APP.length), table]),
  );
}

const LESSON = made(TIERS.lesson);
const AS_OF = TIERS.lesson.asOfDay;
const END = (AS_OF + 1) * DAY_SECONDS;

function table(name: string): TableData {
  const found = LESSON.get(name);
  if (found === undefined) throw new Error(`"${name}" was not generated.`);
  return found;
}

const rows = (name: string): Row[] => records(table(name));
const num = (row: Row, column: string): number => {
  const value = row[column];
  if (typeof value !== "number") throw new Error(`"${column}" is ${String(value)}`);
  return value;
};
function check(holds: boolean, about: unknown): void {
  if (!holds) expect.fail(typeof about === "string" ? about : JSON.stringify(about));
}
const dayOf = (time: number): number => Math.floor(time / DAY_SECONDS);
const devices = byId(rows("devices"));

/** Sums of a table's columns by device and another number. */
function sums(source: TableData, columns: readonly string[], place: (row: number) => number): Map<number, number[]> {
  const result = new Map<number, number[]>();
  const ids = numbersOf(source, "device_id");
  const values = columns.map((column) => numbersOf(source, column));
  for (let row = 0; row < source.rowCount; row += 1) {
    const key = (ids[row] ?? 0) * 1_000_000 + place(row);
    const sum = result.get(key) ?? columns.map(() => 0);
    values.forEach((column, index) => (sum[index] = (sum[index] ?? 0) + (column[row] ?? 0)));
    result.set(key, sum);
  }
  return result;
}

describe("telemetry adds up", () => {
  const hourly = table("device_telemetry_hourly");
  const daily = table("device_telemetry_daily");

  test("the hours of a day give its pours, litres, errors, anomalies, downtime and warmest hour", () => {
    const hours = numbersOf(hourly, "hour_ts");
    const perDay = sums(hourly, ["pours", "volume_dl", "errors", "anomalies"], (row) => dayOf(hours[row] ?? 0));
    const [device, uptime, temperature] = ["device_id", "uptime_min", "temp_dc_avg"].map((name) =>
      numbersOf(hourly, name),
    );
    const down = new Map<number, number>();
    const warmest = new Map<number, number>();
    for (let row = 0; row < hourly.rowCount; row += 1) {
      const key = (device?.[row] ?? 0) * 1_000_000 + dayOf(hours[row] ?? 0);
      down.set(key, (down.get(key) ?? 0) + 60 - (uptime?.[row] ?? 0));
      if (!isNull(temperature?.[row])) warmest.set(key, Math.max(warmest.get(key) ?? 0, temperature?.[row] ?? 0));
    }
    let compared = 0;
    for (const row of records(daily)) {
      if (num(row, "day") <= AS_OF - 14) continue;
      const key = num(row, "device_id") * 1_000_000 + num(row, "day");
      const hour = perDay.get(key);
      check(hour !== undefined || (row["pours"] === 0 && row["errors"] === 0 && row["uptime_min"] === 1440), row);
      const [pours = 0, decilitres = 0, errors = 0, anomalies = 0] = hour ?? [];
      check(pours === row["pours"] && decilitres === num(row, "volume_l") * 10, row);
      check(errors === row["errors"] && anomalies === row["anomalies"], row);
      check((down.get(key) ?? 0) === 1440 - num(row, "uptime_min"), row);
      if (row["temp_dc_max"] !== null) check(warmest.get(key) === row["temp_dc_max"], row);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(5000);
  });

  test("the newest month that was rolled up is the sum of its days", () => {
    const monthly = rows("device_telemetry_monthly");
    const january = parseDay("2025-01-01");
    const newest = monthly.filter((row) => row["month"] === january);
    expect(newest.length).toBeGreaterThan(300);
    expect(monthly.every((row) => num(row, "month") <= january)).toBe(true);
    const columns = ["pours", "volume_l", "errors", "anomalies", "uptime_min"];
    const days = numbersOf(daily, "day");
    const perMonth = sums(daily, columns, (row) => ((days[row] ?? 0) < january + 31 ? january : 0));
    for (const row of newest) {
      const sum = perMonth.get(num(row, "device_id") * 1_000_000 + january);
      check(sum !== undefined && columns.every((column, index) => sum[index] === row[column]), row);
    }
  });

  test("single events of the panel give the pours, millilitres and errors of the hours", () => {
    const events = rows("tap_events");
    const perHour = new Map<number, number[]>();
    for (const event of events) {
      const key = num(event, "device_id") * 1_000_000 + Math.floor(num(event, "event_timestamp") / 3600);
      const sum = perHour.get(key) ?? [0, 0, 0];
      if (event["event_type"] === "pour") {
        sum[0] = (sum[0] ?? 0) + 1;
        sum[1] = (sum[1] ?? 0) + num(event, "volume_ml");
      }
      if (event["event_type"] === "error") sum[2] = (sum[2] ?? 0) + 1;
      perHour.set(key, sum);
    }
    const panel = new Set(events.map((event) => event["device_id"]));
    expect(panel.size).toBeGreaterThan(20);
    for (const row of records(hourly)) {
      if (!panel.has(row["device_id"] ?? null)) continue;
      const key = num(row, "device_id") * 1_000_000 + num(row, "hour_ts") / 3600;
      const [pours = 0, millilitres = 0, errors = 0] = perHour.get(key) ?? [];
      check(pours === row["pours"] && millilitres === num(row, "volume_dl") * 100 && errors === row["errors"], row);
    }
  });

  test("a pour has a volume, a flow and a duration; a beat has none; no device pours while it is down", () => {
    for (const event of rows("tap_events")) {
      const isPour = event["event_type"] === "pour";
      check(isPour === (event["volume_ml"] !== null) && isPour === (event["flow_ml_s"] !== null), event);
      if (!isPour) continue;
      check(num(event, "volume_ml") > 0 && num(event, "volume_ml") < 3000 && num(event, "duration_s") >= 2, event);
      check(event["temperature_dc"] !== null && event["pressure_dpsi"] !== null, event);
    }
  });
});

describe("what the dictionary promises of these tables", () => {
  test("closed lists are closed", () => {
    for (const source of LESSON.values())
      for (const { name, data } of source.columns) {
        const allowed: readonly string[] | undefined = source.schema.columns[name]?.values;
        if (allowed === undefined) continue;
        const found = new Set<unknown>(data.values);
        for (const value of found)
          check(value === null || allowed.includes(String(value)), `${source.schema.table}.${name}: ${String(value)}`);
      }
  });

  test("references find their row", () => {
    for (const source of LESSON.values())
      for (const { name, data } of source.columns) {
        const [, target, column] = source.schema.columns[name]?.references?.split(".") ?? [];
        const there = LESSON.get(target ?? "")?.columns.find((candidate) => candidate.name === column);
        if (there === undefined) continue;
        const known = new Set<unknown>(there.data.values);
        for (const value of new Set<unknown>(data.values))
          check(
            value === null || value === NULL_NUMBER || known.has(value),
            `${source.schema.table}.${name}: ${String(value)}`,
          );
      }
  });

  test("five days earlier the same was known of the time up to then", () => {
    const logs = NAMES.filter((name) => new Set(numbersOf(table(name), "_synced_at")).size > 1);
    expect(logs).toEqual([
      "location_changes",
      "tap_events",
      "device_telemetry_hourly",
      "device_telemetry_daily",
      "device_telemetry_monthly",
      "device_status_events",
      "maintenance_events",
      "support_tickets",
      "nps_responses",
    ]);
    const before = made(atDay(TIERS.lesson, AS_OF - 5), logs);
    for (const name of logs) {
      const [now, then] = [table(name), before.get(name)];
      if (then === undefined) throw new Error(name);
      const text = (source: TableData, row: number): string =>
        source.columns.map(({ data }) => String(data.values[row])).join("|");
      const known = new Set(Array.from({ length: then.rowCount }, (_, row) => text(then, row)));
      const synced = numbersOf(now, "_synced_at");
      let compared = 0;
      for (let row = 0; row < now.rowCount; row += 1) {
        if ((synced[row] ?? 0) >= END - 5 * DAY_SECONDS) continue;
        compared += 1;
        check(known.has(text(now, row)), `${name}: ${text(now, row)}`);
      }
      expect(compared).toBeGreaterThan(500);
    }
  });
});

describe("states of devices", () => {
  const events = rows("device_status_events");
  const perDevice = groupBy(events, "device_id");

  test("downtime by the log is downtime by the day, for the whole time that the log is kept", () => {
    const down = new Map<number, number>();
    for (const [device, log] of perDevice) {
      log.forEach((event, index) => {
        if (event["status"] !== "offline" || event["outage_id"] === null) return;
        const end = Math.min(END, num(log[index + 1] ?? { occurred_at: END }, "occurred_at")) / 60;
        for (let minute = num(event, "occurred_at") / 60; minute < end;) {
          const day = Math.floor(minute / 1440);
          const until = Math.min(end, (day + 1) * 1440);
          const key = Number(device) * 1_000_000 + day;
          down.set(key, (down.get(key) ?? 0) + until - minute);
          minute = until;
        }
      });
    }
    for (const row of records(table("device_telemetry_daily"))) {
      if (num(row, "day") <= AS_OF - LOG_DAYS + 1) continue;
      const key = num(row, "device_id") * 1_000_000 + num(row, "day");
      check((down.get(key) ?? 0) === 1440 - num(row, "uptime_min"), { ...row, log: down.get(key) ?? 0 });
    }
  });

  test("a device is what its log says at the nightly load, and was heard of until it fell silent", () => {
    const loaded = AS_OF * DAY_SECONDS + 23 * 3600 + 45 * 60;
    for (const [id, device] of devices) {
      const log = (perDevice.get(id) ?? []).filter((event) => num(event, "occurred_at") <= loaded);
      check(log.at(-1)?.["status"] === device["status"], device);
      check(
        (log[0]?.["status"] ?? "") === "online" && dayOf(num(log[0] ?? {}, "occurred_at")) === device["install_date"],
        device,
      );
      check((device["status"] === "retired") === (device["retired_date"] !== null), device);
      if (device["last_heartbeat_at"] !== null) check(num(device, "last_heartbeat_at") <= loaded, device);
    }
  });

  test("an outage begins once, ends at most once, and its number rises with time", () => {
    let last = 0;
    for (const [outage, log] of groupBy(events, "outage_id")) {
      if (outage === null) continue;
      check(log[0]?.["status"] === "offline" && log.length <= 2, log);
      check(new Set(log.map((event) => event["device_id"])).size === 1, log);
      check(Number(outage) > last, log);
      last = Number(outage);
    }
  });

  test("the regional failure of 2024-11-12 struck every device of Texas for fourteen hours, and the log keeps it", () => {
    const locations = byId(rows("locations"));
    const struck = [...devices.values()].filter(
      (device) =>
        locations.get(device["location_id"] ?? null)?.["state"] === REGIONAL_OUTAGE.state &&
        num(device, "install_date") < REGIONAL_OUTAGE.day &&
        (device["retired_date"] === null || num(device, "retired_date") > REGIONAL_OUTAGE.day),
    );
    expect(struck.length).toBeGreaterThan(10);
    const offline = struck.filter((device) =>
      (perDevice.get(device["id"] ?? null) ?? []).some(
        (event) =>
          event["status"] === "offline" &&
          event["cause"] === "network" &&
          dayOf(num(event, "occurred_at")) === REGIONAL_OUTAGE.day,
      ),
    );
    // Some were switched off, and some were down already.
    expect(offline.length).toBeGreaterThan(0.8 * struck.length);
  });
});

describe("service", () => {
  const visits = rows("maintenance_events");

  test("visits follow their appointment, last less than a day and touch devices in use", () => {
    for (const visit of visits) {
      const device = devices.get(visit["device_id"] ?? null);
      check(device !== undefined, visit);
      const missed = visit["outcome"] === "missed";
      check(missed === (visit["started_at"] === null) && missed === (visit["technician_id"] === null), visit);
      if (missed) continue;
      const minutes = (num(visit, "completed_at") - num(visit, "started_at")) / 60;
      check(minutes >= 30 && minutes <= 180, visit);
      check(dayOf(num(visit, "started_at")) >= num(visit, "scheduled_for"), visit);
      check(dayOf(num(visit, "started_at")) > num(device ?? {}, "install_date"), visit);
      if (device?.["retired_date"] !== null)
        check(dayOf(num(visit, "started_at")) <= num(device ?? {}, "retired_date"), visit);
    }
  });

  test("most visits are preventive, every kind is there, and only repairs cost parts", () => {
    const kinds = groupBy(visits, "type");
    expect([...kinds.keys()].sort()).toEqual(["cleaning", "firmware", "preventive", "repair"]);
    expect((kinds.get("preventive")?.length ?? 0) / visits.length).toBeGreaterThan(0.5);
    for (const visit of visits) if (num(visit, "parts_cost") > 0) check(visit["type"] === "repair", visit);
  });

  test("a device beyond its interval reports more errors, and a visit ends that", () => {
    const lastVisit = new Map<number, number[]>();
    for (const visit of visits)
      if (visit["type"] === "preventive" && visit["started_at"] !== null)
        (lastVisit.get(num(visit, "device_id")) ?? setAndGet(lastVisit, num(visit, "device_id"))).push(
          dayOf(num(visit, "started_at")),
        );
    const rate = { fresh: [0, 0], dirty: [0, 0] };
    for (const row of records(table("device_telemetry_daily"))) {
      const device = devices.get(row["device_id"] ?? null);
      if (device?.["device_type"] !== "tap_controller" || num(row, "day") < AS_OF - 60) continue;
      const before = (lastVisit.get(num(row, "device_id")) ?? []).filter((day) => day <= num(row, "day"));
      if (before.length === 0) continue;
      const since = num(row, "day") - Math.max(...before);
      const group = since > 1.4 * num(device, "maintenance_interval_days") ? rate.dirty : rate.fresh;
      group[0] = (group[0] ?? 0) + num(row, "errors");
      group[1] = (group[1] ?? 0) + 0.02 + num(row, "pours") * 0.0012 + (1440 - num(row, "uptime_min")) * 0.0008;
    }
    expect((rate.dirty[0] ?? 0) / (rate.dirty[1] ?? 1)).toBeGreaterThan(
      1.2 * ((rate.fresh[0] ?? 0) / (rate.fresh[1] ?? 1)),
    );
  });
});

function setAndGet(map: Map<number, number[]>, key: number): number[] {
  const fresh: number[] = [];
  map.set(key, fresh);
  return fresh;
}

describe("sites", () => {
  test("the lines of a site lead to its current row", () => {
    const log = groupBy(rows("location_changes"), "location_id");
    for (const location of rows("locations")) {
      const lines = log.get(location["id"] ?? null) ?? [];
      const state: Record<string, unknown> = {};
      for (const line of lines) {
        const known = state[String(line["field"])];
        if (known !== undefined) check(known === line["old_value"], line);
        state[String(line["field"])] = line["new_value"];
      }
      check((state["status"] === "open") === (location["is_active"] === 1), location);
      check((state["status"] === "closed") === (location["closed_date"] !== null), location);
      for (const field of ["name", "size", "capacity"])
        if (state[field] !== undefined) check(state[field] === String(location[field]), location);
      check(
        lines[0]?.["changed_at"] === location["created_at"] && lines.at(-1)?.["changed_at"] === location["updated_at"],
        location,
      );
    }
  });

  test.each([
    [500, 500],
    [500, 750],
    [500, 2000],
    [300, 6000],
  ])("%i customers with %i locations have about that many, and each has one", (accounts, locations) => {
    const world = simulate({ tier: { ...TIERS.lesson, accounts, locations }, seed: 42 });
    const sites = world.accounts.map((account) => account.sites.length);
    const total = sites.reduce((sum, count) => sum + count, 0);
    expect(Math.abs(total / locations - 1)).toBeLessThan(0.03);
    expect(Math.min(...sites)).toBeGreaterThanOrEqual(1);
  });

  test("a factor between two sizes is rounded by chance, and nobody falls below one site", () => {
    expect([0.1, 0.9].map((chance) => scaledSize(2, 1.5, chance))).toEqual([3, 3]);
    expect([0.1, 0.6].map((chance) => scaledSize(1, 1.5, chance))).toEqual([1, 2]);
    expect(scaledSize(1, 0.2, 0.5)).toBe(1);
  });
});

describe("support", () => {
  const tickets = rows("support_tickets");
  const users = byId(rows("users"));
  const accounts = byId(rows("accounts"));

  test("a ticket is asked, answered, solved and rated in this order, by somebody with a login at that account", () => {
    for (const ticket of tickets) {
      const user = users.get(ticket["user_id"] ?? null);
      check(user?.["customer_id"] === ticket["customer_id"], ticket);
      check(num(user ?? {}, "created_at") <= num(ticket, "created_at"), ticket);
      if (user?.["deactivated_at"] !== null)
        check(num(user ?? {}, "deactivated_at") >= num(ticket, "created_at"), ticket);
      const [asked, answered, solved] = ["created_at", "first_response_at", "resolved_at"].map(
        (name) => ticket[name] ?? null,
      );
      if (answered !== null) check(Number(answered) > Number(asked), ticket);
      if (solved !== null && answered !== null) check(Number(solved) >= Number(answered), ticket);
      if (ticket["csat_score"] !== null) check(solved !== null, ticket);
      const status = solved === null ? (answered === null ? "open" : "pending") : "solved";
      check(ticket["status"] === status || (ticket["status"] === "closed" && solved !== null), ticket);
      check(num(ticket, "created_at") > num(accounts.get(ticket["customer_id"] ?? null) ?? {}, "created_at"), ticket);
    }
  });

  test("a device that is asked about was installed and stands at the site of the ticket", () => {
    const about = tickets.filter((ticket) => ticket["device_id"] !== null);
    expect(about.length).toBeGreaterThan(0.15 * tickets.length);
    for (const ticket of about) {
      const device = devices.get(ticket["device_id"] ?? null);
      check(device?.["location_id"] === ticket["location_id"], ticket);
      check(num(device ?? {}, "install_date") <= dayOf(num(ticket, "created_at")), ticket);
    }
  });

  test("in the third quarter of 2023 answers took more than twice as long as a year later", () => {
    const wait = (from: string, to: string): number => {
      const hours = tickets
        .filter(
          (ticket) =>
            num(ticket, "created_at") >= parseDay(from) * DAY_SECONDS &&
            num(ticket, "created_at") < parseDay(to) * DAY_SECONDS,
        )
        .flatMap((ticket) =>
          ticket["first_response_at"] === null ? [] : [num(ticket, "first_response_at") - num(ticket, "created_at")],
        )
        .sort((a, b) => a - b);
      return hours[Math.floor(hours.length / 2)] ?? 0;
    };
    expect(wait("2023-07-01", "2023-10-01")).toBeGreaterThan(2 * wait("2024-07-01", "2024-10-01"));
  });

  test("ratings follow the wait: who waited longest is least content", () => {
    const rated = tickets.filter((ticket) => ticket["csat_score"] !== null && ticket["first_response_at"] !== null);
    rated.sort(
      (a, b) =>
        num(a, "first_response_at") - num(a, "created_at") - (num(b, "first_response_at") - num(b, "created_at")) ||
        num(a, "id") - num(b, "id"),
    );
    const mean = (group: readonly Row[]): number =>
      group.reduce((sum, row) => sum + num(row, "csat_score"), 0) / group.length;
    const tenth = Math.floor(rated.length / 10);
    expect(mean(rated.slice(-tenth))).toBeLessThan(mean(rated.slice(0, tenth)) - 0.3);
    expect(mean(rated)).toBeGreaterThan(3.5);
    expect(mean(rated)).toBeLessThan(4.6);
  });
});

describe("surveys", () => {
  test("owners and managers are asked while their account is in use; an answer has a score, silence has none", () => {
    const users = byId(rows("users"));
    const surveys = rows("nps_responses");
    const answered = surveys.filter((row) => row["responded_at"] !== null);
    for (const row of surveys) {
      const user = users.get(row["user_id"] ?? null) ?? {};
      check(user["customer_id"] === row["customer_id"], row);
      check(num(row, "sent_at") > num(user, "created_at"), row);
      check((row["score"] === null) === (row["responded_at"] === null), row);
      if (row["responded_at"] !== null)
        check(num(row, "responded_at") > num(row, "sent_at") && num(row, "score") >= 0 && num(row, "score") <= 10, row);
    }
    expect(answered.length / surveys.length).toBeGreaterThan(0.35);
    expect(answered.length / surveys.length).toBeLessThan(0.5);
    const nps =
      (answered.filter((row) => num(row, "score") >= 9).length -
        answered.filter((row) => num(row, "score") <= 6).length) /
      answered.length;
    expect(nps).toBeGreaterThan(0.05);
    expect(nps).toBeLessThan(0.5);
  });

  test("the happier, the higher, and the likelier to answer", () => {
    expect([0.3, 0.6, 0.9].map((health) => scoreOf(health, 0.5))).toEqual([4, 7, 9]);
    expect(responseRate(0.9)).toBeGreaterThan(responseRate(0.4));
  });
});

describe("rules", () => {
  const outlined = (key: number) => ({
    key,
    installDay: parseDay("2024-01-01"),
    model: MODELS[0]!,
    draws: new Draws(42, 3, key),
  });

  test("outages of a device are in order, apart, and the same however far one looks", () => {
    const last = parseDay("2025-12-31");
    for (let key = 1; key <= 60; key += 1) {
      const outages = outagesOf(outlined(key), "TX", 42, last);
      outages.forEach(({ start, end }, index) => {
        expect(end).toBeGreaterThan(start);
        expect(start).toBeGreaterThan(outages[index - 1]?.end ?? 0);
      });
      const early = outagesOf(outlined(key), "TX", 42, parseDay("2025-03-31"));
      expect(outages.slice(0, early.length)).toEqual(early);
    }
  });

  test("minutes by day are the outages cut at midnight", () => {
    const day = 20000;
    const down = downMinutesByDay(
      [{ start: day * 1440 + 1400, end: (day + 1) * 1440 + 60, cause: "power" }],
      day - 1,
      day + 1,
    );
    expect([...down]).toEqual([0, 40, 60]);
  });

  test("a stretch outside of others is what is left of it", () => {
    const stretch = { start: 1, end: 9, kind: "outage", cause: "power" } as const;
    expect(
      outsideOf(
        [
          { start: 2, end: 4 },
          { start: 6, end: 7 },
        ],
        stretch,
      ),
    ).toEqual([
      { ...stretch, end: 2 },
      { ...stretch, start: 4, end: 6 },
      { ...stretch, start: 7 },
    ]);
    expect(outsideOf([{ start: 0, end: 10 }], stretch)).toEqual([]);
  });

  test("bad firmware crashes more often, good firmware as often as any", () => {
    expect([0.8, 1, 4].map(outageFactor)).toEqual([1, 1, 1.9]);
    expect(releaseRate(parseDay("2025-03-20"))).toBeGreaterThan(10 * releaseRate(parseDay("2025-09-20")));
  });

  test("normal letters wait for the desk to open, urgent ones do not", () => {
    const friday = parseDay("2024-03-15") * DAY_SECONDS + 22 * 3600;
    const monday = parseDay("2024-03-18") * DAY_SECONDS + 13 * 3600;
    expect(afterWork(friday, 120, "normal")).toBe(monday + 3600);
    expect(afterWork(friday, 120, "urgent")).toBe(friday + 7200);
    expect(afterWork(friday - 20 * 3600, 60, "low")).toBe(friday - 22 * 3600 + 13 * 3600 + 3600);
  });

  test("the desk was understaffed in the third quarter of 2023", () => {
    expect(loadOn(parseDay("2023-08-01"))).toBeGreaterThan(2.5 * loadOn(parseDay("2023-06-01")));
    expect(responseMinutes("normal", parseDay("2023-08-01"), 1)).toBeGreaterThan(480);
  });

  test("a working day of waiting is forgiven, three are not", () => {
    expect([0, 480, 960, 1440, 9000].map(waitFactor)).toEqual([1, 1, 1.5, 2, 2]);
  });

  test("open tickets lower health", () => {
    expect(nextHealth(0.8, 1, 1, 0.5, 1)).toBeLessThan(nextHealth(0.8, 1, 1, 0.5));
    expect(nextHealth(0.8, 1, 1, 0.5, 9)).toBe(nextHealth(0.8, 1, 1, 0.5, 3));
  });

  test("short outages bring no letters, and most days bring none", () => {
    expect(outageRate(60)).toBe(0);
    expect(outageRate(1440)).toBeGreaterThan(outageRate(120));
    expect([0.5, 0.985, 0.995].map((u) => ticketCount(u, 0.01))).toEqual([0, 0, 1]);
  });

  test("automated ordering spreads whoever the customer is, custom reports only among the healthy", () => {
    const day = parseDay("2024-06-01");
    expect(orderingRate(parseDay("2022-03-14"))).toBe(0);
    expect(orderingRate(day)).toBeGreaterThan(0);
    expect([0.5, 0.7].map((health) => reportsRate(day, health))).toEqual([0, 0]);
    expect(reportsRate(day, 0.85)).toBeGreaterThan(reportsRate(day, 0.75));
  });

  test("what lies ahead is not known: an answer, a solution, a rating", () => {
    const ticket = {
      createdAt: 100,
      firstResponseAt: 200,
      resolvedAt: 300,
      abandoned: false,
      reopenedCount: 1,
      csat: { at: 400, score: 4 },
    } as Ticket;
    const seen = [{ ...ticket }, { ...ticket }];
    settleTickets(seen.slice(0, 1), 350);
    expect(seen[0]).toMatchObject({ resolvedAt: 300, csat: null, reopenedCount: 1 });
    settleTickets(seen.slice(1), 250);
    expect(seen[1]).toMatchObject({ firstResponseAt: 200, resolvedAt: null, reopenedCount: 0 });
  });

  test("who leaves takes the open questions along", () => {
    const ticket = {
      createdAt: 100,
      firstResponseAt: 200,
      resolvedAt: 300,
      abandoned: false,
      reopenedCount: 0,
      csat: null,
    } as unknown as Ticket;
    abandonTickets([ticket], 150);
    expect(ticket).toMatchObject({ firstResponseAt: null, resolvedAt: 150, abandoned: true });
  });

  test("the meter counts in steps, and every pour is a litre at least", () => {
    expect([0, 7.4, 23, 47, 151].map(counted)).toEqual([0, 7, 20, 50, 160]);
    expect([0, 1, 9, 50, 160].map(litresOf)).toEqual([0, 1, 5, 20, 65]);
  });

  test("houses pour by local time: summer time from March to November, none in Phoenix", () => {
    expect(
      [parseDay("2025-03-08"), parseDay("2025-03-09"), parseDay("2025-11-02")].map((day) =>
        utcOffsetHours("America/New_York", day),
      ),
    ).toEqual([-5, -4, -5]);
    expect(utcOffsetHours("America/Phoenix", parseDay("2025-07-01"))).toBe(-7);
    expect(
      [parseDay("2025-03-29"), parseDay("2025-03-30"), parseDay("2025-10-26")].map((day) =>
        utcOffsetHours("Europe/London", day),
      ),
    ).toEqual([0, 1, 0]);
  });

  test("bars peak late, offices do not", () => {
    const monday = parseDay("2025-06-16");
    const peak = (hours: readonly number[]): number => hours.indexOf(Math.max(...hours));
    expect(peak(openingHours("bar", monday))).toBe(21);
    expect(peak(openingHours("corporate", monday))).toBe(12);
    expect(peak(openingHours("hotel", monday))).toBe(22);
    expect(openingHours("stadium", monday)).not.toEqual(openingHours("stadium", monday + 5));
  });
});

describe("the causal and the confounded feature", () => {
  const world = simulate({ tier: TIERS.lesson, seed: 42 });
  const sum = (values: Uint16Array): number => values.reduce((total, value) => total + value, 0);

  test.each([
    ["automated_ordering", 0.74, 0.86],
    ["custom_reports", 0.94, 1.06],
  ] as const)("taking up %s changes the hazard of an account by a factor of %d to %d", (feature, low, high) => {
    let before = 0;
    let after = 0;
    for (const { profile, adoptions, hazard } of world.accounts) {
      const day = adoptions.get(feature);
      if (day === undefined) continue;
      const index = day - profile.signupDay;
      const [past, future] = [hazard.subarray(Math.max(0, index - 20), index), hazard.subarray(index + 1, index + 21)];
      // Only accounts that might have left on each of these days, none of them at a turn of its tenure.
      if (past.length < 20 || future.length < 20 || past.includes(0) || future.includes(0)) continue;
      if ([14, 90, 365].some((turn) => Math.abs(turn - index) <= 21)) continue;
      before += sum(past);
      after += sum(future);
    }
    expect(after / before).toBeGreaterThan(low);
    expect(after / before).toBeLessThan(high);
  });

  test("whoever has custom reports leaves far more rarely all the same, since only the healthy take them up", () => {
    const rates = [true, false].map((has) => {
      let hazards = 0;
      let days = 0;
      for (const { profile, adoptions, hazard } of world.accounts)
        for (let index = 365; index < hazard.length; index += 1) {
          const adopted = (adoptions.get("custom_reports") ?? Infinity) < profile.signupDay + index;
          if (hazard[index] === 0 || adopted !== has) continue;
          hazards += hazard[index] ?? 0;
          days += 1;
        }
      return hazards / days;
    });
    expect(rates[0]).toBeLessThan(0.75 * (rates[1] ?? 0));
  });
});
