/**
 * What came after a payment: `stripe.refund`, `stripe.dispute`, `stripe.credit_note` and its lines.
 *
 * A credit note says why an invoice was too high; its money went back by a refund or stays as the customer's credit. A note that
 * is void was a slip and had no effect.
 */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { chargeHour } from "../../money/billing-clock.ts";
import type { Dispute, Money } from "../../money/money.ts";
import * as schema from "../../schema/stripe.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { stripeId } from "./ids.ts";
import { chargeId } from "./payments.ts";

/** Banks take their time to book a refund. */
const REFUND_DAYS = 5;
/** Days in which we have to answer a dispute. */
const ANSWER_DAYS = 10;
/** A slip is taken back within the hour. */
const SLIP_SECONDS = 1800;

export function writeStripeRefunds({ refunds }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.refund, refunds.length);
  for (const { number, charge, at, amount, reason } of refunds) {
    table.add({
      id: stripeId("re", number),
      charge_id: chargeId(charge),
      amount,
      reason,
      status: at + REFUND_DAYS * DAY_SECONDS <= chargeHour(tier.asOfDay) ? "succeeded" : "pending",
      created: at,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripeDisputes({ disputes }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.dispute, disputes.length);
  for (const dispute of disputes) {
    table.add({
      id: stripeId("dp", dispute.number),
      charge_id: chargeId(dispute.charge),
      amount: dispute.charge.bill.due,
      reason: dispute.reason,
      status: disputeStatus(dispute, chargeHour(tier.asOfDay)),
      created: dispute.at,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function disputeStatus({ at, decidedAt, won }: Pick<Dispute, "at" | "decidedAt" | "won">, now: number): string {
  if (decidedAt <= now) return won ? "won" : "lost";
  return at + ANSWER_DAYS * DAY_SECONDS <= now ? "under_review" : "needs_response";
}

export function writeStripeCreditNotes({ creditNotes }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.creditNote, creditNotes.length);
  for (const { number, bill, at, amount, reason, voided } of creditNotes) {
    table.add({
      id: stripeId("cn", number),
      invoice_id: stripeId("in", bill.number),
      amount,
      reason,
      status: voided ? "void" : "issued",
      voided_at: voided ? at + SLIP_SECONDS : null,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeStripeCreditNoteLines({ creditNotes }: Money, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.creditNoteLineItem, creditNotes.length + 64);
  let line = 0;
  for (const { number, lines } of creditNotes) {
    for (const amount of lines) {
      line += 1;
      table.add({
        id: stripeId("cnli", line),
        credit_note_id: stripeId("cn", number),
        amount,
        quantity: 1,
        _synced_at: nightlyLoad(tier.asOfDay),
      });
    }
  }
  return table.finish();
}
