/** Python's `datetime` module: its classes, with their class methods. */
import { bindFunction } from "../../jinja/arguments.ts";
import { TemplateError } from "../../jinja/error.ts";
import { pyStr, toIndex, typeName } from "../../jinja/python.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";
import { MICROS_PER_DAY, isoDays } from "./calendar.ts";
import { ClassObject, Namespace } from "./class-object.ts";
import { dayFrom, microsFrom } from "./date-fields.ts";
import {
  DateObject,
  DateTimeObject,
  FIRST_DAY,
  LAST_DAY,
  ORDINAL,
  TimeObject,
  fixedZone,
  parseIso,
  zoneArgument,
} from "./datetime.ts";
import { strptime } from "./time-format.ts";
import { utcZone } from "./time-zone.ts";
import type { ZoneObject } from "./time-zone.ts";
import { TIMEDELTA } from "./timedelta.ts";

/** The module. `now` gives milliseconds since 1970-01-01 UTC; there is no other time zone than UTC on this machine's clock. */
export function datetimeModule(now: () => number): Namespace {
  const current = (zone: ZoneObject | null): DateTimeObject => {
    const utc = DateTimeObject.fromMilliseconds(now(), zone === null ? null : utcZone());
    return zone === null ? utc : utc.inZone(zone);
  };
  const members: Readonly<Record<string, () => PyValue>> = {
    date: () => dateClass(() => current(null)),
    datetime: () => datetimeClass(current),
    time: () => TIME,
    timedelta: () => TIMEDELTA,
    tzinfo: () => TZINFO,
  };
  return new Namespace(Object.keys(members), (name) => (Object.hasOwn(members, name) ? members[name]?.() : undefined));
}

function dateClass(current: () => DateTimeObject): ClassObject {
  return new ClassObject(
    "datetime.date",
    (call) => {
      const [year, month, day] = bindFunction("date", ["year", "month", "day"], call);
      return new DateObject(dayFrom({ year: 1, month: 1, day: 1 }, year, month, day));
    },
    {
      today: () => new DateObject(current().days),
      fromisoformat: (call) => new DateObject(parseIso(textOf(call)).days),
      fromordinal: (call) => new DateObject(toIndex(call.args[0] ?? null) - ORDINAL),
      fromtimestamp: (call) => new DateObject(DateTimeObject.fromMilliseconds(secondsOf(call) * 1000, null).days),
      fromisocalendar: (call) => new DateObject(isoDays(...isoArguments(call))),
      min: { value: () => new DateObject(FIRST_DAY) },
      max: { value: () => new DateObject(LAST_DAY) },
    },
  );
}

function datetimeClass(current: (zone: ZoneObject | null) => DateTimeObject): ClassObject {
  const fromTimestamp = (call: CallArguments): PyValue => {
    const zone = zoneArgument(call.args[1] ?? call.kwargs.get("tz"));
    const utc = DateTimeObject.fromMilliseconds(secondsOf(call) * 1000, zone === null ? null : utcZone());
    return zone === null ? utc : utc.inZone(zone);
  };
  return new ClassObject(
    "datetime.datetime",
    (call) => {
      const names = ["year", "month", "day", "hour?", "minute?", "second?", "microsecond?", "tzinfo?"];
      const [year, month, day, hour, minute, second, microsecond, zone] = bindFunction("datetime", names, call);
      return new DateTimeObject(
        dayFrom({ year: 1, month: 1, day: 1 }, year, month, day),
        microsFrom({ hour: 0, minute: 0, second: 0, microsecond: 0 }, hour, minute, second, microsecond),
        zoneArgument(zone),
      );
    },
    {
      now: (call) => current(zoneArgument(bindFunction("now", ["tz?"], call)[0])),
      today: () => current(null),
      utcnow: () => current(null),
      fromtimestamp: fromTimestamp,
      utcfromtimestamp: fromTimestamp,
      fromisoformat: (call) => parseIso(textOf(call)),
      fromordinal: (call) => new DateTimeObject(toIndex(call.args[0] ?? null) - ORDINAL, 0, null),
      fromisocalendar: (call) => new DateTimeObject(isoDays(...isoArguments(call)), 0, null),
      strptime: (call) => {
        const [text = null, format = null] = bindFunction("strptime", ["date_string", "format"], call);
        if (typeof text !== "string")
          throw new TemplateError("TypeError", `strptime() argument 1 must be str, not ${typeName(text)}`);
        const { days, micros, offset } = strptime(text, pyStr(format));
        return new DateTimeObject(days, micros, offset === null ? null : fixedZone(offset));
      },
      combine: (call) => {
        const [date, time] = call.args;
        if (!(date instanceof DateObject) || !(time instanceof TimeObject))
          throw new TemplateError("TypeError", "combine() takes a datetime.date and a datetime.time");
        return new DateTimeObject(date.days, time.micros, time.zone);
      },
      min: { value: () => new DateTimeObject(FIRST_DAY, 0, null) },
      max: { value: () => new DateTimeObject(LAST_DAY, MICROS_PER_DAY - 1, null) },
    },
  );
}

const TIME = new ClassObject(
  "datetime.time",
  (call) => {
    const names = ["hour?", "minute?", "second?", "microsecond?", "tzinfo?"];
    const [hour, minute, second, microsecond, zone] = bindFunction("time", names, call);
    const midnight = { hour: 0, minute: 0, second: 0, microsecond: 0 };
    return new TimeObject(microsFrom(midnight, hour, minute, second, microsecond), zoneArgument(zone));
  },
  { fromisoformat: (call) => new TimeObject(parseIso(`1970-01-01T${textOf(call)}`).micros, null) },
);

const TZINFO = new ClassObject("datetime.tzinfo", () => {
  throw new TemplateError("NotImplementedError", "a tzinfo subclass must implement utcoffset()");
});

function textOf(call: CallArguments): string {
  const [text = null] = call.args;
  if (typeof text !== "string") throw new TemplateError("TypeError", "fromisoformat: argument must be str");
  return text;
}

function secondsOf(call: CallArguments): number {
  const [seconds = null] = call.args;
  if (typeof seconds !== "number" && typeof seconds !== "bigint")
    throw new TemplateError("TypeError", `a number of seconds is required, not ${typeName(seconds)}`);
  return Number(seconds);
}

function isoArguments(call: CallArguments): [number, number, number] {
  const [year = null, week = null, day = null] = bindFunction("fromisocalendar", ["year", "week", "day"], call);
  return [toIndex(year), toIndex(week), toIndex(day)];
}
