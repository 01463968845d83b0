/** Python's `pytz` module over the zones of `time-zone.ts`. */
import { bindFunction } from "../../jinja/arguments.ts";
import { TemplateError } from "../../jinja/error.ts";
import { pyStr, pyTruth, toIndex } from "../../jinja/python.ts";
import { HostFunction } from "../../jinja/values.ts";
import type { PyValue } from "../../jinja/values.ts";
import { ClassObject, Namespace } from "./class-object.ts";
import { DateTimeObject, fixedZone } from "./datetime.ts";
import { readingsOf, utcZone, zoneByName, zoneNames } from "./time-zone.ts";
import type { ZoneObject } from "./time-zone.ts";
import { TimeDelta } from "./timedelta.ts";

const MEMBERS: Readonly<Record<string, () => PyValue>> = {
  timezone: () =>
    new HostFunction("timezone", (call) =>
      zoneByName(pyStr(bindFunction("timezone", ["zone"], call)[0] ?? null), zoneMember),
    ),
  utc: () => utcZone(zoneMember),
  UTC: () => utcZone(zoneMember),
  FixedOffset: () => new HostFunction("FixedOffset", (call) => fixedZone(toIndex(call.args[0] ?? null) * 60)),
  all_timezones: () => zoneNames(),
  all_timezones_set: () => zoneNames(),
  common_timezones: () => zoneNames(),
  common_timezones_set: () => zoneNames(),
  UnknownTimeZoneError: () => errorClass("UnknownTimeZoneError"),
  NonExistentTimeError: () => errorClass("NonExistentTimeError"),
  AmbiguousTimeError: () => errorClass("AmbiguousTimeError"),
  InvalidTimeError: () => errorClass("InvalidTimeError"),
};

export const PYTZ = new Namespace(Object.keys(MEMBERS), (name) =>
  Object.hasOwn(MEMBERS, name) ? MEMBERS[name]?.() : undefined,
);

function errorClass(name: string): ClassObject {
  return new ClassObject(`pytz.exceptions.${name}`, (call) => {
    throw new TemplateError(name, pyStr(call.args[0] ?? ""));
  });
}

function zoneMember(zone: ZoneObject, name: string): PyValue | undefined {
  switch (name) {
    case "localize":
      return new HostFunction(name, (call) => {
        const [datetime = null, isSummer = false] = bindFunction(name, ["dt", "is_dst?"], call);
        return localize(zone, datetimeOf(datetime), isSummer === null ? null : pyTruth(isSummer));
      });
    case "normalize":
      return new HostFunction(name, (call) => datetimeOf(call.args[0] ?? null).inZone(zone));
    case "fromutc":
      return new HostFunction(name, (call) => {
        const { days, micros } = datetimeOf(call.args[0] ?? null);
        return new DateTimeObject(days, micros, utcZone()).inZone(zone);
      });
    case "utcoffset":
      return new HostFunction(name, (call) => {
        const [datetime = null] = call.args;
        if (datetime === null) return null;
        const { zone: applied } = localize(zone, datetimeOf(datetime).withoutZone(), false);
        return new TimeDelta(0, (applied?.reading.offset ?? 0) * 1_000_000);
      });
    case "tzname":
      return new HostFunction(name, (call) => {
        const [datetime = null] = call.args;
        if (datetime === null) return zone.zone;
        return localize(zone, datetimeOf(datetime).withoutZone(), false).zone?.reading.abbreviation ?? null;
      });
    default:
      return undefined;
  }
}

/** A wall clock time put into a zone. In the hour that comes twice `isSummer` decides; null makes it an error. */
function localize(zone: ZoneObject, datetime: DateTimeObject, isSummer: boolean | null): DateTimeObject {
  if (datetime.zone !== null) throw new TemplateError("ValueError", "Not naive datetime (tzinfo is already set)");
  if (zone.zone === null || zone.zone === "UTC") return new DateTimeObject(datetime.days, datetime.micros, zone);
  const local = datetime.days * 86_400 + Math.floor(datetime.micros / 1_000_000);
  const readings = readingsOf(zone.zone, local);
  const [first, second] = readings;
  if (first !== undefined && second === undefined)
    return new DateTimeObject(datetime.days, datetime.micros, zone.withReading(first));
  if (isSummer === null)
    throw new TemplateError(first === undefined ? "NonExistentTimeError" : "AmbiguousTimeError", datetime.toText());
  const wanted = readings.find((reading) => reading.isSummer === isSummer) ?? first;
  // An hour that is skipped is read with the offset before or after the gap.
  const reading = wanted ?? zone.at(local + (isSummer ? 86_400 : -86_400)).reading;
  return new DateTimeObject(datetime.days, datetime.micros, zone.withReading(reading));
}

function datetimeOf(value: PyValue): DateTimeObject {
  if (value instanceof DateTimeObject) return value;
  throw new TemplateError("TypeError", "pytz works on datetime.datetime objects");
}
