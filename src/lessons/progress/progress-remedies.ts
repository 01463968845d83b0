/**
 * What to do in front of a class when many made the same mistake: two minutes, on the picture of a lesson that shows it. Names of data
 * and numbers are left to the picture, which takes them from what is built.
 */

export interface Remedy {
  /** What to show, and what to ask. */
  readonly show: string;
  /** Id of the lesson whose picture shows it; the page opens it on the step where the picture stands. */
  readonly lesson: string;
}

export const REMEDIES: Readonly<Record<string, Remedy>> = {
  "M-FANOUT": {
    show: "Step through the join with one customer who has several rows on both sides. Let the class say the number of rows before each step; then aggregate one side first and step again.",
    lesson: "m2.02",
  },
  "M-INNERLOSS": {
    show: "Step through the join with a customer who has nothing on the right side. Ask where the row went, and how a report would look that forgets everyone who did nothing.",
    lesson: "m4.07",
  },
  "M-WHERELEFT": {
    show: "Write a left join on the board, then a condition on its right side in where. Step through it: the rows without a partner come, and go. Move the condition to the join and step again.",
    lesson: "m2.02",
  },
  "M-NULLNEQ": {
    show: "Run select null <> 'x' and ask for the answer first. Then show the change from NULL in the log of changes, which the comparison misses and “is distinct from” finds.",
    lesson: "m3.02",
  },
  "M-BETWEEN": {
    show: "Turn the time slider to a day of change and switch the interval's end to inclusive. Two versions light up for one key. Ask which of the two is right, and where its end lies.",
    lesson: "m3.06",
  },
  "M-OPENEND": {
    show: "Turn the time slider to today. Ask which version is in force and what stands in its valid_to; then compare a day with NULL aloud.",
    lesson: "m3.06",
  },
  "M-LATESTMAX": {
    show: "Take one key with two events and write both rows on the board. Ask for the maximum of each column: does that row exist? Then pick the whole row by its time.",
    lesson: "m4.01",
  },
  "M-GROUPVAL": {
    show: "Show a key that went there and back again as bars. Count the bars together, then group by value and count again: one of them is missing, and the other two overlap.",
    lesson: "m3.02",
  },
  "M-AVGAVG": {
    show: "Two devices: one was seen for an hour, the other for ten days. Ask for the share of both together. Mark numerator and denominator in the picture and add each up first.",
    lesson: "m4.03",
  },
  "M-COUNTROWS": {
    show: "Ask “one row for each what?” of the table at hand, and let the class name a key that has two rows. Then count keys instead of rows.",
    lesson: "m0.03",
  },
  "M-CENTS": {
    show: "Follow one order from the till to the invoice and read the amount aloud at each station. Ask where cents end, and why only there.",
    lesson: "m1.01",
  },
  "M-INTERVAL": {
    show: "Put a yearly and a monthly price side by side on the price card and ask which earns more in a month. Divide by the months that a price covers, once, in one place.",
    lesson: "m1.02",
  },
  "M-TODAY": {
    show: "Move the clock of the data by a month and run a query with current_date beside one with as_of_date. Ask which of the two a colleague can repeat.",
    lesson: "m2.03",
  },
  "M-FRAME": {
    show: "Mark the frame of one row in the picture: first three rows, then three days, where days are missing. Ask what the default frame ends with.",
    lesson: "m4.05",
  },
  "M-NULLFIRST": {
    show: "Go to the first heartbeat of a device and ask what lag() finds there. Follow the NULL through the comparison into the running sum; then coalesce the flag.",
    lesson: "m4.02",
  },
  "M-DENOM": {
    show: "Point at the youngest cohorts in the triangle: who of them can have reached that month at all? Take the others out of the denominator and look at the last cells again.",
    lesson: "m1.04",
  },
  "M-SURVIVOR": {
    show: "Pick somebody who changed plan. Read the plan of today off the table, turn the slider back by a year and read it again: last year's revenue belongs to which?",
    lesson: "m2.04",
  },
  "M-ADDITIVE": {
    show: "Sum the balances of all days of one month on the board and ask who has that much money. Then name for each shape which columns may be added up over time.",
    lesson: "m2.01",
  },
  "M-CREDIT": {
    show: "Put one journey with a single touch and one with two into the sliders, and add up the credit of each. Ask what has to be so for every number of touches.",
    lesson: "m5.03",
  },
  "M-LITERAL": {
    show: "Ask for the rule in words, without a name or an id in it. Then change the data's seed in your head: which part of the answer still holds?",
    lesson: "m0.01",
  },
  "M-GRAIN": {
    show: "Everyone writes “one row for each …” for the two tables and for the result, before any SQL. Compare three of them aloud.",
    lesson: "m0.03",
  },
};
