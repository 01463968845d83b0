/** The tables of the hardware shop's customer system, in the order of the catalog. */
import * as schema from "../../schema/crm.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeCrmAccounts, writeCrmContacts, writeOrganizations } from "./accounts.ts";
import { writeActivities, writeDealStageHistory, writeDeals } from "./deals.ts";
import { writeOrderItems, writeOrders, writeProducts } from "./orders.ts";
import { writeTickets } from "./tickets.ts";

export const CRM: readonly TableWriter[] = [
  writer(schema.organizations, ({ setting }) => writeOrganizations(setting)),
  writer(schema.accounts, ({ shop, setting }) => writeCrmAccounts(shop, setting)),
  writer(schema.contacts, ({ shop, setting }) => writeCrmContacts(shop, setting)),
  writer(schema.products, ({ shop, setting }) => writeProducts(shop, setting)),
  writer(schema.deals, ({ shop, setting }) => writeDeals(shop, setting)),
  writer(schema.dealStageHistory, ({ shop, setting }) => writeDealStageHistory(shop, setting)),
  writer(schema.activities, ({ shop, setting }) => writeActivities(shop, setting)),
  writer(schema.tickets, ({ shop, setting }) => writeTickets(shop, setting)),
  writer(schema.orders, ({ shop, setting }) => writeOrders(shop, setting)),
  writer(schema.orderItems, ({ shop, setting }) => writeOrderItems(shop, setting)),
];
