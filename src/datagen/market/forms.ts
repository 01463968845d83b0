/** The forms of the web site: what they are for, how many points they are worth, and when they were put up. */
import { parseDay } from "../kit/calendar.ts";

export type FormName =
  | "trial"
  | "demo"
  | "sales"
  | "pricing"
  | "contact"
  | "newsletter"
  | "calculator"
  | "webinar"
  | "partner"
  | "waiting_list"
  | "trade_fair"
  | "brochure";

export interface Form {
  readonly guid: string;
  readonly label: string;
  readonly type: "registration" | "sales" | "content" | "subscription";
  readonly page: string;
  /** Points that sending it adds to the score of a contact. */
  readonly points: number;
  readonly createdDay: number;
  /** The day on which it was taken down. */
  readonly retiredDay: number | null;
}

function form(
  number: number,
  label: string,
  type: Form["type"],
  page: string,
  points: number,
  [created, retired]: readonly [string, string?],
): Form {
  const tail = String(number).padStart(12, "0");
  return {
    guid: `6f1d0c2e-5a70-4c31-9b00-${tail}`,
    label,
    type,
    page,
    points,
    createdDay: parseDay(created),
    retiredDay: retired === undefined ? null : parseDay(retired),
  };
}

export const FORMS: Readonly<Record<FormName, Form>> = {
  waiting_list: form(1, "Early access waiting list", "subscription", "/early-access", 10, ["2018-06-01", "2020-03-01"]),
  trade_fair: form(2, "Trade fair visitor card", "content", "/fair", 15, ["2018-09-01", "2020-06-01"]),
  brochure: form(3, "Printed brochure request", "content", "/brochure", 10, ["2018-09-01", "2020-12-01"]),
  trial: form(4, "Start a free trial", "registration", "/trial", 30, ["2018-10-01"]),
  demo: form(5, "Book a demo", "sales", "/demo", 60, ["2018-10-01"]),
  sales: form(6, "Talk to sales", "sales", "/contact-sales", 60, ["2018-10-01"]),
  contact: form(7, "Contact", "content", "/contact", 15, ["2018-10-01"]),
  newsletter: form(8, "Newsletter", "subscription", "/blog", 5, ["2018-10-01"]),
  partner: form(9, "Partner enquiry", "sales", "/partners", 10, ["2018-10-01"]),
  pricing: form(10, "Price estimate", "sales", "/pricing", 35, ["2018-10-01"]),
  calculator: form(11, "Draft cost calculator", "content", "/tools/draft-cost", 25, ["2018-10-01"]),
  webinar: form(12, "Webinar registration", "content", "/webinars", 25, ["2018-10-01"]),
};
