/** Selling, and mail to people: its rules one by one, and what must hold between its tables and all others. */
import { describe, expect, test } from "vitest";
import { Company } from "../../../src/datagen/company.ts";
import { DAY_SECONDS, parseDay } from "../../../src/datagen/kit/calendar.ts";
import { Draws } from "../../../src/datagen/kit/random.ts";
import {
  clearedAtQuarterEnd,
  cutShort,
  lostCourse,
  stagesVisited,
  wonCourse,
} from "../../../src/datagen/sales/course.ts";
import { mrrOn } from "../../../src/datagen/sales/customer-deals.ts";
import { amountsOf, closeDatesOf } from "../../../src/datagen/sales/forecast.ts";
import { MAIL_EVENTS, type MailEvent, type MailLog } from "../../../src/datagen/sales/mail-log.ts";
import { firstYearCents, teamFor } from "../../../src/datagen/sales/new-business.ts";
import { dayOf, reviewOf } from "../../../src/datagen/sales/office.ts";
import { hireOwners, sellerFor, standIn, worksOn } from "../../../src/datagen/sales/owners.ts";
import { PIPELINES } from "../../../src/datagen/sales/pipelines.ts";
import { STREAMS } from "../../../src/datagen/sales/sites.ts";
import { orderByTime } from "../../../src/datagen/sales/time-order.ts";
import { records, type TableData } from "../../../src/datagen/table.ts";
import { HUBSPOT } from "../../../src/datagen/tables/hubspot/writers.ts";
import { ITERABLE } from "../../../src/datagen/tables/iterable/writers.ts";
import { REFERENCE } from "../../../src/datagen/tables/reference/writers.ts";
import { TIERS, atDay } from "../../../src/datagen/tiers.ts";
import type { Row } from "./generated.ts";
import { faultsOf, unusedValues } from "./system-tables.ts";

const AS_OF = parseDay("2025-12-31");
const END = (AS_OF + 1) * DAY_SECONDS - 1;
/** Columns that may lie ahead of the as-of day. */
const PROMISES = ["property_closedate", "start_time", "end_time", "due_at", "timestamp", "start_at", "day"];
const WRITERS = [...HUBSPOT, ...ITERABLE, ...REFERENCE];

const companies = {
  tiny: new Company({ tier: TIERS.tiny, seed: 42 }),
  classroom: new Company({ tier: TIERS.classroom, seed: 42 }),
};
const tablesOf = (company: Company): TableData[] => WRITERS.map(({ write }) => write(company));
const classroom = tablesOf(companies.classroom);
const { sales, market, mail, engagements } = companies.classroom;

function rows(name: string, tables: readonly TableData[] = classroom): Row[] {
  const table = tables.find(({ schema }) => `${schema.system}.${schema.table}` === name);
  if (table === undefined) throw new Error(`"${name}" was not written.`);
  return records(table);
}

describe("the tables of the classroom", () => {
  test("keys, references, closed lists and times hold, and every value of a list is used", () => {
    expect(faultsOf(classroom, { asOfDay: AS_OF, promises: PROMISES })).toEqual([]);
    expect(unusedValues(classroom)).toEqual([]);
  });

  test("each has as many rows as planned, give or take an eighth", () => {
    const mine = /deal|engagement|ticket|^owner|team|email_|quotas/;
    const off = classroom.flatMap(({ schema, rowCount }) => {
      const planned = schema.rows.classroom;
      const isMine = schema.system === "iterable" || mine.test(schema.table);
      return isMine && Math.abs(rowCount - planned) > Math.max(3, planned * 0.16)
        ? [`${schema.table}: ${String(rowCount)} of ${String(planned)}`]
        : [];
    });
    expect(off).toEqual([]);
  });
});

test("the tables of a small company hold too", () => {
  expect(faultsOf(tablesOf(companies.tiny), { asOfDay: AS_OF, promises: PROMISES })).toEqual([]);
});

test("on an earlier day everything is as it was then", () => {
  const day = parseDay("2025-06-30");
  const end = (day + 1) * DAY_SECONDS;
  const early = new Company({ tier: atDay(TIERS.tiny, day), seed: 42 });
  const now = tablesOf(companies.tiny);
  WRITERS.forEach(({ schema, write }, index) => {
    const late = now[index];
    if (late === undefined || new Set(records(late).map((row) => row["_synced_at"])).size < 2) return;
    const keyOf = (row: Row): string => schema.key.map((column) => String(row[column])).join("|");
    const known = new Map(records(write(early)).map((row) => [keyOf(row), row]));
    for (const row of records(late)) if (Number(row["_synced_at"]) < end) expect(known.get(keyOf(row))).toEqual(row);
  });
  const stagesThen = rows("hubspot.deal_stage", tablesOf(early));
  const stagesNow = new Map(
    rows("hubspot.deal_stage", now).map((row) => [`${String(row["deal_id"])} ${String(row["_start"])}`, row]),
  );
  for (const row of stagesThen)
    expect(stagesNow.get(`${String(row["deal_id"])} ${String(row["_start"])}`)?.["value"]).toBe(row["value"]);
});

