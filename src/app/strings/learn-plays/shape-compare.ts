/** Words of the interactive that asks one question of four shapes of a model. */
import { count, integer } from "../format.ts";

export const shapeWords = {
  question: "Question",
  thing: "About things",
  event: "About events",
  shapes: { normalised: "Normalised", star: "Star", wide: "One big table", entity: "Entity" },
  oneRow: {
    normalised: "one thing of one kind, nothing twice",
    star: "facts with their dimensions",
    wide: "an event with everything beside it",
    entity: "a thing with what it did",
  },
  joins: (total: number) => count(total, "join"),
  tables: (total: number) => count(total, "table"),
  lines: (total: number) => count(total, "line"),
  rows: (total: number) => `${count(total, "row")} behind it`,
  noAnswer: "Cannot answer",
  show: (shape: string) => `Show the query of: ${shape}`,
  answers: (total: number, shape: string) => `${shape}: ${count(total, "row")} in the answer`,
  same: (total: number) => `All ${integer(total)} that can answer say the same.`,
  different: "They do not say the same. Which of the queries asks something else?",
  shape: "Shape",
  joinColumn: "Joins",
  tableColumn: "Tables",
  rowColumn: "Rows behind it",
  lineColumn: "Lines",
  answerColumn: "Rows in the answer",
  result: "Answer",
};
