/** What every interactive is given. In a file of its own, since the registry imports the interactives and they import this. */
import type { Outcome } from "../../../engine/core/errors.ts";
import type { Value } from "../../../engine/core/table.ts";
import type { Play } from "../../../lessons/pack.ts";

/** A row of a play's query, by column name. */
export type PlayRow = Readonly<Record<string, Value>>;

export interface InteractiveProps {
  readonly play: Play;
  /** A place kept in the address, such as `{ t: "2024-03-31" }`. */
  readonly place: Readonly<Record<string, string>>;
  readonly onplace: (place: Readonly<Record<string, string>>) => void;
  /** Rows of one of the play's queries; `$name` in it becomes the value, as a number or a text. The same question is asked once. */
  readonly rows: (
    query: string,
    values?: Readonly<Record<string, string | number>>,
  ) => Promise<Outcome<readonly PlayRow[]>>;
  /** The SQL that `rows` would send, to show it. */
  readonly sqlOf: (query: string, values?: Readonly<Record<string, string | number>>) => string;
}
