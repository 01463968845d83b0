/** What every interactive is given. In a file of its own, since the registry imports the interactives and they import this. */
import type { Play } from "../../../lessons/pack.ts";

export interface InteractiveProps {
  readonly play: Play;
  /** A place kept in the address, such as `{ t: "2024-03-31" }`. */
  readonly place: Readonly<Record<string, string>>;
  readonly onplace: (place: Readonly<Record<string, string>>) => void;
}
