/**
 * The hardware shop: from the lives of the application's customers to everything that its customer system knows of them.
 *
 * Each step reads the ones before it. Devices drive orders and tickets, deals drive activities and further orders.
 */
import type { Registry } from "../world/registry.ts";
import { shopAccounts } from "./accounts.ts";
import { shopActivities } from "./activities.ts";
import { shopContacts } from "./contacts.ts";
import { shopDeals } from "./deals.ts";
import { shopOrders } from "./orders.ts";
import { productRange } from "./range.ts";
import type { Shop, ShopAccount } from "./records.ts";
import { shopTickets } from "./tickets.ts";

export function simulateShop({ world, users }: Registry): Shop {
  const { setting } = world;
  const accounts = shopAccounts(world.accounts, setting);
  const products = productRange(setting.tier);
  const contacts = shopContacts(accounts, users, setting);
  const contactsOf = byAccount(contacts);
  const deals = shopDeals(accounts, contactsOf, products, setting);
  const orders = shopOrders(accounts, deals, products, setting);
  const ordersOf = byAccount(orders);
  return {
    accounts,
    products,
    contacts,
    contactsOf,
    deals,
    dealsOf: byAccount(deals),
    activities: shopActivities(accounts, deals, contactsOf, setting),
    tickets: shopTickets(accounts, contactsOf, ordersOf, setting),
    orders,
    ordersOf,
  };
}

function byAccount<T extends { readonly account: ShopAccount }>(items: readonly T[]): Map<ShopAccount, T[]> {
  const groups = new Map<ShopAccount, T[]>();
  for (const item of items) {
    const group = groups.get(item.account);
    if (group === undefined) groups.set(item.account, [item]);
    else group.push(item);
  }
  return groups;
}
