/** Faults of value: the wrong hour, unit, currency, spelling, and things that cannot be. */
import { FIRMWARE } from "../facts/hardware.ts";
import { STATE_NAMES } from "../facts/states.ts";
import { offsetMinutes, transitionsOf, zoneOf, type Transition } from "../facts/time-zones.ts";
import { DAY_SECONDS, civil } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import { PRICE_RISE_DAY } from "../facts/plans.ts";
import { firmwareDays } from "../world/firmware.ts";
import type { DirtyTable } from "./dirty-table.ts";
import type { Chances } from "./fault.ts";
import { formOf, sizeOf, type Fault } from "./fault.ts";

type Plant = (table: DirtyTable, chances: Chances) => void;

/** Old versions of the mobile application sent what the clock on the wall showed and called it UTC. */
function localAsUtc(table: DirtyTable, { company }: Chances): void {
  const zones = new Map(company.registry.world.accounts.map(({ profile }) => [profile.id, profile.city.timezone]));
  for (let row = 0; row < table.rowCount; row += 1) {
    const version = table.text(row, "app_version");
    if (version === null || version >= "4.2") continue;
    const zone = zones.get(table.number(row, "customer_id") ?? 0);
    if (zone === undefined) continue;
    for (const column of ["start_time", "end_time"]) {
      const time = table.number(row, column) ?? 0;
      table.set("F07", row, column, time + offsetMinutes(zone, time) * 60);
    }
  }
}

/** Gateways of one maker key by local hour: in autumn one hour comes twice, in spring one is missing and the next comes twice. */
function doubledHours(table: DirtyTable, { company }: Chances): void {
  const { devices, deviceId } = company.registry;
  const { asOfDay } = company.setting.tier;
  const years = new Set([civil(asOfDay).year, civil(asOfDay - 20).year]);
  const changes = new Map<number, readonly Transition[]>();
  const first = (asOfDay - 20) * DAY_SECONDS;
  for (const { account, item } of devices) {
    const zone = zoneOf(account.profile.city.timezone);
    const near = [...years].flatMap((year) => transitionsOf(zone, year)).filter(({ at: time }) => time >= first);
    if (near.length > 0) changes.set(deviceId.get(item) ?? 0, near);
  }
  if (changes.size === 0) return;
  const device = table.numbers("device_id");
  const hours = table.numbers("hour_ts");
  for (let row = 0; row < table.rowCount; row += 1) {
    const hour = hours[row] ?? 0;
    for (const { at: time, isSummer } of changes.get(device[row] ?? 0) ?? [])
      if (hour === time) table.set("F08", row, "hour_ts", isSummer ? hour + 3600 : hour - 3600);
  }
}

/** From this firmware on, one model of device reports Fahrenheit where Celsius is agreed. */
const FAHRENHEIT = { firmware: "3.3.0", model: "TP-20" } as const;

function inFahrenheit(columns: readonly string[], dayOf: (table: DirtyTable, row: number) => number): Plant {
  return (table, { company }) => {
    const { registry } = company;
    const from = new Map<number, number>();
    for (const { item } of registry.devices)
      if (item.model.model === FAHRENHEIT.model)
        from.set(registry.deviceId.get(item) ?? 0, firmwareDays(item.draws)[FAHRENHEIT_INDEX] ?? 0);
    const devices = table.numbers("device_id");
    for (let row = 0; row < table.rowCount; row += 1) {
      const since = from.get(devices[row] ?? 0);
      if (since === undefined || dayOf(table, row) < since) continue;
      for (const column of columns) {
        const celsius = table.number(row, column);
        if (celsius !== null) table.set("F10", row, column, nearest(celsius * 1.8) + 320);
      }
    }
  };
}

const FAHRENHEIT_INDEX = FIRMWARE.findIndex(({ version }) => version === FAHRENHEIT.firmware);

/** Values by their usual spelling, and how else they are written. */
type Spellings = Readonly<Record<string, readonly string[]>>;

const STATUS_SPELLINGS: Spellings = {
  active: ["Active", "ACTIVE", "active "],
  canceled: ["Cancelled", "CANCELED", "cancelled"],
  churned: ["Churned"],
  past_due: ["past due", "Past_Due"],
  trial: ["Trial"],
  trialing: ["Trialing"],
};

