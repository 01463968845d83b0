/** `datetime.timedelta`: days, and microseconds of a day. */
import { bindFunction } from "../../jinja/arguments.ts";
import { TemplateError } from "../../jinja/error.ts";
import { typeName } from "../../jinja/python.ts";
import { HostFunction, HostObject } from "../../jinja/values.ts";
import type { PyValue } from "../../jinja/values.ts";
import { MICROS_PER_DAY, clockOf, pad } from "./calendar.ts";
import { ClassObject } from "./class-object.ts";

const UNITS = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"] as const;
const MICROS: Readonly<Record<(typeof UNITS)[number], number>> = {
  days: MICROS_PER_DAY,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 7 * MICROS_PER_DAY,
};
const MOST_DAYS = 999_999_999;

export class TimeDelta extends HostObject {
  readonly typeName = "datetime.timedelta";
  readonly days: number;
  /** 0 up to a day; days are negative for negative spans, as in Python. */
  readonly micros: number;

  constructor(days: number, micros: number) {
    super();
    const carried = Math.floor(micros / MICROS_PER_DAY);
    this.days = days + carried;
    this.micros = Math.round(micros - carried * MICROS_PER_DAY);
    if (Math.abs(this.days) > MOST_DAYS)
      throw new TemplateError("OverflowError", `days=${this.days}; must have magnitude <= ${MOST_DAYS}`);
  }

  get seconds(): number {
    return this.days * 86_400 + this.micros / 1_000_000;
  }

  override isTrue(): boolean {
    return this.days !== 0 || this.micros !== 0;
  }

  override equals(other: PyValue): boolean {
    return other instanceof TimeDelta && this.days === other.days && this.micros === other.micros;
  }

  override hashText(): string {
    return `timedelta ${this.days} ${this.micros}`;
  }

  override compare(other: PyValue): number | undefined {
    return other instanceof TimeDelta ? this.days - other.days || this.micros - other.micros : undefined;
  }

  override unary(operator: "-" | "+" | "abs"): PyValue {
    const negative = operator === "-" || (operator === "abs" && this.days < 0);
    return negative ? new TimeDelta(-this.days, -this.micros) : this;
  }

  override operate(operator: string, other: PyValue, reflected: boolean): PyValue | undefined {
    if (other instanceof TimeDelta) {
      const [left, right] = reflected ? [other, this] : [this, other];
      if (operator === "+") return new TimeDelta(left.days + right.days, left.micros + right.micros);
      if (operator === "-") return new TimeDelta(left.days - right.days, left.micros - right.micros);
      if (operator !== "/" && operator !== "//" && operator !== "%") return undefined;
      if (!right.isTrue()) throw new TemplateError("ZeroDivisionError", "integer division or modulo by zero");
      const ratio = left.seconds / right.seconds;
      if (operator === "/") return ratio;
      return operator === "//" ? BigInt(Math.floor(ratio)) : scaled(left, 1, -Math.floor(ratio), right);
    }
    const factor = typeof other === "bigint" ? Number(other) : typeof other === "number" ? other : null;
    if (factor === null) return undefined;
    if (operator === "*") return scaled(this, factor);
    if (reflected || (operator !== "/" && operator !== "//")) return undefined;
    if (factor === 0) throw new TemplateError("ZeroDivisionError", "division by zero");
    return scaled(this, 1 / factor);
  }

  override getAttribute(name: string): PyValue | undefined {
    switch (name) {
      case "days":
        return BigInt(this.days);
      case "seconds":
        return BigInt(Math.floor(this.micros / 1_000_000));
      case "microseconds":
        return BigInt(this.micros % 1_000_000);
      case "total_seconds":
        return new HostFunction(name, () => this.seconds);
      default:
        return undefined;
    }
  }

  toText(): string {
    const { hour, minute, second, microsecond } = clockOf(this.micros);
    const days = this.days === 0 ? "" : `${this.days} day${Math.abs(this.days) === 1 ? "" : "s"}, `;
    return `${days}${hour}:${pad(minute, 2)}:${pad(second, 2)}${microsecond === 0 ? "" : `.${pad(microsecond, 6)}`}`;
  }

  override toRepr(): string {
    const parts = [
      ["days", this.days],
      ["seconds", Math.floor(this.micros / 1_000_000)],
      ["microseconds", this.micros % 1_000_000],
    ].filter(([, value]) => value !== 0);
    return `datetime.timedelta(${parts.map(([name, value]) => `${name}=${value}`).join(", ") || "0"})`;
  }
}

/** `factor` times a span, plus `times` others; days apart from microseconds, since together they outgrow a float. */
function scaled(span: TimeDelta, factor: number, times = 0, other: TimeDelta | null = null): TimeDelta {
  const days = span.days * factor + times * (other?.days ?? 0);
  const whole = Math.floor(days);
  const micros = span.micros * factor + times * (other?.micros ?? 0);
  return new TimeDelta(whole, micros + (days - whole) * MICROS_PER_DAY);
}

export const TIMEDELTA = new ClassObject("datetime.timedelta", (call) => {
  const given = bindFunction(
    "timedelta",
    UNITS.map((unit) => `${unit}?`),
    call,
  );
  let days = 0;
  let micros = 0;
  for (const [index, unit] of UNITS.entries()) {
    const value = given[index] ?? 0n;
    if (typeof value !== "bigint" && typeof value !== "number")
      throw new TemplateError("TypeError", `unsupported type for timedelta ${unit} component: ${typeName(value)}`);
    const amount = Number(value) * (unit === "weeks" ? 7 : 1);
    if (unit === "days" || unit === "weeks") {
      days += Math.floor(amount);
      micros += (amount - Math.floor(amount)) * MICROS_PER_DAY;
    } else {
      const wholeDays = Math.floor((amount * MICROS[unit]) / MICROS_PER_DAY);
      days += wholeDays;
      micros += amount * MICROS[unit] - wholeDays * MICROS_PER_DAY;
    }
  }
  return new TimeDelta(days, micros);
});
