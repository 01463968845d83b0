/**
 * All that knows days and times, as one thing to load (`on-demand.ts`): Python's `datetime` and `pytz`, and what turns texts and
 * values of the warehouse into their objects.
 */
import { DateTimeObject } from "./datetime.ts";
import { utcZone } from "./time-zone.ts";

export { converterOf } from "../agate-values.ts";
export { DateObject, parseIso } from "./datetime.ts";
export { datetimeModule } from "./datetime-module.ts";
export { PYTZ } from "./pytz.ts";

/** The instant, in milliseconds since 1970-01-01 UTC, as a datetime in UTC. */
export function utcTime(milliseconds: number): DateTimeObject {
  return DateTimeObject.fromMilliseconds(milliseconds, utcZone());
}
