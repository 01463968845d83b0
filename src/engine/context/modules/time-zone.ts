/**
 * `modules.pytz`: time zones by name, from the zone data that the JavaScript engine carries.
 *
 * A pytz zone means another offset at each instant. Put into a datetime by hand (`tzinfo=zone`), it gives the zone's oldest offset,
 * local mean time, in pytz and here; `zone.localize(datetime)` is what is wanted.
 */
import { TemplateError } from "../../jinja/error.ts";
import { stringRepr } from "../../jinja/python.ts";
import { HostObject } from "../../jinja/values.ts";
import type { PyValue } from "../../jinja/values.ts";

/** What a zone says at one instant. */
export interface ZoneReading {
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly abbreviation: string;
  readonly isSummer: boolean;
}

/** A zone, with the reading that holds for the datetime that carries it. */
export class ZoneObject extends HostObject {
  readonly typeName = "tzinfo";
  /** For example `Europe/Berlin`; null for a fixed offset. */
  readonly zone: string | null;
  readonly reading: ZoneReading;
  readonly #member: ((self: ZoneObject, name: string) => PyValue | undefined) | null;

  constructor(
    zone: string | null,
    reading: ZoneReading,
    member: ((self: ZoneObject, name: string) => PyValue | undefined) | null = null,
  ) {
    super();
    this.zone = zone;
    this.reading = reading;
    this.#member = member;
  }

  /** The same zone at an instant, in seconds since 1970-01-01 UTC. */
  at(instant: number): ZoneObject {
    return this.zone === null || this.zone === "UTC" ? this : this.withReading(readingAt(this.zone, instant));
  }

  withReading(reading: ZoneReading): ZoneObject {
    return new ZoneObject(this.zone, reading, this.#member);
  }

  override equals(other: PyValue): boolean {
    return other instanceof ZoneObject && other.zone === this.zone && other.reading.offset === this.reading.offset;
  }

  override hashText(): string {
    return `zone ${this.zone ?? ""} ${this.reading.offset}`;
  }

  override getAttribute(name: string): PyValue | undefined {
    if (name === "zone") return this.zone;
    return this.#member?.(this, name);
  }

  toText(): string {
    return this.zone ?? this.reading.abbreviation;
  }

  override toRepr(): string {
    if (this.zone === "UTC") return "<UTC>";
    if (this.zone === null) return `<${this.reading.abbreviation}>`;
    const { abbreviation, offset, isSummer } = this.reading;
    return `<DstTzInfo ${stringRepr(this.zone)} ${abbreviation}${hoursText(offset)} ${isSummer ? "DST" : "STD"}>`;
  }
}

const UTC_READING: ZoneReading = { offset: 0, abbreviation: "UTC", isSummer: false };

export function utcZone(member: ((self: ZoneObject, name: string) => PyValue | undefined) | null = null): ZoneObject {
  return new ZoneObject("UTC", UTC_READING, member);
}

/** A zone by name, before it has been applied to an instant. Throws pytz's UnknownTimeZoneError. */
export function zoneByName(
  name: string,
  member: ((self: ZoneObject, name: string) => PyValue | undefined) | null,
): ZoneObject {
  if (/^(utc|etc\/utc)$/i.test(name)) return utcZone(member);
  const canonical = formatOf(name) === null ? null : properName(name);
  if (canonical === null) throw new TemplateError("UnknownTimeZoneError", stringRepr(name));
  // pytz starts at the zone's first offset, rounded to minutes.
  const first = readingAt(canonical, OLDEST);
  const offset = Math.round(first.offset / 60) * 60;
  return new ZoneObject(canonical, { offset, abbreviation: "LMT", isSummer: false }, member);
}

/** Zones that the JavaScript engine knows. */
export function zoneNames(): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].sort();
}

/**
 * The readings that a wall clock time may have in a zone: two in the hour that comes twice, none in the hour that is skipped.
 * `local` is in seconds since 1970-01-01 as if the wall clock were UTC.
 */
export function readingsOf(zone: string, local: number): ZoneReading[] {
  const candidates = [readingAt(zone, local - 86_400), readingAt(zone, local + 86_400)];
  const found = candidates.filter((reading) => readingAt(zone, local - reading.offset).offset === reading.offset);
  return found.filter((reading, index) => found.findIndex((other) => other.offset === reading.offset) === index);
}

