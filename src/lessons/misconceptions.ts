/**
 * Known wrong ideas behind wrong answers: code -> what is thought, and the sentence that helps. An anti-solution says it in its own
 * words for its own data; these are for lists, such as the most common mistakes of a class.
 */

export interface Misconception {
  readonly idea: string;
  readonly advice: string;
}

export const MISCONCEPTIONS: Readonly<Record<string, Misconception>> = {
  "M-FANOUT": {
    idea: "Two lists of children can be joined and then summed.",
    advice: "Each row of the one meets each row of the other. Aggregate each list to one row for each key first.",
  },
  "M-INNERLOSS": {
    idea: "An inner join keeps everyone.",
    advice: "What has no partner vanishes. Nothing done is an answer too: keep it with a left join.",
  },
  "M-WHERELEFT": {
    idea: "A condition on the right side of a left join may stand in where.",
    advice: "There it drops the rows without a partner. It belongs to the join's condition.",
  },
  "M-NULLNEQ": {
    idea: "a <> b finds changes to and from NULL.",
    advice: "A comparison with NULL is unknown, not true. “is distinct from” tells them apart.",
  },
  "M-BETWEEN": {
    idea: "A version is valid between its start and its end, both included.",
    advice: "On the day of a change two versions match. A version ends just before the next one starts.",
  },
  "M-OPENEND": {
    idea: "The day lies before valid_to, also for the version in force.",
    advice: "The version in force has no end, and a comparison with NULL drops it.",
  },
  "M-LATESTMAX": {
    idea: "The largest value of each column is the latest row.",
    advice: "Such a row mixes moments and may never have existed. Take the whole row with the latest time.",
  },
  "M-GROUPVAL": {
    idea: "Grouping by value makes the versions.",
    advice: "There and back again is three versions, not two. Group by run, not by value.",
  },
  "M-AVGAVG": {
    idea: "The average of ratios is the ratio of the sums.",
    advice: "Groups are of unequal size. Add up numerators and denominators first.",
  },
  "M-COUNTROWS": {
    idea: "Rows are things.",
    advice: "One thing may have many rows, or a row without it. Count distinct keys, or the key's own column.",
  },
  "M-CENTS": {
    idea: "The amount is already in currency.",
    advice: "Amounts arrive in integer cents. Divide once, in staging.",
  },
  "M-INTERVAL": {
    idea: "What a customer pays each time is what it pays each month.",
    advice: "A yearly price is twelve months of revenue. Divide by the months that one price covers.",
  },
  "M-TODAY": {
    idea: "Today is the day on which the query runs.",
    advice: "Then it answers something else tomorrow. The project has one today: as_of_date.",
  },
  "M-FRAME": {
    idea: "A window reaches over the whole partition, and rows are days.",
    advice: "With order by it ends at the current row; and three rows are not three days where days are missing.",
  },
  "M-NULLFIRST": {
    idea: "lag() has a value on the first row.",
    advice: "The first row has no predecessor: NULL, which poisons comparisons and sums.",
  },
  "M-DENOM": {
    idea: "Everyone counts in the denominator.",
    advice: "Who could not have got there yet, or was never eligible, does not.",
  },
  "M-SURVIVOR": {
    idea: "What is true today was true then.",
    advice: "Read the value that was valid at the time of the fact, from the history.",
  },
  "M-ADDITIVE": {
    idea: "Any number may be added up over time.",
    advice: "Balances and distinct counts may not: take the last, the mean, or count again.",
  },
  "M-CREDIT": {
    idea: "Credits need not sum to one.",
    advice: "One conversion gives one credit away. Add up its touches and look.",
  },
  "M-LITERAL": {
    idea: "The values that I see are the rule.",
    advice: "Right for these data and wrong for others. Which rule produces them?",
  },
  "M-GRAIN": {
    idea: "It does not matter what one row is.",
    advice: "Say it first: one row for each … Then every join either keeps that or breaks it.",
  },
};