const STATE_SPELLINGS: Spellings = Object.fromEntries(
  Object.entries(STATE_NAMES).map(([code, name]) => [code, [name, code.toLowerCase()]]),
);

const SOURCE_SPELLINGS: Spellings = {
  facebook: ["fb", "Facebook", "facebook.com"],
  google: ["Google", "adwords", "google.com"],
  linkedin: ["LinkedIn", "linkedin.com"],
  newsletter: ["Newsletter", "news-letter"],
};

function respell(fault: string, column: string, rate: number, spellings: Spellings): Plant {
  return (table, chances) => {
    for (const [row, draws] of chances.rows(table, rate)) {
      const others = spellings[table.text(row, column) ?? ""];
      if (others !== undefined) table.set(fault, row, column, others[formOf(draws, others.length)] ?? null);
    }
  };
}

/** Six visits of a hundred have lost their campaign; others spell the source as somebody typed it into the address. */
function losePlaceOfOrigin(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.2)) {
    const source = table.text(row, "utm_source");
    if (source === null) continue;
    if (formOf(draws, 10) < 3) {
      for (const column of ["utm_source", "utm_medium", "utm_campaign"]) table.set("F17", row, column, null);
      continue;
    }
    const others = SOURCE_SPELLINGS[source];
    if (others !== undefined) table.set("F17", row, "utm_source", others[sizeOf(draws, 0, others.length - 1)] ?? null);
  }
}

/** Somebody renamed the campaign by hand on one platform. */
function renameCampaign(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.08)) {
    const name = table.text(row, "name") ?? "";
    table.set("F17", row, "name", formOf(draws, 2) === 0 ? name.replaceAll("-", "_") : name.toUpperCase());
  }
}

/** The plan that is called Professional was renamed with the price rise, in one of the two systems. */
function renamePlan(table: DirtyTable): void {
  for (let row = 0; row < table.rowCount; row += 1)
    if (table.text(row, "code") === "professional" && (table.number(row, "valid_from") ?? 0) >= PRICE_RISE_DAY)
      table.set("F13", row, "name", "Pro");
}

function endBeforeStart(table: DirtyTable, chances: Chances): void {
  for (const [row, draws] of chances.rows(table, 0.003))
    table.set("F14", row, "end_time", (table.number(row, "start_time") ?? 0) - sizeOf(draws, 1, 60) * 60);
}

function negativeVolume(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.0007)) {
    const volume = table.number(row, "volume_ml");
    if (volume !== null && volume > 0) table.set("F14", row, "volume_ml", -volume);
  }
}

function sensorSpike(columns: readonly string[], rate: number): Plant {
  return (table, chances) => {
    for (const [row, draws] of chances.rows(table, rate))
      for (const column of columns)
        if (table.number(row, column) !== null) table.set("F14", row, column, formOf(draws, 2) === 0 ? 1270 : -400);
  };
}

/** A slip of the finger: the year of installation is the one after the next. */
function installedInFuture(table: DirtyTable, chances: Chances): void {
  for (const [row] of chances.rows(table, 0.0007))
    table.set("F14", row, "install_date", (table.number(row, "install_date") ?? 0) + 731);
}

/** The platform counts views and clicks of the same person, and both for itself. */
function claimTooMuch(table: DirtyTable, chances: Chances): void {
  for (let row = 0; row < table.rowCount; row += 1) {
    const value = table.number(row, "value") ?? 0;
    if (value === 0) continue;
    const more = nearest(value * 1.6 + (formOf(chances.of(table.keyOf(row)), 10) - 4.5) * 0.08);
    table.set("F16", row, "value", Math.max(more, value));
  }
}

/** The rise is real: the plan has a new price, the subscription's log has no line. Whoever joins the current price is wrong. */
function notePriceRise(table: DirtyTable): void {
  for (let row = 0; row < table.rowCount; row += 1)
    if (table.number(row, "valid_to") === PRICE_RISE_DAY) table.note("F18", row, "monthly_price_cents");
}