/** 1800-01-01: before any zone had a law. */
const OLDEST = -5_364_662_400;

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat("en-US", {
        timeZone: zone,
        hourCycle: "h23",
        era: "short",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      });
    } catch {
      format = null;
    }
    formats.set(zone, format);
  }
  return format;
}

/** Zone names are found in any case; they print as they are listed. */
function properName(name: string): string {
  const lower = name.toLowerCase();
  return zoneNames().find((known) => known.toLowerCase() === lower) ?? name;
}

export function readingAt(zone: string, instant: number): ZoneReading {
  if (zone === "UTC") return UTC_READING;
  const offset = offsetAt(zone, instant);
  const year = new Date(instant * 1000).getUTCFullYear();
  const standard = Math.min(offsetAt(zone, Date.UTC(year, 0, 1) / 1000), offsetAt(zone, Date.UTC(year, 6, 1) / 1000));
  const isSummer = offset > standard;
  return { offset, abbreviation: abbreviationOf(zone, offset, isSummer, instant), isSummer };
}

function offsetAt(zone: string, instant: number): number {
  const whole = Math.floor(instant);
  const parts = new Map(
    formatOf(zone)
      ?.formatToParts(whole * 1000)
      .map((part) => [part.type, part.value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
  const year = parts.get("era") === "BC" ? 1 - number("year") : number("year");
  const local = new Date(0);
  local.setUTCFullYear(year, number("month") - 1, number("day"));
  local.setUTCHours(number("hour"), number("minute"), number("second"));
  return local.getTime() / 1000 - whole;
}

/** Standard and summer abbreviations that English formats do not give, by the offset they belong to. */
const EUROPEAN: Readonly<Record<number, readonly [string, string]>> = {
  0: ["WET", "WEST"],
  3600: ["CET", "CEST"],
  7200: ["EET", "EEST"],
};

function abbreviationOf(zone: string, offset: number, isSummer: boolean, instant: number): string {
  const standard = isSummer ? offset - 3600 : offset;
  if (zone === "Europe/London" || zone === "GB") return isSummer ? "BST" : "GMT";
  if (zone === "Europe/Dublin") return isSummer ? "IST" : "GMT";
  if (zone === "Europe/Moscow" && offset === 10_800) return "MSK";
  if (zone.startsWith("Europe/")) return EUROPEAN[standard]?.[isSummer ? 1 : 0] ?? `+${hoursOnly(offset)}`;
  const fixed = FIXED[zone];
  if (fixed !== undefined) return fixed[isSummer ? 1 : 0] ?? fixed[0] ?? "";
  const named = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "short" })
    .formatToParts(instant * 1000)
    .find((part) => part.type === "timeZoneName")?.value;
  if (named !== undefined && !/^GMT[+-]|^GMT$/.test(named)) return named;
  return `${offset < 0 ? "-" : "+"}${hoursOnly(offset)}`;
}

const FIXED: Readonly<Record<string, readonly string[]>> = {
  "Asia/Tokyo": ["JST"],
  "Asia/Seoul": ["KST"],
  "Asia/Shanghai": ["CST"],
  "Asia/Hong_Kong": ["HKT"],
  "Asia/Kolkata": ["IST"],
  "Asia/Calcutta": ["IST"],
  "Asia/Jerusalem": ["IST", "IDT"],
  "Africa/Johannesburg": ["SAST"],
  "Africa/Lagos": ["WAT"],
  "Africa/Nairobi": ["EAT"],
  "Africa/Cairo": ["EET", "EEST"],
  "Australia/Sydney": ["AEST", "AEDT"],
  "Australia/Melbourne": ["AEST", "AEDT"],
  "Australia/Brisbane": ["AEST"],
  "Australia/Adelaide": ["ACST", "ACDT"],
  "Australia/Perth": ["AWST"],
  "Pacific/Auckland": ["NZST", "NZDT"],
};

/** `02`, or `0530` where there are minutes. */
function hoursOnly(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return minutes % 60 === 0 ? hours : `${hours}${String(minutes % 60).padStart(2, "0")}`;
}

/** As Python prints a span: what is west of UTC is a day less and some hours. */
function hoursText(offset: number): string {
  const minutes = Math.floor((offset < 0 ? 86_400 + offset : offset) / 60);
  return `${offset < 0 ? "-1 day, " : "+"}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:00`;
}
