/** Python's date, datetime and time as values, with the arithmetic, comparisons and formats that templates use. */
import { bindFunction } from "../../jinja/arguments.ts";
import { TemplateError } from "../../jinja/error.ts";
import { pyStr, stringRepr, typeName } from "../../jinja/python.ts";
import { HostFunction, HostObject, PyNamedTuple } from "../../jinja/values.ts";
import type { CallArguments, PyValue } from "../../jinja/values.ts";
import { MICROS_PER_DAY, clockOf, dateOf, daysOf, isoCalendar, microsOf, weekdayOf } from "./calendar.ts";
import { offsetOf, offsetText, strftime } from "./time-format.ts";
import { clockText, dayFrom, microsFrom, timetuple } from "./date-fields.ts";
import { ZoneObject, utcZone } from "./time-zone.ts";
import { TimeDelta } from "./timedelta.ts";

/** Day 1 of Python's ordinals is 0001-01-01. */
export const ORDINAL = 719_163;
export const FIRST_DAY = daysOf({ year: 1, month: 1, day: 1 });
export const LAST_DAY = daysOf({ year: 9999, month: 12, day: 31 });

export class DateObject extends HostObject {
  get typeName(): string {
    return "datetime.date";
  }
  /** Days since 1970-01-01. */
  readonly days: number;

  constructor(days: number) {
    super();
    if (days < FIRST_DAY || days > LAST_DAY) throw new TemplateError("OverflowError", "date value out of range");
    this.days = days;
  }

  override equals(other: PyValue): boolean {
    return other instanceof DateObject && !(other instanceof DateTimeObject) && other.days === this.days;
  }

  override hashText(): string {
    return `date ${this.days}`;
  }

  override compare(other: PyValue): number | undefined {
    return other instanceof DateObject && !(other instanceof DateTimeObject) ? this.days - other.days : undefined;
  }

  override operate(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (other instanceof TimeDelta && (operator === "+" || (operator === "-" && !reflected)))
      return new DateObject(this.days + (operator === "+" ? other.days : -other.days));
    if (operator === "-" && other instanceof DateObject && !(other instanceof DateTimeObject))
      return new TimeDelta((this.days - other.days) * (reflected ? -1 : 1), 0);
    return undefined;
  }

  override format(specification: string): string {
    return this.strftime(specification);
  }

  strftime(format: string): string {
    return strftime({ days: this.days, micros: 0, offset: null, zone: "" }, format);
  }

  override getAttribute(name: string): PyValue | undefined {
    const { year, month, day } = dateOf(this.days);
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    switch (name) {
      case "year":
        return BigInt(year);
      case "month":
        return BigInt(month);
      case "day":
        return BigInt(day);
      case "weekday":
        return fn(() => BigInt(weekdayOf(this.days)));
      case "isoweekday":
        return fn(() => BigInt(weekdayOf(this.days) + 1));
      case "isocalendar":
        return fn(() => {
          const iso = isoCalendar(this.days);
          return new PyNamedTuple(["year", "week", "weekday"], [iso.year, iso.week, iso.weekday].map(BigInt));
        });
      case "toordinal":
        return fn(() => BigInt(this.days + ORDINAL));
      case "timetuple":
        return fn(() => this.timetuple());
      case "isoformat":
        return fn((call) => this.isoformat(call));
      case "ctime":
        return fn(() => this.strftime("%a %b %e %H:%M:%S %Y"));
      case "strftime":
        return fn((call) => this.strftime(pyStr(bindFunction(name, ["format"], call)[0] ?? null)));
      case "replace":
        return fn((call) => this.replace(call));
      case "min":
        return new DateObject(FIRST_DAY);
      case "max":
        return new DateObject(LAST_DAY);
      default:
        return undefined;
    }
  }

  isoformat(_call: CallArguments): string {
    return this.strftime("%Y-%m-%d").padStart(10, "0");
  }

  replace(call: CallArguments): PyValue {
    const [year, month, day] = bindFunction("replace", ["year?", "month?", "day?"], call);
    return new DateObject(dayFrom(dateOf(this.days), year, month, day));
  }

  protected timetuple(): PyValue {
    const { year, month, day } = dateOf(this.days);
    return timetuple(this.days, { year, month, day }, { hour: 0, minute: 0, second: 0, microsecond: 0 });
  }

  toText(): string {
    return this.isoformat({ args: [], kwargs: new Map() });
  }

  override toRepr(): string {
    const { year, month, day } = dateOf(this.days);
    return `datetime.date(${year}, ${month}, ${day})`;
  }
}

export class DateTimeObject extends DateObject {
  override get typeName(): string {
    return "datetime.datetime";
  }
  /** Microseconds of the day. */
  readonly micros: number;
  readonly zone: ZoneObject | null;

  constructor(days: number, micros: number, zone: ZoneObject | null) {
    super(days + Math.floor(micros / MICROS_PER_DAY));
    this.micros = micros - Math.floor(micros / MICROS_PER_DAY) * MICROS_PER_DAY;
    this.zone = zone;
  }