const dayOfTime =
  (column: string) =>
  (table: DirtyTable, row: number): number =>
    Math.floor((table.number(row, column) ?? 0) / DAY_SECONDS);

export const VALUES: readonly Fault[] = [
  {
    id: "F07",
    title: "local time called UTC",
    rule: "Visits with the mobile application before version 4.2 carry local time.",
    cleaning: "Shift them by the offset of the account's zone at that moment.",
    tables: { app_database__user_sessions: localAsUtc },
  },
  {
    id: "F08",
    title: "hours of the clock change",
    rule: "When the clocks change, hourly telemetry is keyed by local hour: one hour comes twice, one is missing.",
    cleaning: "Key by UTC; expect days of 23 and 25 hours.",
    tables: { app_database__device_telemetry_hourly: doubledHours },
  },
  {
    id: "F10",
    title: "mixed units",
    rule: `Devices of the model ${FAHRENHEIT.model} report tenths of a degree Fahrenheit since firmware ${FAHRENHEIT.firmware}.`,
    cleaning: "Convert by firmware; a range test tells what was missed.",
    tables: {
      app_database__tap_events: inFahrenheit(["temperature_dc"], dayOfTime("event_timestamp")),
      app_database__device_telemetry_hourly: inFahrenheit(["temp_dc_avg"], dayOfTime("hour_ts")),
      app_database__device_telemetry_daily: inFahrenheit(
        ["temp_dc_avg", "temp_dc_max"],
        (table, row) => table.number(row, "day") ?? 0,
      ),
    },
  },
  {
    id: "F13",
    title: "drifting categories",
    rule: "The same value in several spellings, states by name and by code, a plan renamed in one system.",
    cleaning: "A mapping seed; accepted_values after it.",
    tables: {
      app_database__accounts: respell("F13", "status", 0.06, STATUS_SPELLINGS),
      app_database__subscriptions: respell("F13", "status", 0.08, STATUS_SPELLINGS),
      app_database__locations: respell("F13", "state", 0.05, STATE_SPELLINGS),
      app_database__web_sessions: respell("F13", "state", 0.04, STATE_SPELLINGS),
      app_database__plans: renamePlan,
      stripe__subscription: respell("F13", "status", 0.03, STATUS_SPELLINGS),
      stripe__subscription_history: respell("F13", "status", 0.03, STATUS_SPELLINGS),
      hubspot__company: respell("F13", "property_state", 0.06, STATE_SPELLINGS),
    },
  },
  {
    id: "F14",
    title: "impossible values",
    rule: "Visits that end before they begin, negative volumes, installations in the future, spikes of sensors.",
    cleaning: "Set to null and flag.",
    tables: {
      app_database__user_sessions: endBeforeStart,
      app_database__tap_events: negativeVolume,
      app_database__devices: installedInFuture,
      app_database__device_telemetry_hourly: sensorSpike(["temp_dc_avg"], 0.0002),
      app_database__device_telemetry_daily: sensorSpike(["temp_dc_avg", "temp_dc_max"], 0.0002),
    },
  },
  {
    id: "F16",
    title: "over-claiming platform",
    rule: "The actions that Facebook reports sum to about 1.6 times the conversions that there were.",
    cleaning: "Never add action types up; count conversions where they are made.",
    tables: { facebook_ads__basic_ad_actions: claimTooMuch },
  },
  {
    id: "F17",
    title: "chaos of campaign tags",
    rule: "Sources in several spellings, lost tags, campaigns renamed by hand.",
    cleaning: "A seed that groups channels; match campaigns by id.",
    tables: {
      app_database__web_sessions: losePlaceOfOrigin,
      google_ads__campaign_history: renameCampaign,
      facebook_ads__campaign_history: renameCampaign,
      linkedin_ads__campaign_history: renameCampaign,
      iterable__campaign_history: renameCampaign,
    },
  },
  {
    id: "F18",
    title: "price without a change",
    rule: "A plan's price rose while the subscriptions on it had no change of their own.",
    cleaning: "Join the price that was valid at the time.",
    tables: { app_database__plans: notePriceRise },
  },
];
