/**
 * The payment provider. Money is whole cents of the row's currency; ids are texts with a prefix (`cus_000123`).
 */
import { EVENT_TYPES } from "../facts/stripe-events.ts";
import { date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const account = {
  system: "stripe",
  table: "account",
  pack: "billing",
  key: ["id"],
  description: "The company's own account at Stripe: always one row. It says in which currency the balance is kept.",
  rows: { classroom: 1, full: 1 },
  faults: [],
  columns: {
    id: text("Id of the account."),
    business_type: text("Legal form that was given to Stripe: a company.", { values: ["company"] }),
    country: text("Two-letter code of the country in which the company is registered."),
    default_currency: text("Currency of the balance and of the payouts, in lower case.", { values: ["usd"] }),
    created: timestamp("When the account was opened, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const customer = {
  system: "stripe",
  table: "customer",
  pack: "billing",
  key: ["id"],
  description:
    "One row per customer that Stripe ever met: an account of the application appears here with its first card or its first paid subscription, not with its sign-up. Three percent were entered by hand and have no metadata_account_id; match those by e-mail address.",
  rows: { classroom: 1930, full: 19300 },
  faults: ["F09", "F12", "F19"],
  columns: {
    id: text("Id of the customer at Stripe, numbered in the order of creation."),
    email: text("E-mail address for invoices: that of the application's account."),
    name: text("Name of the business."),
    description: text(
      "Free text; for customers entered by hand it holds the application's account number, otherwise NULL.",
    ),
    metadata_account_id: text("Id of the account in the application, as text; NULL for customers entered by hand."),
    currency: text("Currency in which the customer is billed, in lower case.", { values: ["usd"] }),
    delinquent: flag("True while an invoice is open that was tried in vain or is past its due date."),
    balance: integer("Credit of the customer: negative is money that the next invoices will use up, 0 is none.", {
      unit: "cents",
    }),
    default_payment_method: text("The card in use: the one given last; NULL for customers who only pay by transfer.", {
      references: "stripe.payment_method.id",
    }),
    livemode: flag("False for records of tests; they are no customers."),
    created: timestamp("When Stripe first met the customer, in UTC: the billing run of that evening."),
    is_deleted: flag("True when the customer was deleted at Stripe; the row stays."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const product = {
  system: "stripe",
  table: "product",
  pack: "billing",
  key: ["id"],
  description:
    "One row per plan that was ever sold. What it costs is in price: a plan has one product and, over time, several prices.",
  rows: { classroom: 6, full: 6 },
  faults: [],
  columns: {
    id: text("Id of the product: prod_ and the code of the plan."),
    name: text("Name of the plan."),
    active: flag("True while a price of it is for sale."),
    type: text("Kind of product; everything here is a service.", { values: ["service"] }),
    created: timestamp("When the plan came on sale, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const price = {
  system: "stripe",
  table: "price",
  pack: "billing",
  key: ["id"],
  description:
    "One row per price. A price rise is a new row and leaves the old one in force for those who have it; the last six rows are charged once, for setting a customer up, and are no recurring revenue.",
  rows: { classroom: 26, full: 30 },
  faults: ["F18"],
  columns: {
    id: text("Id of the price."),
    product_id: text("The product that is sold at this price.", { references: "stripe.product.id" }),
    currency: text("Currency of the price, in lower case.", { values: ["usd"] }),
    unit_amount: integer("Price of one unit for one interval; an annual price is for the whole year.", {
      unit: "cents",
    }),
    recurring_interval: text("Unit of the billing interval; NULL for a price that is charged once.", {
      values: ["month", "year"],
    }),
    recurring_interval_count: smallint("How many intervals one invoice covers; NULL for a price that is charged once."),
    billing_scheme: text("How the amount follows from the quantity: here always unit_amount times quantity.", {
      values: ["per_unit"],
    }),
    active: flag("True while the price is for sale to new customers."),
    nickname: text("The company's own name for the price."),
    created: timestamp("When the price came into force, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const coupon = {
  system: "stripe",
  table: "coupon",
  pack: "billing",
  key: ["id"],
  description:
    "One row per coupon. It takes off a percentage or an amount, never both, and only from the plan's line of an invoice: one-off fees and prorations are charged in full.",
  rows: { classroom: 12, full: 14 },
  faults: [],
  columns: {
    id: text("Id of the coupon, a word chosen by the company."),
    percent_off: decimal(5, 2, "Percentage that is taken off; NULL for a coupon of an amount.", { unit: "percent" }),
    amount_off: integer("Amount that is taken off each invoice; NULL for a coupon of a percentage.", { unit: "cents" }),
    duration: text("How long it lowers the invoices of who took it: once, for some months, or forever.", {
      values: ["once", "repeating", "forever"],
    }),
    duration_in_months: smallint("Number of months for a repeating coupon, otherwise NULL."),
    valid: flag("True while it can still be taken; discounts that were granted run on."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const promotionCode = {
  system: "stripe",
  table: "promotion_code",
  pack: "billing",
  key: ["id"],
  description:
    "One row per code that a customer can type in to take a coupon. A coupon has one or more codes; some discounts were granted without any.",
  rows: { classroom: 20, full: 30 },
  faults: [],
  columns: {
    id: text("Id of the promotion code."),
    coupon_id: text("The coupon that the code stands for.", { references: "stripe.coupon.id" }),
    code: text("What the customer types in."),
    active: flag("True while the code is accepted."),
    times_redeemed: integer("How many discounts were taken with it."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const discount = {
  system: "stripe",
  table: "discount",
  pack: "billing",
  key: ["id"],
  description:
    "One row per coupon that a subscription was granted, whether it still runs or not. It lowers the invoices written from start up to, not including, end.",
  rows: { classroom: 420, full: 4200 },
  faults: [],
  columns: {
    id: text("Id of the discount, numbered in the order in which they were granted."),
    coupon_id: text("The coupon that was granted.", { references: "stripe.coupon.id" }),
    customer_id: text("The customer who has it.", { references: "stripe.customer.id" }),
    subscription_id: text("The subscription whose invoices it lowers.", { references: "stripe.subscription.id" }),
    start: timestamp("When it began: with the first invoice, in UTC."),
    end: timestamp("When it ends or ended, in UTC; may lie ahead. NULL when it holds forever."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscription = {
  system: "stripe",
  table: "subscription",
  pack: "billing",
  key: ["id"],
  description:
    "One row per subscription that Stripe knows, in its present state. A trial without a card is not here until it is paid for the first time. What it was earlier is in subscription_history.",
  rows: { classroom: 2400, full: 24000 },
  faults: ["F12", "F13"],
  columns: {
    id: text("Id of the subscription, numbered in the order of creation at Stripe."),
    customer_id: text("The customer who is billed.", { references: "stripe.customer.id" }),
    status: text("State of the subscription; past_due and active are both worth money, trialing and paused are not.", {
      values: ["trialing", "active", "past_due", "paused", "canceled"],
    }),
    current_period_start: timestamp(
      "Start of the running billing period, in UTC; for an ended subscription of its last one.",
    ),
    current_period_end: timestamp("End of the running billing period, in UTC: when the next invoice is written."),
    billing_cycle_anchor: timestamp(
      "Day from which billing periods are counted in whole months, in UTC; after a trial this is its end.",
    ),
    cancel_at_period_end: flag("True when notice was given and the paid period still runs."),
    cancel_at: timestamp("When it will end, in UTC, for a subscription with notice; otherwise NULL."),
    canceled_at: timestamp("When notice was given, in UTC, which may be long before the end; NULL without notice."),
    ended_at: timestamp("When it ended, in UTC; NULL while it lives."),
    trial_start: timestamp("Start of the trial, in UTC; NULL when there was none at Stripe."),
    trial_end: timestamp("End of the trial, in UTC, also while that lies ahead; NULL when there was none at Stripe."),
    collection_method: text("Whether a card is charged or an invoice is sent that the customer pays by transfer.", {
      values: ["charge_automatically", "send_invoice"],
    }),
    days_until_due: smallint("Days that a sent invoice leaves to pay; NULL when a card is charged."),
    latest_invoice_id: text("The invoice written last; NULL before the first one.", {
      references: "stripe.invoice.id",
    }),
    quantity: integer("Units that are paid for: sites of the customer."),
    livemode: flag("False for records of tests."),
    start_date: timestamp("When it began, in UTC."),
    created: timestamp("When it was created at Stripe, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscriptionHistory = {
  system: "stripe",
  table: "subscription_history",
  pack: "billing",
  key: ["id", "_valid_from"],
  description:
    "One row per version of a subscription: its terms from one billing run on until they changed. Versions of a subscription touch and never overlap; what changed twice on a day is seen as it was in the evening.",
  rows: { classroom: 9000, full: 90000 },
  faults: ["F13"],
  columns: {
    id: text("The subscription. Only together with _valid_from it is unique here.", {
      references: "stripe.subscription.id",
    }),
    _valid_from: timestamp("When these terms began, in UTC, included; the first version begins with the subscription."),
    status: text("State of the subscription in this version.", {
      values: ["trialing", "active", "past_due", "paused", "canceled"],
    }),
    quantity: integer("Units that were paid for."),
    price_id: text("The price per unit.", { references: "stripe.price.id" }),
    _valid_to: timestamp("When these terms ended, in UTC, not included; NULL for the version that holds now."),
    _is_active: flag("True for the version that holds now; an ended subscription has one too."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const subscriptionItem = {
  system: "stripe",
  table: "subscription_item",
  pack: "billing",
  key: ["id"],
  description:
    "One row per thing that a subscription bills: here every subscription has exactly one. It shows the present price only.",
  rows: { classroom: 2900, full: 29000 },
  faults: [],
  columns: {
    id: text("Id of the item; it has the number of its subscription."),
    subscription_id: text("The subscription that it belongs to.", { references: "stripe.subscription.id" }),
    price_id: text("The price per unit at present.", { references: "stripe.price.id" }),
    quantity: integer("Units that are billed."),
    created: timestamp("When it was created, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const invoice = {
  system: "stripe",
  table: "invoice",
  pack: "billing",
  key: ["id"],
  description:
    "One row per invoice. subtotal less the discount plus tax is total; there is no column for the discount. amount_due is total less the credit of the customer that was used. An invoice is not revenue: it may be for a year, and may never be paid.",
  rows: { classroom: 19000, full: 230000 },
  faults: ["F09", "F10", "F12"],
  columns: {
    id: text("Id of the invoice, numbered in the order in which they were written."),
    number: text("Number that is printed on it."),
    customer_id: text("The customer who is billed.", { references: "stripe.customer.id" }),
    subscription_id: text("The subscription that is billed.", { references: "stripe.subscription.id" }),
    charge_id: text("The charge that paid it; NULL while it is not paid.", { references: "stripe.charge.id" }),
    payment_intent_id: text("The wish to collect it; it has the number of the invoice.", {
      references: "stripe.payment_intent.id",
    }),
    amount_due: integer("What is to be paid: total less the credit that was used.", { unit: "cents" }),
    amount_paid: integer("What was paid: all of amount_due or nothing.", { unit: "cents" }),
    amount_remaining: integer("What is still to be paid; kept also when it was given up.", { unit: "cents" }),
    subtotal: integer("Sum of the lines, before discount and tax.", { unit: "cents" }),
    tax: integer("Sales tax on subtotal less discount, by the customer's state.", { unit: "cents" }),
    total: integer("Sum with discount and tax.", { unit: "cents" }),
    currency: text("Currency of all amounts, in lower case.", { values: ["usd"] }),
    status: text("open waits for money, paid has it; uncollectible was given up, void was billed in error.", {
      values: ["open", "paid", "uncollectible", "void"],
    }),
    billing_reason: text("Why it was written: a new subscription, a new period, or a change within one.", {
      values: ["subscription_create", "subscription_cycle", "subscription_update"],
    }),
    collection_method: text("Whether a card is charged or the invoice is sent.", {
      values: ["charge_automatically", "send_invoice"],
    }),
    attempt_count: smallint("How often a payment was tried: its number of charges."),
    next_payment_attempt: timestamp("When the card will be tried again, in UTC; NULL when it will not be."),
    due_date: timestamp("Until when a sent invoice has to be paid, in UTC; NULL for a charged one."),
    period_start: timestamp("Start of the time that is billed, in UTC."),
    period_end: timestamp("End of the time that is billed, in UTC; usually lies ahead of created."),
    status_transitions_paid_at: timestamp("When it was paid, in UTC; NULL while it is not."),
    status_transitions_finalized_at: timestamp("When it became final and a card was first tried, in UTC."),
    status_transitions_voided_at: timestamp("When it was declared void, in UTC; otherwise NULL."),
    livemode: flag("False for records of tests."),
    created: timestamp("When it was written, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const invoiceItem = {
  system: "stripe",
  table: "invoice_item",
  pack: "billing",
  key: ["id"],
  description:
    "One row per line that is not simply the plan for a period: the rest of a period after a change, and onboarding. Unused time is negative. The same lines are in invoice_line_item with the type invoiceitem: do not add the two up.",
  rows: { classroom: 1800, full: 21000 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the item, numbered in the order of their invoices."),
    invoice_id: text("The invoice on which it stands.", { references: "stripe.invoice.id" }),
    customer_id: text("The customer who is billed.", { references: "stripe.customer.id" }),
    amount: integer("Amount of the line; negative when time is given back.", { unit: "cents" }),
    description: text("What it is for."),
    proration: flag("True for a part of a period, false for a one-off fee."),
    period_start: timestamp("Start of the time that is billed, in UTC."),
    period_end: timestamp("End of the time that is billed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const invoiceLineItem = {
  system: "stripe",
  table: "invoice_line_item",
  pack: "billing",
  key: ["id"],
  description:
    "One row per line of an invoice; the lines of an invoice sum to its subtotal. Discount and tax are no lines.",
  rows: { classroom: 25000, full: 300000 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the line, numbered in the order of their invoices."),
    invoice_id: text("The invoice on which it stands.", { references: "stripe.invoice.id" }),
    subscription_id: text("The subscription that is billed.", { references: "stripe.subscription.id" }),
    subscription_item_id: text("The item that is billed; NULL for a one-off fee.", {
      references: "stripe.subscription_item.id",
    }),
    price_id: text("The price per unit.", { references: "stripe.price.id" }),
    amount: integer("Amount of the line before discount and tax; negative when time is given back.", { unit: "cents" }),
    currency: text("Currency of the amount, in lower case.", { values: ["usd"] }),
    quantity: integer("Units that are billed; for added sites only those."),
    proration: flag("True for a part of a period."),
    type: text("subscription is the plan for a whole period, invoiceitem everything else.", {
      values: ["subscription", "invoiceitem"],
    }),
    period_start: timestamp("Start of the time that is billed, in UTC."),
    period_end: timestamp("End of the time that is billed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const paymentMethod = {
  system: "stripe",
  table: "payment_method",
  pack: "billing",
  key: ["id"],
  description:
    "One row per card that a customer gave. A new card is a new row and the old one stays; customers who pay by transfer have none.",
  rows: { classroom: 2300, full: 23000 },
  faults: [],
  columns: {
    id: text("Id of the payment method, numbered in the order in which they were given."),
    customer_id: text("The customer whose card it is.", { references: "stripe.customer.id" }),
    type: text("Kind of payment method; here always a card.", { values: ["card"] }),
    billing_detail_address_country: text("Two-letter code of the country of the billing address."),
    created: timestamp("When it was given, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const paymentMethodCard = {
  system: "stripe",
  table: "payment_method_card",
  pack: "billing",
  key: ["payment_method_id"],
  description:
    "One row per payment method that is a card, with what is printed on it. A card that its bank renewed shows the new last month, not the one at the time of a charge.",
  rows: { classroom: 2300, full: 23000 },
  faults: [],
  columns: {
    payment_method_id: text("The payment method that is this card.", { references: "stripe.payment_method.id" }),
    brand: text("Brand of the card.", { values: ["visa", "mastercard", "amex", "discover"] }),
    funding: text("Where its money comes from.", { values: ["credit", "debit", "prepaid"] }),
    exp_month: smallint("Last month in which it is valid, 1 to 12."),
    exp_year: smallint("Year of that month."),
    country: text("Two-letter code of the country of the bank."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const setupIntent = {
  system: "stripe",
  table: "setup_intent",
  pack: "billing",
  key: ["id"],
  description:
    "One row per time that a customer was asked for the first card. It fails when the card was mistyped; a second row follows. Cards that replace a refused one come without.",
  rows: { classroom: 1950, full: 19500 },
  faults: [],
  columns: {
    id: text("Id of the setup intent, numbered in order of time."),
    customer_id: text("The customer who was asked.", { references: "stripe.customer.id" }),
    payment_method_id: text("The card that was given; NULL when that failed.", {
      references: "stripe.payment_method.id",
    }),
    status: text("succeeded when there is a card, requires_payment_method when the attempt failed.", {
      values: ["succeeded", "requires_payment_method"],
    }),
    created: timestamp("When the customer was asked, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const paymentIntent = {
  system: "stripe",
  table: "payment_intent",
  pack: "billing",
  key: ["id"],
  description:
    "One row per invoice: the wish to collect it, through all attempts. It is not a payment: only succeeded ones brought money, and each attempt is a charge.",
  rows: { classroom: 19500, full: 235000 },
  faults: ["F09", "F10", "F12"],
  columns: {
    id: text("Id of the intent; it has the number of its invoice."),
    customer_id: text("The customer who is to pay.", { references: "stripe.customer.id" }),
    amount: integer("What is to be collected: amount_due of the invoice.", { unit: "cents" }),
    amount_received: integer("What was collected: all of it or 0.", { unit: "cents" }),
    currency: text("Currency of the amounts, in lower case.", { values: ["usd"] }),
    status: text(
      "succeeded brought the money; canceled belongs to a void invoice; requires_payment_method waits, also when the invoice was given up.",
      { values: ["succeeded", "requires_payment_method", "canceled"] },
    ),
    payment_method_id: text("The card that was tried last; NULL for transfers.", {
      references: "stripe.payment_method.id",
    }),
    last_payment_error_code: text("Why the latest attempt failed; NULL when it did not fail.", {
      values: ["insufficient_funds", "card_declined", "processing_error", "lost_card", "incorrect_cvc", "expired_card"],
    }),
    livemode: flag("False for records of tests."),
    canceled_at: timestamp("When the intent was taken back, in UTC; otherwise NULL."),
    created: timestamp("When it was created, in UTC: as the invoice became final."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const charge = {
  system: "stripe",
  table: "charge",
  pack: "billing",
  key: ["id"],
  description:
    "One row per attempt to collect an invoice, by card or by transfer. Failed charges moved no money: filter on paid before adding up.",
  rows: { classroom: 21000, full: 250000 },
  faults: ["F09", "F10", "F12"],
  columns: {
    id: text("Id of the charge, numbered in order of time."),
    customer_id: text("The customer who was charged.", { references: "stripe.customer.id" }),
    invoice_id: text("The invoice that was to be paid.", { references: "stripe.invoice.id" }),
    payment_intent_id: text("The intent that it is an attempt of.", { references: "stripe.payment_intent.id" }),
    balance_transaction_id: text("The movement of the balance that it led to; NULL when it failed.", {
      references: "stripe.balance_transaction.id",
    }),
    amount: integer("What was to be paid.", { unit: "cents" }),
    amount_refunded: integer("What was given back of it later; 0 when nothing was.", { unit: "cents" }),
    currency: text("Currency of the amounts, in lower case.", { values: ["usd"] }),
    status: text("Whether the money came.", { values: ["succeeded", "failed"] }),
    paid: flag("True when it succeeded."),
    captured: flag("True when the money was taken and not only reserved; here the same as paid."),
    refunded: flag("True when all of it was given back; a part leaves it false."),
    failure_code: text("Why it failed; NULL when it did not.", {
      values: ["insufficient_funds", "card_declined", "processing_error", "lost_card", "incorrect_cvc", "expired_card"],
    }),
    outcome_risk_level: text("Stripe's judgement of the risk of fraud; transfers are not judged.", {
      values: ["normal", "elevated", "highest", "not_assessed"],
    }),
    outcome_risk_score: smallint("The same as a number from 0 to 100; NULL for transfers."),
    livemode: flag("False for records of tests."),
    created: timestamp("When it was tried, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const refund = {
  system: "stripe",
  table: "refund",
  pack: "billing",
  key: ["id"],
  description:
    "One row per time that money of a charge was given back, in whole or in part. The fee of the charge is not returned.",
  rows: { classroom: 380, full: 4400 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the refund, numbered in order of time."),
    charge_id: text("The charge that was paid back.", { references: "stripe.charge.id" }),
    amount: integer("What was given back, positive.", { unit: "cents" }),
    reason: text("Why it was given back.", { values: ["requested_by_customer", "duplicate", "fraudulent"] }),
    status: text("pending until the bank has booked it.", { values: ["succeeded", "pending"] }),
    created: timestamp("When it was asked for, in UTC: the balance falls at once."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dispute = {
  system: "stripe",
  table: "dispute",
  pack: "billing",
  key: ["id"],
  description:
    "One row per charge that a cardholder contested at the bank. The whole amount leaves the balance at once and comes back only when the dispute is won; the fee of 15 dollars never does.",
  rows: { classroom: 60, full: 700 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the dispute, numbered in order of time."),
    charge_id: text("The charge that is contested.", { references: "stripe.charge.id" }),
    amount: integer("What is contested: the whole charge.", { unit: "cents" }),
    reason: text("What the cardholder says.", {
      values: ["fraudulent", "subscription_canceled", "product_unacceptable", "unrecognized", "duplicate"],
    }),
    status: text("Where it stands: waiting for our answer, with the bank, or decided.", {
      values: ["needs_response", "under_review", "won", "lost"],
    }),
    created: timestamp("When the bank told of it, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const balanceTransaction = {
  system: "stripe",
  table: "balance_transaction",
  pack: "billing",
  key: ["id"],
  description:
    "One row per movement of the company's balance: charges that succeeded, refunds, disputes and their return. Money that leaves is negative. Payouts themselves are no rows: they are the sum of net over their movements.",
  rows: { classroom: 20500, full: 245000 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the movement, numbered in order of time."),
    amount: integer("What moved, before the fee; negative for money that leaves.", { unit: "cents" }),
    fee: integer("What Stripe keeps of it.", { unit: "cents" }),
    net: integer("amount less fee: what changes the balance.", { unit: "cents" }),
    currency: text("Currency of the amounts, in lower case.", { values: ["usd"] }),
    exchange_rate: decimal(
      12,
      6,
      "Rate from the currency of the charge to that of the balance; NULL when they are the same.",
    ),
    type: text(
      "Stripe's word for the movement; card charges are charge, transfers payment, both directions of a dispute adjustment.",
      { values: ["charge", "payment", "refund", "adjustment"] },
    ),
    reporting_category: text("What the movement counts as in reports; tells a dispute from its return.", {
      values: ["charge", "refund", "dispute", "dispute_reversal"],
    }),
    source: text("Id of the charge, refund or dispute behind it; the prefix says which."),
    available_on: timestamp("When it may be paid out, in UTC: two business days later; may lie ahead."),
    payout_id: text("The payout that paid it; NULL while it waits.", { references: "stripe.payout.id" }),
    created: timestamp("When it moved, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const fee = {
  system: "stripe",
  table: "fee",
  pack: "billing",
  key: ["balance_transaction_id", "index"],
  description:
    "One row per fee of a movement of the balance. Movements without a fee (refunds, disputes won) have no row.",
  rows: { classroom: 20500, full: 245000 },
  faults: ["F10"],
  columns: {
    balance_transaction_id: text("The movement that cost the fee.", { references: "stripe.balance_transaction.id" }),
    index: smallint("Place of the fee within its movement, from 0."),
    amount: integer(
      "The fee: 2.9 percent and 30 cents of a card charge, 0.8 percent and at most 5 dollars of a transfer, 15 dollars of a dispute.",
      { unit: "cents" },
    ),
    type: text("Who charged it; here always Stripe.", { values: ["stripe_fee"] }),
    description: text("What it is for."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const payout = {
  system: "stripe",
  table: "payout",
  pack: "billing",
  key: ["id"],
  description:
    "One row per transfer from the balance to the company's bank, on Tuesdays and Fridays. Its amount is what its movements net to, so it is neither revenue nor what customers paid in those days.",
  rows: { classroom: 520, full: 730 },
  faults: ["F10"],
  columns: {
    id: text("Id of the payout, numbered in order of time."),
    amount: integer("What arrives: the sum of net over its movements.", { unit: "cents" }),
    arrival_date: date("Day on which the bank books it; may lie ahead."),
    status: text("paid once it has arrived, in_transit before.", { values: ["paid", "in_transit"] }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const payoutBalanceTransaction = {
  system: "stripe",
  table: "payout_balance_transaction",
  pack: "billing",
  key: ["payout_id", "balance_transaction_id"],
  description: "One row per movement of the balance and the payout that paid it. A movement is in one payout at most.",
  rows: { classroom: 20500, full: 245000 },
  faults: [],
  columns: {
    payout_id: text("The payout.", { references: "stripe.payout.id" }),
    balance_transaction_id: text("A movement that it paid.", { references: "stripe.balance_transaction.id" }),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const creditNote = {
  system: "stripe",
  table: "credit_note",
  pack: "billing",
  key: ["id"],
  description:
    "One row per note that says that a paid invoice was too high. The money went back as a refund or stays as the customer's credit; a void note was a slip and changed nothing. The invoice itself keeps its amounts.",
  rows: { classroom: 240, full: 2800 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the credit note, numbered in order of time."),
    invoice_id: text("The invoice that was too high.", { references: "stripe.invoice.id" }),
    amount: integer("By how much.", { unit: "cents" }),
    reason: text("Why the amount was taken back.", { values: ["order_change", "product_unsatisfactory", "duplicate"] }),
    status: text("issued, or void when it was taken back.", { values: ["issued", "void"] }),
    voided_at: timestamp("When it was taken back, in UTC; otherwise NULL."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const creditNoteLineItem = {
  system: "stripe",
  table: "credit_note_line_item",
  pack: "billing",
  key: ["id"],
  description: "One row per line of a credit note; the lines sum to its amount.",
  rows: { classroom: 260, full: 3000 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the line."),
    credit_note_id: text("The credit note on which it stands.", { references: "stripe.credit_note.id" }),
    amount: integer("Amount of the line.", { unit: "cents" }),
    quantity: integer("Units that are credited; here always one."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const taxRate = {
  system: "stripe",
  table: "tax_rate",
  pack: "billing",
  key: ["id"],
  description:
    "One row per sales tax rate that was set up. Invoices do not point here: the rate of a customer is the active one of its state. An inactive rate was set up in error and never used.",
  rows: { classroom: 40, full: 60 },
  faults: [],
  columns: {
    id: text("Id of the tax rate."),
    jurisdiction: text("Country and state or province for which it holds, such as US-TX."),
    percentage: decimal(6, 3, "The rate in percent; 0 where the service is not taxed.", { unit: "percent" }),
    inclusive: flag("True when prices contain the tax; here it is always added."),
    active: flag("True for the rate in use."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const customerBalanceTransaction = {
  system: "stripe",
  table: "customer_balance_transaction",
  pack: "billing",
  key: ["id"],
  description:
    "One row per change of a customer's credit. Given credit is negative, used credit positive; the sum over a customer is its balance. Nothing here is a payment.",
  rows: { classroom: 300, full: 3500 },
  faults: ["F09", "F10"],
  columns: {
    id: text("Id of the change, numbered in order of time."),
    customer_id: text("The customer whose credit it is.", { references: "stripe.customer.id" }),
    amount: integer("Change of the balance: negative gives credit, positive uses it.", { unit: "cents" }),
    type: text(
      "Why: a credit note, a gift of ours, use on an invoice, or an invoice declared void that gives it back.",
      { values: ["adjustment", "applied_to_invoice", "credit_note", "unapplied_from_invoice"] },
    ),
    created: timestamp("When it changed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const event = {
  system: "stripe",
  table: "event",
  pack: "billing",
  key: ["id"],
  description:
    "One row per webhook event, with the object that it is about. Only the types that the company's endpoint subscribed to are here. Most arrive two seconds after they happened; one in seventy comes hours late and out of order.",
  rows: { classroom: 60000, full: 700000 },
  faults: ["F01", "F04", "F12"],
  columns: {
    id: text("Id of the event, numbered in the order of creation."),
    type: text("What happened: the kind of object and the verb.", {
      values: EVENT_TYPES,
    }),
    object_id: text("Id of the object; the prefix says of which table."),
    livemode: flag("False for records of tests."),
    created: timestamp("When it happened, in UTC; this gives the true order."),
    delivered_at: timestamp("When the endpoint took it, in UTC; NULL while it waits."),
    pending_webhooks: smallint("Deliveries that are still open: 1 while it waits, otherwise 0."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
