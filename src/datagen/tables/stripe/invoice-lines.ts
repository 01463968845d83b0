/**
 * `stripe.invoice_line_item`, every line of every invoice, and `stripe.invoice_item`, the lines that are not the plan for a whole
 * period: what is left of a period after a change, and onboarding. The lines of an invoice sum to its subtotal.
 */
import { billingRun, dayOf } from "../../money/billing-clock.ts";
import type { Bill, ExtraLine, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";

const DESCRIPTION: Readonly<Record<ExtraLine["kind"], string>> = {
  unused_time: "Unused time on",
  remaining_time: "Remaining time on",
  onboarding: "Onboarding for",
};

export function writeStripeInvoiceItems({ extraLines }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.invoiceItem, extraLines.length);
  for (const { number, bill, kind, planName, amount } of extraLines) {
    table.add({
      id: stripeId("ii", number),
      invoice_id: stripeId("in", bill.number),
      customer_id: stripeId("cus", bill.customer),
      amount,
      description: `${DESCRIPTION[kind]} ${planName}`,
      proration: kind !== "onboarding",
      ...periodOf(bill),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function periodOf({ invoice }: Bill): { period_start: number; period_end: number } {
  return {
    period_start: billingRun(dayOf(invoice.periodStart)),
    period_end: billingRun(dayOf(invoice.periodEnd)),
  };
}

export function writeStripeInvoiceLineItems({ bills, extraLines }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.invoiceLineItem, bills.length + extraLines.length);
  let number = 0;
  const add = (bill: Bill, type: "subscription" | "invoiceitem", of: LineFacts): void => {
    number += 1;
    table.add({
      id: stripeId("il", number),
      invoice_id: stripeId("in", bill.number),
      subscription_id: stripeId("sub", bill.subscription),
      subscription_item_id: of.proration || type === "subscription" ? stripeId("si", bill.subscription) : null,
      price_id: stripeId("price", of.price),
      amount: of.amount,
      currency: "usd",
      quantity: of.quantity,
      proration: of.proration,
      type,
      ...periodOf(bill),
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  };
  for (const bill of bills) {
    if (bill.planLine !== null) add(bill, "subscription", { ...bill.planLine, proration: false });
    for (const line of bill.extraLines) add(bill, "invoiceitem", { ...line, proration: line.kind !== "onboarding" });
  }
  return table.finish();
}

type LineFacts = Pick<ExtraLine, "price" | "quantity" | "amount"> & { readonly proration: boolean };
