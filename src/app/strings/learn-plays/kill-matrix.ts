/** Words of the interactive in which tests are switched on until no fault is left. */
import { count } from "../format.ts";

export const killWords = {
  tests: "Tests",
  on: (chosen: number, total: number) => `${chosen} of ${total} are on`,
  all: "All on",
  none: "All off",
  sql: "Its SQL",
  wall: "Broken copies",
  caught: (tests: string) => `caught by ${tests}`,
  alive: "lives",
  quiet: "left alone, as it should be",
  alarm: (tests: string) => `false alarm from ${tests}`,
  look: (title: string) => `Rows: ${title}`,
  rows: (title: string) => `The rows of: ${title}`,
  hide: "Close",
  picture: "Wall",
  said: (caught: number, total: number) => `${caught} of ${count(total, "fault")} caught.`,
  living: (names: string) => `Still living: ${names}.`,
  done: (tests: number) => `Nothing lives. You use ${count(tests, "test")}.`,
  fewer: (fewest: number) => `It can be done with ${fewest}.`,
  fewest: "Fewer will not do.",
  falseAlarm: "A test objects to sound data: nobody will believe it for long.",
  cost: (tests: number, what: string) => `Each run costs ${tests} times ${what}.`,
};
