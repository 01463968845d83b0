/** The tables of the payment provider, in the order of the catalog. */
import type { Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import type { TableSchema } from "../../schema/table-schema.ts";
import type { TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeStripeAccount, writeStripeTaxRates } from "./account.ts";
import { writeStripeCustomerBalance, writeStripeCustomers } from "./customers.ts";
import { writeStripeCoupons, writeStripeDiscounts, writeStripePromotionCodes } from "./discounts.ts";
import { writeStripeEvents } from "./events.ts";
import { writeStripeInvoiceItems, writeStripeInvoiceLineItems } from "./invoice-lines.ts";
import { writeStripeInvoices } from "./invoices.ts";
import {
  writeStripeBalanceTransactions,
  writeStripeFees,
  writeStripePayoutEntries,
  writeStripePayouts,
} from "./ledger.ts";
import {
  writeStripePaymentMethodCards,
  writeStripePaymentMethods,
  writeStripeSetupIntents,
} from "./payment-methods.ts";
import { writeStripeCharges, writeStripePaymentIntents } from "./payments.ts";
import { writeStripePrices, writeStripeProducts } from "./prices.ts";
import {
  writeStripeCreditNoteLines,
  writeStripeCreditNotes,
  writeStripeDisputes,
  writeStripeRefunds,
} from "./reversals.ts";
import {
  writeStripeSubscriptionHistory,
  writeStripeSubscriptionItems,
  writeStripeSubscriptions,
} from "./subscriptions.ts";

/** Most tables are written from the customers' money and the setting. */
function moneyWriter(of: TableSchema, write: (money: Money, setting: Setting) => TableData): TableWriter {
  return writer(of, ({ money, setting }) => write(money, setting));
}

export const STRIPE: readonly TableWriter[] = [
  writer(schema.account, ({ setting }) => writeStripeAccount(setting)),
  moneyWriter(schema.customer, writeStripeCustomers),
  writer(schema.product, ({ setting }) => writeStripeProducts(setting)),
  writer(schema.price, ({ setting }) => writeStripePrices(setting)),
  writer(schema.coupon, ({ setting }) => writeStripeCoupons(setting)),
  moneyWriter(schema.promotionCode, writeStripePromotionCodes),
  moneyWriter(schema.discount, writeStripeDiscounts),
  moneyWriter(schema.subscription, writeStripeSubscriptions),
  moneyWriter(schema.subscriptionHistory, writeStripeSubscriptionHistory),
  moneyWriter(schema.subscriptionItem, writeStripeSubscriptionItems),
  moneyWriter(schema.invoice, writeStripeInvoices),
  moneyWriter(schema.invoiceItem, writeStripeInvoiceItems),
  moneyWriter(schema.invoiceLineItem, writeStripeInvoiceLineItems),
  moneyWriter(schema.paymentMethod, writeStripePaymentMethods),
  moneyWriter(schema.paymentMethodCard, writeStripePaymentMethodCards),
  moneyWriter(schema.setupIntent, writeStripeSetupIntents),
  moneyWriter(schema.paymentIntent, writeStripePaymentIntents),
  moneyWriter(schema.charge, writeStripeCharges),
  moneyWriter(schema.refund, writeStripeRefunds),
  moneyWriter(schema.dispute, writeStripeDisputes),
  moneyWriter(schema.balanceTransaction, writeStripeBalanceTransactions),
  moneyWriter(schema.fee, writeStripeFees),
  moneyWriter(schema.payout, writeStripePayouts),
  moneyWriter(schema.payoutBalanceTransaction, writeStripePayoutEntries),
  moneyWriter(schema.creditNote, writeStripeCreditNotes),
  moneyWriter(schema.creditNoteLineItem, writeStripeCreditNoteLines),
  writer(schema.taxRate, ({ setting }) => writeStripeTaxRates(setting)),
  moneyWriter(schema.customerBalanceTransaction, writeStripeCustomerBalance),
  moneyWriter(schema.event, writeStripeEvents),
];
