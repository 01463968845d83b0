/**
 * The one source of time. Models never read a wall clock: `run_started_at` and everything derived from it comes from here.
 * The bundled project is given the as-of date; a project opened from outside is given wall time.
 */
export interface Clock {
  /** The instant that templates see as "now", in milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** The instant for logs and artifacts, in milliseconds since 1970-01-01 UTC. */
  wall(): number;
  /** A monotonic reading in milliseconds, only for measuring durations. */
  elapsed(): number;
}
