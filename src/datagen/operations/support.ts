/**
 * The tickets of all accounts with their numbers, their authors and their subjects.
 *
 * Who writes must have a login on that day: the owner always has, so there is always somebody.
 */
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { User } from "../world/people.ts";
import type { Registry } from "../world/registry.ts";
import type { Account, Ticket, TicketCategory } from "../world/world.ts";
import { SITES, STREAMS } from "./sites.ts";

const T = SITES.ticketText;

export type TicketStatus = "open" | "pending" | "solved" | "closed";

export interface SupportTicket {
  readonly id: number;
  readonly account: Account;
  readonly ticket: Ticket;
  readonly author: User;
  readonly subject: string;
  readonly status: TicketStatus;
  /** When anything about it last changed. */
  readonly changedAt: number;
}

const SUBJECTS: Readonly<Record<TicketCategory, readonly string[]>> = {
  outage: ["Tap is offline", "No data from our device", "Device lost its connection", "Line shows no pours"],
  device_errors: ["Error codes since the update", "Device restarts by itself", "Pours are counted twice"],
  billing: [
    "Question about an invoice",
    "Card was declined",
    "Please change our billing address",
    "Why did the price change?",
  ],
  onboarding: ["Help with the first set-up", "How do we add a second tap?", "Inviting our staff"],
  how_to: [
    "How do I read the waste report?",
    "Exporting last month",
    "Setting an alert for temperature",
    "Sharing a dashboard",
  ],
  feature_request: ["Please add a report by shift", "Connect our till system", "Dark mode for the bar"],
  account: ["Change the owner of our account", "Reset of a password", "Remove a user who left"],
};

export function fileTickets(registry: Registry): SupportTicket[] {
  const { accounts, setting } = registry.world;
  const team = new Map<Account, User[]>();
  for (const user of registry.users) {
    const members = team.get(user.account);
    if (members === undefined) team.set(user.account, [user]);
    else members.push(user);
  }
  const filed = accounts.flatMap((account) => account.tickets.map((ticket) => ({ account, ticket })));
  filed.sort(
    (a, b) =>
      a.ticket.createdAt - b.ticket.createdAt ||
      a.account.profile.id - b.account.profile.id ||
      a.ticket.ordinal - b.ticket.ordinal,
  );
  return filed.flatMap(({ account, ticket }, index) => {
    const draws = new Draws(setting.seed, STREAMS.ticketText, account.profile.id * 4096 + ticket.ordinal);
    const author = authorOf(ticket, team.get(account) ?? [], draws);
    if (author === null) return [];
    const subject = draws.pick(at(T.subject), SUBJECTS[ticket.category]);
    return [
      { id: index + 1, account, ticket, author, subject, status: statusOf(ticket), changedAt: changedAt(ticket) },
    ];
  });
}

/** Somebody of the site that it is about, if there is anybody; of all people, half of the letters come from the owner. */
function authorOf({ createdAt, site }: Ticket, members: readonly User[], draws: Draws): User | null {
  const owner = members[0] ?? null;
  const there = members.filter(
    (user) =>
      user.acceptedAt !== null &&
      user.acceptedAt <= createdAt &&
      // Whoever leaves later that day may still have written; the day after nobody does.
      (user.deactivatedAt === null || user.deactivatedAt > createdAt) &&
      (user.site === null || user.site === site),
  );
  return draws.chance(at(T.author), 0.5) ? owner : (there[draws.below(at(T.author), there.length)] ?? owner);
}

function statusOf({ abandoned, resolvedAt, firstResponseAt }: Ticket): TicketStatus {
  if (abandoned) return "closed";
  if (resolvedAt !== null) return "solved";
  return firstResponseAt === null ? "open" : "pending";
}

function changedAt({ createdAt, firstResponseAt, resolvedAt, csat }: Ticket): number {
  return Math.max(createdAt, firstResponseAt ?? 0, resolvedAt ?? 0, csat?.at ?? 0);
}