describe("deals", () => {
  const closed = sales.deals.filter(({ course }) => (course.at(-1)?.at ?? END) <= END);
  const won = closed.filter(({ course }) => course.at(-1)?.stage.outcome === "won");

  test("who came through sales has exactly one won deal, closed on the day of the sign-up; nobody else has one", () => {
    const wins = new Map<number, number>();
    for (const { pipeline, company, course } of won) {
      if (pipeline.name !== "new_business") continue;
      const account = company?.account;
      expect(company?.throughSales).toBe(true);
      expect(dayOf(course.at(-1)?.at ?? 0)).toBe(account?.signupDay);
      wins.set(account?.id ?? 0, (wins.get(account?.id ?? 0) ?? 0) + 1);
    }
    expect([...wins.values()].every((count) => count === 1)).toBe(true);
    const expected = market.companies.filter(
      ({ throughSales, account }) => throughSales && account !== null && account.signupDay <= AS_OF,
    );
    expect(wins.size).toBe(expected.length);
  });

  test("what was signed is what the first subscription is worth in a year", () => {
    const lives = new Map(companies.classroom.registry.world.accounts.map((account) => [account.profile.id, account]));
    for (const { pipeline, company, amounts } of won) {
      const life = lives.get(company?.account?.id ?? 0);
      if (pipeline.name !== "new_business" || life === undefined) continue;
      const first = life.subscriptions[0]?.changes[0];
      expect(amounts.at(-1)?.cents).toBe(firstYearCents(life.profile));
      const converted = life.subscriptions[0]?.changes.find(({ event }) => event === "convert");
      if (converted !== undefined && converted.toQuantity === first?.toQuantity && converted.toPlan === first.toPlan)
        expect(amounts.at(-1)?.cents).toBe(converted.mrrAfter * 12);
    }
  });

  test("a won expansion closes with the change in the application that it is for", () => {
    const lives = new Map(sales.cared.map(({ account, company }) => [company, account]));
    let checked = 0;
    for (const { pipeline, company, course, amounts } of won) {
      const life = company === null ? undefined : lives.get(company);
      if (pipeline.name !== "expansion" || life === undefined) continue;
      const day = dayOf(course.at(-1)?.at ?? 0);
      const gain = mrrOn(life, (day + 1) * DAY_SECONDS - 1) - mrrOn(life, day * DAY_SECONDS - 1);
      expect(gain).toBeGreaterThan(0);
      expect(amounts.at(-1)?.cents).toBeGreaterThan(0);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(50);
  });

  test("between a fifth and 28 of a hundred closed deals are won", () => {
    expect(won.length / closed.length).toBeGreaterThan(0.2);
    expect(won.length / closed.length).toBeLessThan(0.28);
  });

  test("stages follow one another without a gap, and one of them is active", () => {
    const byDeal = new Map<unknown, Row[]>();
    for (const row of rows("hubspot.deal_stage")) {
      const known = byDeal.get(row["deal_id"]);
      if (known === undefined) byDeal.set(row["deal_id"], [row]);
      else known.push(row);
    }
    const hasGap = (stages: readonly Row[]): boolean =>
      stages.filter((row) => row["_active"] === 1).length !== 1 ||
      stages.slice(1).some((row, index) => stages[index]?.["_end"] !== row["_start"]);
    expect([...byDeal.values()].filter(hasGap)).toEqual([]);
  });

  test("steps back, skips and reopened deals are as frequent as told", () => {
    let moves = 0;
    let back = 0;
    let skips = 0;
    for (let key = 1; key <= 4000; key += 1) {
      const visited = stagesVisited(new Draws(7, STREAMS.deal, key), 5);
      visited.slice(1).forEach((stage, index) => {
        const step = stage - (visited[index] ?? 0);
        moves += 1;
        if (step < 0) back += 1;
        if (step > 1) skips += 1;
      });
    }
    expect(back / moves).toBeGreaterThan(0.05);
    expect(back / moves).toBeLessThan(0.09);
    expect(skips / moves).toBeGreaterThan(0.03);
    expect(skips / moves).toBeLessThan(0.07);
    const again = closed.filter(({ course }) => course.filter(({ stage }) => stage.outcome !== null).length === 2);
    expect(again.length / closed.length).toBeGreaterThan(0.01);
    expect(again.length / closed.length).toBeLessThan(0.03);
  });

  test("more lost deals are closed at the end of a quarter than in the middle", () => {
    const months = [0, 0, 0];
    for (const { course } of closed) {
      const last = course.at(-1);
      if (last?.stage.outcome !== "lost") continue;
      const month = Number(new Date(last.at * 1000).getUTCMonth()) % 3;
      months[month] = (months[month] ?? 0) + 1;
    }
    expect(months[2]).toBeGreaterThan((months[1] ?? 0) * 1.03);
  });

  test("better sellers win more of their deals", () => {
    const share = (isGood: boolean): number => {
      const mine = closed.filter(
        ({ owner, pipeline }) => pipeline.name === "new_business" && (isGood ? owner.skill > 1.05 : owner.skill < 0.95),
      );
      return mine.filter(({ course }) => course.at(-1)?.stage.outcome === "won").length / mine.length;
    };
    expect(share(true)).toBeGreaterThan(share(false) * 1.1);
  });
});

describe("the course of a deal", () => {
  const pipeline = PIPELINES.new_business;
  const openedAt = reviewOf(parseDay("2024-03-04") * DAY_SECONDS);

  test("a won one begins when it is opened and ends when the customer signs up", () => {
    for (let key = 1; key <= 200; key += 1) {
      const closedAt = openedAt + (5 + (key % 60)) * DAY_SECONDS;
      const course = wonCourse(new Draws(3, STREAMS.deal, key), pipeline, openedAt, closedAt);
      expect(course[0]).toEqual({ stage: pipeline.open[0], at: openedAt });
      expect(course.at(-1)).toEqual({ stage: pipeline.won, at: closedAt });
      course.slice(1).forEach(({ at }, index) => expect(at).toBeGreaterThan(course[index]?.at ?? 0));
    }
  });

  test("a lost one goes forward in time and ends in the lost stage", () => {
    for (let key = 1; key <= 200; key += 1) {
      const course = lostCourse(new Draws(3, STREAMS.deal, key), pipeline, openedAt);
      expect(course.at(-1)?.stage).toBe(pipeline.lost);
      course.slice(1).forEach(({ at }, index) => expect(at).toBeGreaterThan(course[index]?.at ?? 0));
    }
  });

  test("a deal that is open when the customer leaves is lost that day; a closed one stays as it is", () => {
    const [first, second] = pipeline.open;
    if (first === undefined || second === undefined) throw new Error("A pipeline has stages.");
    const course = [
      { stage: first, at: 100000 },
      { stage: second, at: 900000 },
      { stage: pipeline.won, at: 1900000 },
    ];
    expect(cutShort(course, pipeline, 1000000).map(({ stage }) => stage)).toEqual([first, second, pipeline.lost]);
    expect(cutShort(course, pipeline, 2000000)).toEqual(course);
    expect(cutShort(course, pipeline, null)).toEqual(course);
  });

  test("what would drag on into a quarter is closed before it, but never before the deal entered its stage", () => {
    const quarter = parseDay("2024-04-01");
    for (let key = 1; key <= 100; key += 1) {
      const draws = new Draws(3, STREAMS.deal, key);
      const closedAt = (quarter + 5) * DAY_SECONDS;
      const moved = clearedAtQuarterEnd(draws, (quarter - 40) * DAY_SECONDS, closedAt);
      expect(moved === closedAt || dayOf(moved) < quarter).toBe(true);
      expect(clearedAtQuarterEnd(draws, (quarter + 1) * DAY_SECONDS, closedAt)).toBe(closedAt);
    }
  });

  test("an amount is a guess until the offer is out, and the day of closing is put off when it has passed", () => {
    const draws = new Draws(3, STREAMS.deal, 5);
    const course = wonCourse(draws, pipeline, openedAt, openedAt + 120 * DAY_SECONDS);
    expect(amountsOf(draws, course, 123456).at(-1)?.cents).toBe(123456);
    const dates = closeDatesOf(draws, course);
    expect(dates.length).toBeGreaterThan(2);
    expect(dates.at(-1)).toEqual({ at: course.at(-1)?.at, closeAt: course.at(-1)?.at });
    dates.slice(0, -1).forEach(({ at, closeAt }) => expect(closeAt).toBeGreaterThan(at));
  });
});

describe("owners", () => {
  const owners = hireOwners({ tier: TIERS.classroom, seed: 42 });

  test("everybody reports to somebody who was there first, up to one head", () => {
    expect(owners.filter(({ manager }) => manager === null)).toHaveLength(1);
    for (const { manager, id } of owners) if (manager !== null) expect(manager.id).toBeLessThan(id);
  });

  test("nobody opens a deal before the first or after the last day at work", () => {
    expect(sales.deals.filter(({ owner, openedAt }) => !worksOn(owner, dayOf(openedAt)))).toEqual([]);
    expect(engagements.filter(({ owner, createdAt }) => !worksOn(owner, dayOf(createdAt)))).toEqual([]);
  });

  test("the lead takes over from who has left", () => {
    const leaver = owners.find(({ leftDay }) => leftDay !== null);
    if (leaver === undefined) throw new Error("Somebody leaves in five years.");
    expect(standIn(leaver, (leaver.leftDay ?? 0) * DAY_SECONDS)).toBe(leaver.manager);
    expect(standIn(leaver, (leaver.leftDay ?? 0) * DAY_SECONDS - 1)).toBe(leaver);
  });

  test("the larger the business, the other the team, and the won deal goes to the better seller more often", () => {
    expect([10, 50, 400].map((employees) => teamFor({ employees })[0])).toEqual(["small", "mid_market", "enterprise"]);
    const skill = (won: boolean): number => {
      let sum = 0;
      for (let n = 0; n < 1000; n += 1) sum += sellerFor(owners, ["small"], { day: AS_OF, won, u: n / 1000 }).skill;
      return sum / 1000;
    };
    expect(skill(true)).toBeGreaterThan(skill(false));
  });

  test("quotas are within reach: all sellers together win between half and one and a half of them", () => {
    const quota = rows("reference.quotas")
      .filter(({ owner_id: id }) => {
        const role = sales.owners.find((owner) => owner.id === id)?.team.role;
        return role !== "development";
      })
      .reduce((sum, row) => sum + Number(row["amount"]), 0);
    const wonCents = sales.deals
      .filter(({ course }) => course.at(-1)?.stage.outcome === "won" && (course.at(-1)?.at ?? 0) <= END)
      .reduce((sum, { amounts }) => sum + (amounts.at(-1)?.cents ?? 0), 0);
    expect(wonCents / quota).toBeGreaterThan(0.5);
    expect(wonCents / quota).toBeLessThan(1.5);
  });
});

describe("mail", () => {
  function byMessage(log: MailLog): Map<string, { time: number; event: MailEvent }[]> {
    const messages = new Map<string, { time: number; event: MailEvent }[]>();
    for (let row = 0; row < log.count; row += 1) {
      const key = [log.contact[row], log.campaign[row], log.nth[row]].join(" ");
      const event = { time: log.time[row] ?? 0, event: MAIL_EVENTS[log.event[row] ?? 0] ?? "send" };
      const known = messages.get(key);
      if (known === undefined) messages.set(key, [event]);
      else known.push(event);
    }
    return messages;
  }

  test.each(["campaigns", "letters"] as const)(
    "%s: sent, opened, clicked, unsubscribed, each once and in this order",
    (kind) => {
      const rank = { send: 0, bounce: 1, open: 1, click: 2, complaint: 2, unsubscribe: 3 };
      const isOrderly = (events: readonly { time: number; event: MailEvent }[]): boolean => {
        const names = events.map(({ event }) => event);
        const needsOpen = names.includes("click") || names.includes("unsubscribe");
        const ascends = events.every(({ event, time }, index) => {
          const before = events[index - 1];
          return before === undefined || (time >= before.time && rank[event] > rank[before.event]);
        });
        return names[0] === "send" && ascends && (!needsOpen || names.includes("open"));
      };
      const messages = [...byMessage(mail[kind])];
      expect(messages.length).toBeGreaterThan(1000);
      expect(messages.filter(([, events]) => !isOrderly(events))).toEqual([]);
    },
  );

  test("who opted out gets nothing after that", () => {
    let wrong = 0;
    for (const log of [mail.campaigns, mail.letters])
      for (let row = 0; row < log.count; row += 1) {
        const contact = market.contacts[log.contact[row] ?? 0];
        const time = log.time[row] ?? 0;
        if (contact === undefined || time <= contact.createdAt || time > (contact.optedOutAt ?? time)) wrong += 1;
      }
    expect(wrong).toBe(0);
  });

  test("the clicks of a score are clicks in the log of the e-mail tool", () => {
    const clicks = new Set<string>();
    const { campaigns } = mail;
    for (let row = 0; row < campaigns.count; row += 1)
      if (MAIL_EVENTS[campaigns.event[row] ?? 0] === "click")
        clicks.add(`${String(campaigns.contact[row])} ${String(campaigns.time[row])}`);
    const scored = market.contacts.flatMap(({ scores, origin }, place) =>
      origin !== "form"
        ? []
        : scores
            .filter(({ kind, at }) => kind === "email_click" && at <= END)
            .map(({ at }) => `${String(place)} ${String(Math.floor(at / 300) * 300)}`),
    );
    expect(scored.length).toBeGreaterThan(1000);
    expect(scored.filter((click) => !clicks.has(click))).toEqual([]);
  });

  test("a log is put in order of time, and ties stay as they came", () => {
    expect([...orderByTime(Int32Array.from([900, 300, 900, 0]), 4, 300)]).toEqual([3, 1, 0, 2]);
  });
});
