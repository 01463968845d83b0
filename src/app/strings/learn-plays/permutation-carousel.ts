/** Words of the interactive in which channels enter in every order. */
import { integer } from "../format.ts";

export const carouselWords = {
  worth: "Worth of a coalition",
  count: "Number of sales",
  rate: "Rate of sales",
  order: (number: number, all: number) => `Order ${integer(number)} of ${integer(all)}`,
  orders: "Orders",
  then: ", then ",
  previous: "Order before",
  next: "Next order",
  all: "All orders",
  none: "From the start",
  first: "This is the first order",
  last: "All orders were seen",
  value: (value: number, isRate: boolean) =>
    isRate ? `${(value * 100).toFixed(1)} %` : Number.isInteger(value) ? integer(value) : value.toFixed(2),
  signed: (value: number, text: string) => (value > 0 ? `+${text}` : text),
  enters: (channel: string, before: string, after: string, added: string) =>
    `${channel} enters: from ${before} to ${after}, ${added}`,
  picture: (order: string) => `The order ${order}: what each channel adds`,
  mean: (seen: number) => `Mean over ${integer(seen)} ${seen === 1 ? "order" : "orders"}`,
  done: "These are the Shapley values.",
  sum: (sum: string) => `They add up to ${sum}: all that there is.`,
  notYet: "Not yet: a channel's turn matters. Go on until every order was seen.",
  negative: (channel: string) =>
    `${channel} is worth less than nothing: when it enters it brings more journeys that end in nothing than sales.`,
  columns: { order: "Order", channel: "Channel" },
};
