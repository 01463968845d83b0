/** Words of the interactive that shows a log on two time axes. */
import { count } from "../format.ts";

export const planeWords = {
  key: "Deal",
  valid: "About the day",
  known: "As known on",
  validAxis: "when it was true",
  knownAxis: "when it was known",
  stepsValid: {
    day: "About the day",
    earlierChange: "Earlier change",
    dayBefore: "Day before",
    dayAfter: "Day after",
    laterChange: "Later change",
    dayCorrected: (day: string) => `The day in question is now ${day}.`,
  },
  stepsKnown: {
    day: "As known on",
    earlierChange: "Earlier arrival",
    dayBefore: "Day before",
    dayAfter: "Day after",
    laterChange: "Later arrival",
    dayCorrected: (day: string) => `The day of knowledge is now ${day}.`,
  },
  telling: "A telling place",
  picture: (rows: number) =>
    `${count(rows, "row")} of the log: to the right when it happened, upwards when it became known`,
  onTime: "a row of the log",
  late: "a row that came late",
  future: "not yet: the day in question lies after the day of knowledge",
  slice: (known: string) => `As known on ${known}`,
  sliceNow: "As known today",
  nothing: "nothing",
  said: (known: string, day: string, value: string) => `On ${known} the answer about ${day} was: ${value}.`,
  same: "Today it is the same.",
  other: (value: string) => `Today it is ${value}: a row came later.`,
  ahead: (value: string) => `That day had not come yet. If nothing changes it will be ${value}.`,
  happened: "Happened",
  recorded: "Recorded",
  value: "Value",
  delay: "Days late",
  isKnown: "Known then?",
};
