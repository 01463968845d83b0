/**
 * The numbers under which the source systems file things: counters in the order in which things came to be.
 *
 * The simulation refers to objects; tables refer to these ids. Ties of time are broken by account and ordinal, so the order
 * is total and the ids are the same everywhere.
 */
import { usersOf, type User } from "./people.ts";
import type { Account, Device, Site, Subscription, World } from "./world.ts";

/** Something of an account, for tables that list it without its account at hand. */
export interface Owned<T> {
  readonly account: Account;
  readonly item: T;
}

export interface Registry {
  readonly world: World;
  readonly sites: readonly Owned<Site>[];
  readonly users: readonly User[];
  readonly devices: readonly Owned<Device>[];
  readonly subscriptions: readonly Owned<Subscription>[];
  /** Accounts that Stripe knows, in the order in which it met them. */
  readonly stripeCustomers: readonly { readonly account: Account; readonly since: number }[];
  /** Subscriptions that Stripe knows, in the order of creation there. */
  readonly stripeSubscriptions: readonly { readonly subscription: Subscription; readonly since: number }[];
  readonly siteId: ReadonlyMap<Site, number>;
  readonly userId: ReadonlyMap<User, number>;
  readonly deviceId: ReadonlyMap<Device, number>;
  readonly subscriptionId: ReadonlyMap<Subscription, number>;
  readonly stripeCustomerNumber: ReadonlyMap<number, number>;
  readonly stripeSubscriptionNumber: ReadonlyMap<Subscription, number>;
}

export function register(world: World): Registry {
  const { accounts, setting } = world;
  const sites = inOrder(
    accounts.flatMap((account) => account.sites.map((item) => ({ account, item }))),
    ({ item, account }) => [item.openedDay, account.profile.id, item.ordinal],
  );
  const users = inOrder(
    accounts.flatMap((account) => usersOf(account, setting)),
    (user) => [user.invitedAt, user.account.profile.id, user.ordinal],
  );
  const devices = inOrder(
    accounts.flatMap((account) => account.devices.map((item) => ({ account, item }))),
    ({ item }) => [item.installDay, item.key, 0],
  );
  const subscriptions = inOrder(
    accounts.flatMap((account) => account.subscriptions.map((item) => ({ account, item }))),
    ({ item, account }) => [item.changes[0]?.at ?? 0, account.profile.id, item.ordinal],
  );
  const stripeSubscriptions = inOrder(
    subscriptions.flatMap(({ item }) =>
      item.stripeSince === null ? [] : [{ subscription: item, since: item.stripeSince }],
    ),
    ({ subscription, since }) => [since, subscription.account.id, subscription.ordinal],
  );
  const stripeCustomers = inOrder(customersOf(accounts), ({ account, since }) => [since, account.profile.id, 0]);
  return {
    world,
    sites,
    users,
    devices,
    subscriptions,
    stripeCustomers,
    stripeSubscriptions,
    siteId: numbered(sites.map(({ item }) => item)),
    userId: numbered(users),
    deviceId: numbered(devices.map(({ item }) => item)),
    subscriptionId: numbered(subscriptions.map(({ item }) => item)),
    stripeCustomerNumber: numbered(stripeCustomers.map(({ account }) => account.profile.id)),
    stripeSubscriptionNumber: numbered(stripeSubscriptions.map(({ subscription }) => subscription)),
  };
}

/** The number under which something was registered; asking for something else is a mistake of the caller. */
export function numberOf<T>(numbers: ReadonlyMap<T, number>, thing: T): number {
  const number = numbers.get(thing);
  if (number === undefined) throw new RangeError("This was never registered.");
  return number;
}

function customersOf(accounts: readonly Account[]): { account: Account; since: number }[] {
  return accounts.flatMap((account) => {
    const times = account.subscriptions.flatMap(({ stripeSince }) => (stripeSince === null ? [] : [stripeSince]));
    return times.length === 0 ? [] : [{ account, since: Math.min(...times) }];
  });
}

function inOrder<T>(items: readonly T[], key: (item: T) => readonly [number, number, number]): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2])
    .map(({ item }) => item);
}

function numbered<T>(items: readonly T[]): Map<T, number> {
  return new Map(items.map((item, index) => [item, index + 1]));
}
