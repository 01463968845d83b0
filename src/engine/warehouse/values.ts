/**
 * DuckDB's values as text, exactly as DuckDB's own cast to VARCHAR writes them.
 *
 * Both adapters come here with the raw numbers (days, microseconds, unscaled integers), so that a date reads the same in the
 * browser and on the command line. JavaScript's Date is not used: its range is smaller than DuckDB's.
 */

const INFINITE_DAYS = 2_147_483_647;
const INFINITE_MICROS = 9_223_372_036_854_775_807n;
const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_DAY = 86_400_000_000;

/** Days since 1970-01-01 -> `2025-12-31`, `0044-03-15 (BC)`, `infinity`. */
export function dateText(days: number): string {
  if (days === INFINITE_DAYS) return "infinity";
  if (days === -INFINITE_DAYS) return "-infinity";
  const { year, month, day } = civilDate(days);
  const monthAndDay = `${pad(month, 2)}-${pad(day, 2)}`;
  return year > 0 ? `${pad(year, 4)}-${monthAndDay}` : `${pad(1 - year, 4)}-${monthAndDay} (BC)`;
}

/** Microseconds since 1970-01-01 -> `2025-12-31 10:00:00`, with a fraction only where there is one. */
export function timestampText(micros: bigint): string {
  if (micros === INFINITE_MICROS) return "infinity";
  if (micros === -INFINITE_MICROS) return "-infinity";
  const perDay = BigInt(MICROS_PER_DAY);
  // Numbers are exact here for 285 years around 1970, which is nearly always; they are several times faster.
  if (micros > -9_000_000_000_000_000n && micros < 9_000_000_000_000_000n) {
    const exact = Number(micros);
    const days = Math.floor(exact / MICROS_PER_DAY);
    return `${dateText(days)} ${timeText(exact - days * MICROS_PER_DAY)}`;
  }
  const days = (micros - (((micros % perDay) + perDay) % perDay)) / perDay;
  return `${dateText(Number(days))} ${timeText(Number(micros - days * perDay))}`;
}

/** Nanoseconds since 1970-01-01, with up to nine digits of fraction. */
export function timestampNanosText(nanos: bigint): string {
  if (nanos === INFINITE_MICROS) return "infinity";
  if (nanos === -INFINITE_MICROS) return "-infinity";
  const rest = ((nanos % 1000n) + 1000n) % 1000n;
  const text = timestampText((nanos - rest) / 1000n);
  if (rest === 0n) return text;
  const [whole = text, fraction = ""] = text.split(".");
  return `${whole}.${fraction.padEnd(6, "0")}${pad(Number(rest), 3)}`.replace(/0+$/, "");
}

/** The instant of a TIMESTAMP WITH TIME ZONE, written in UTC: `2025-12-31 10:00:00+00`. */
export function timestampZoneText(micros: bigint): string {
  const text = timestampText(micros);
  return text.endsWith("infinity") ? text : `${text}+00`;
}

/** Microseconds of a day -> `10:00:00`, `10:00:00.25`. */
export function timeText(micros: number): string {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const fraction = micros - seconds * MICROS_PER_SECOND;
  const clock = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return fraction === 0 ? clock : `${clock}.${pad(fraction, 6).replace(/0+$/, "")}`;
}

/** A time of day with its offset in seconds east of UTC: `10:00:00+02`, `10:00:00-02:30`. */
export function timeZoneText(micros: number, offsetSeconds: number): string {
  const offset = Math.abs(offsetSeconds);
  const minutes = Math.floor(offset / 60) % 60;
  const seconds = offset % 60;
  const tail = `${minutes > 0 || seconds > 0 ? `:${pad(minutes, 2)}` : ""}${seconds > 0 ? `:${pad(seconds, 2)}` : ""}`;
  return `${timeText(micros)}${offsetSeconds < 0 ? "-" : "+"}${pad(Math.floor(offset / 3600), 2)}${tail}`;
}

/** `1 year 2 months 3 days 04:05:06.5`; `00:00:00` when it is empty. */
export function intervalText(months: number, days: number, micros: bigint): string {
  const parts: string[] = [];
  const add = (count: number, unit: string) => {
    if (count !== 0) parts.push(`${count} ${unit}${count === 1 || count === -1 ? "" : "s"}`);
  };
  add(Math.trunc(months / 12), "year");
  add(months % 12, "month");
  add(days, "day");
  if (micros !== 0n || parts.length === 0) {
    parts.push(micros < 0n ? `-${timeText(Number(-micros))}` : timeText(Number(micros)));
  }
  return parts.join(" ");
}

/** An unscaled integer and its scale -> `12.50`, `-0.05`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  return `${negative ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Bytes as DuckDB prints a BLOB: printable ASCII stays, everything else and quotes become `\xNN`. */
export function blobText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const plain = byte >= 32 && byte <= 126 && byte !== 34 && byte !== 39 && byte !== 92;
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

/** DuckDB's bytes of a BIT: the first byte counts the unused leading bits of the second. */
export function bitText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes.subarray(1)) text += byte.toString(2).padStart(8, "0");
  return text.slice(bytes[0] ?? 0);
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; year 0 is 1 BC. */
function civilDate(days: number): { year: number; month: number; day: number } {
  // Years are counted from March, so that the leap day is the last day of its year (400 years are 146,097 days).
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