  /** An instant in milliseconds since 1970-01-01 UTC. */
  static fromMilliseconds(milliseconds: number, zone: ZoneObject | null): DateTimeObject {
    const days = Math.floor(milliseconds / 86_400_000);
    return new DateTimeObject(days, Math.round((milliseconds - days * 86_400_000) * 1000), zone);
  }

  /** Seconds since 1970-01-01 UTC; a datetime without zone counts as UTC. */
  get instant(): number {
    return this.days * 86_400 + this.micros / 1_000_000 - (this.zone?.reading.offset ?? 0);
  }

  withoutZone(): DateTimeObject {
    return new DateTimeObject(this.days, this.micros, null);
  }

  inZone(zone: ZoneObject): DateTimeObject {
    const applied = zone.at(this.instant);
    const shift = applied.reading.offset - (this.zone?.reading.offset ?? 0);
    return new DateTimeObject(this.days, this.micros + shift * 1_000_000, applied);
  }

  override equals(other: PyValue): boolean {
    if (!(other instanceof DateTimeObject) || (other.zone === null) !== (this.zone === null)) return false;
    return this.#difference(other).isTrue() === false;
  }

  override hashText(): string {
    return `datetime ${this.instant} ${this.micros % 1_000_000} ${this.zone === null}`;
  }

  override compare(other: PyValue): number | undefined {
    if (!(other instanceof DateTimeObject)) {
      if (other instanceof DateObject)
        throw new TemplateError("TypeError", "can't compare datetime.datetime to datetime.date");
      return undefined;
    }
    if ((other.zone === null) !== (this.zone === null))
      throw new TemplateError("TypeError", "can't compare offset-naive and offset-aware datetimes");
    const { days, micros } = this.#difference(other);
    return days === 0 ? micros : days;
  }

  override operate(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (other instanceof TimeDelta && (operator === "+" || (operator === "-" && !reflected))) {
      const sign = operator === "+" ? 1 : -1;
      return new DateTimeObject(this.days + sign * other.days, this.micros + sign * other.micros, this.zone);
    }
    if (operator !== "-" || !(other instanceof DateTimeObject)) return undefined;
    if ((other.zone === null) !== (this.zone === null))
      throw new TemplateError("TypeError", "can't subtract offset-naive and offset-aware datetimes");
    return reflected ? other.#difference(this) : this.#difference(other);
  }

  #difference(other: DateTimeObject): TimeDelta {
    const offset = (other.zone?.reading.offset ?? 0) - (this.zone?.reading.offset ?? 0);
    return new TimeDelta(this.days - other.days, this.micros - other.micros + offset * 1_000_000);
  }

  override strftime(format: string): string {
    const { zone } = this;
    const zoned =
      zone === null ? { offset: null, zone: "" } : { offset: zone.reading.offset, zone: zone.reading.abbreviation };
    return strftime({ days: this.days, micros: this.micros, ...zoned }, format);
  }

  override getAttribute(name: string): PyValue | undefined {
    const clock = clockOf(this.micros);
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    switch (name) {
      case "hour":
      case "minute":
      case "second":
      case "microsecond":
        return BigInt(clock[name]);
      case "fold":
        return 0n;
      case "tzinfo":
        return this.zone;
      case "date":
        return fn(() => new DateObject(this.days));
      case "time":
        return fn(() => new TimeObject(this.micros, null));
      case "timetz":
        return fn(() => new TimeObject(this.micros, this.zone));
      case "timestamp":
        return fn(() => this.instant);
      case "utcoffset":
        return fn(() => (this.zone === null ? null : new TimeDelta(0, this.zone.reading.offset * 1_000_000)));
      case "dst":
        return fn(() => (this.zone === null ? null : new TimeDelta(0, this.zone.reading.isSummer ? 3_600_000_000 : 0)));
      case "tzname":
        return fn(() => this.zone?.reading.abbreviation ?? null);
      case "astimezone":
        return fn((call) => this.inZone(zoneArgument(bindFunction(name, ["tz?"], call)[0]) ?? utcZone()));
      case "utctimetuple":
        return fn(() => this.inZone(utcZone()).timetuple());
      case "min":
        return new DateTimeObject(FIRST_DAY, 0, null);
      case "max":
        return new DateTimeObject(LAST_DAY, MICROS_PER_DAY - 1, null);
      default:
        return super.getAttribute(name);
    }
  }

  override isoformat(call: CallArguments): string {
    const [separator = "T", timespec = "auto"] = bindFunction("isoformat", ["sep?", "timespec?"], call);
    const offset = this.zone === null ? "" : offsetText(this.zone.reading.offset, ":");
    const date = new DateObject(this.days).toText();
    return `${date}${pyStr(separator)}${clockText(this.micros, pyStr(timespec))}${offset}`;
  }

  override replace(call: CallArguments): PyValue {
    const names = ["year?", "month?", "day?", "hour?", "minute?", "second?", "microsecond?", "tzinfo?"];
    const [year, month, day, hour, minute, second, microsecond, zone] = bindFunction("replace", names, {
      args: call.args,
      kwargs: new Map([...call.kwargs].filter(([key]) => key !== "fold")),
    });
    return new DateTimeObject(
      dayFrom(dateOf(this.days), year, month, day),
      microsFrom(clockOf(this.micros), hour, minute, second, microsecond),
      zone === undefined ? this.zone : zoneArgument(zone),
    );
  }

  protected override timetuple(): PyValue {
    return timetuple(this.days, dateOf(this.days), clockOf(this.micros));
  }

  override toText(): string {
    return this.isoformat({ args: [" "], kwargs: new Map() });
  }

  override toRepr(): string {
    const { year, month, day } = dateOf(this.days);
    const { hour, minute, second, microsecond } = clockOf(this.micros);
    const seconds = microsecond > 0 ? [second, microsecond] : second > 0 ? [second] : [];
    const zone = this.zone === null ? "" : `, tzinfo=${this.zone.toRepr()}`;
    return `datetime.datetime(${[year, month, day, hour, minute, ...seconds].join(", ")}${zone})`;
  }
}

export class TimeObject extends HostObject {
  readonly typeName = "datetime.time";
  readonly micros: number;
  readonly zone: ZoneObject | null;

  constructor(micros: number, zone: ZoneObject | null) {
    super();
    this.micros = micros;
    this.zone = zone;
  }

  override equals(other: PyValue): boolean {
    return other instanceof TimeObject && other.micros === this.micros;
  }

  override hashText(): string {
    return `time ${this.micros}`;
  }

  override compare(other: PyValue): number | undefined {
    return other instanceof TimeObject ? this.micros - other.micros : undefined;
  }

  override format(specification: string): string {
    return this.#strftime(specification);
  }

  #strftime(format: string): string {
    const days = daysOf({ year: 1900, month: 1, day: 1 });
    return strftime({ days, micros: this.micros, offset: this.zone?.reading.offset ?? null, zone: "" }, format);
  }

  override getAttribute(name: string): PyValue | undefined {
    const fn = (body: (call: CallArguments) => PyValue) => new HostFunction(name, body);
    switch (name) {
      case "hour":
      case "minute":
      case "second":
      case "microsecond":
        return BigInt(clockOf(this.micros)[name]);
      case "tzinfo":
        return this.zone;
      case "isoformat":
        return fn((call) => clockText(this.micros, pyStr(bindFunction(name, ["timespec?"], call)[0] ?? "auto")));
      case "strftime":
        return fn((call) => this.#strftime(pyStr(bindFunction(name, ["format"], call)[0] ?? null)));
      case "replace":
        return fn((call) => {
          const [hour, minute, second, microsecond] = bindFunction(
            name,
            ["hour?", "minute?", "second?", "microsecond?", "tzinfo?"],
            call,
          );
          return new TimeObject(microsFrom(clockOf(this.micros), hour, minute, second, microsecond), this.zone);
        });
      default:
        return undefined;
    }
  }

  toText(): string {
    return clockText(this.micros, "auto");
  }

  override toRepr(): string {
    const { hour, minute, second, microsecond } = clockOf(this.micros);
    const seconds = microsecond > 0 ? [second, microsecond] : second > 0 ? [second] : [];
    return `datetime.time(${[hour, minute, ...seconds].join(", ")})`;
  }
}

/** A zone without a name, for `+02:00`. */
export function fixedZone(offset: number): ZoneObject {
  const name = offset === 0 ? "UTC" : `UTC${offsetText(offset, ":")}`;
  return new ZoneObject(offset === 0 ? "UTC" : null, { offset, abbreviation: name, isSummer: false });
}

export function zoneArgument(value: PyValue | undefined): ZoneObject | null {
  if (value === undefined || value === null) return null;
  if (value instanceof ZoneObject) return value;
  throw new TemplateError(
    "TypeError",
    `tzinfo argument must be None or of a tzinfo subclass, not type '${typeName(value)}'`,
  );
}

const ISO =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?$/i;

/** `2024-01-02`, `2024-01-02 03:04:05.6+00:00` -> a datetime; a date alone is midnight. */
export function parseIso(text: string): DateTimeObject {
  const match = ISO.exec(text);
  if (match === null) throw new TemplateError("ValueError", `Invalid isoformat string: ${stringRepr(text)}`);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const days = dayFrom({ year: 1, month: 1, day: 1 }, BigInt(year ?? 1), BigInt(month ?? 1), BigInt(day ?? 1));
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second), microsecond: 0 };
  const micros = microsOf(clock) + Number(fraction.padEnd(6, "0").slice(0, 6));
  return new DateTimeObject(days, micros, zone === undefined ? null : fixedZone(offsetOf(zone)));
}
