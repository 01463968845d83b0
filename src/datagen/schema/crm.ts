/**
 * The hardware shop's customer system: the companies that buy taps, sensors and parts, and everything around those sales.
 */
import { bigint, date, decimal, flag, integer, smallint, syncedAt, text, timestamp } from "./columns.ts";
import type { TableSchema } from "./table-schema.ts";

export const organizations = {
  system: "crm",
  table: "organizations",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per tenant of the shop's customer system. The real business is one of them; a tenant marked as test holds rows that look like sales and are none.",
  rows: { classroom: 2, full: 2 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the organisation."),
    name: text("Name of the organisation as its administrator entered it."),
    is_test: flag("True for a tenant that was set up to try the system; its rows must not be counted."),
    created_at: timestamp("When the tenant was set up, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const accounts = {
  system: "crm",
  table: "accounts",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per company that the hardware shop sells to or has tried to sell to. About one in six never became a customer of the application and has no external_account_id; a row is not a customer until account_status says so.",
  rows: { classroom: 1200, full: 12000 },
  faults: ["F02", "F12"],
  columns: {
    id: integer(
      "Number of the company in the shop's system, in order of entry; not the number of the application's account.",
    ),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    external_account_id: integer(
      "The same company as an account of the application; empty for prospects that never signed up.",
      { references: "app_database.accounts.id" },
    ),
    name: text("Trading name; at customers it follows the name in the application, a new name over the door included."),
    industry: text("Line of business, in the application's words.", {
      values: ["Food Service", "Hospitality", "Sports and Entertainment", "Corporate Services"],
    }),
    company_size: text("Band of the number of people employed.", {
      values: ["1-10", "11-50", "51-200", "201-1000", "1001+"],
    }),
    annual_revenue: bigint(
      "Turnover in a year as the company told or the seller guessed; empty where nobody dared to guess.",
      { unit: "dollars" },
    ),
    website: text("Address of the company's site; its domain is also that of the e-mail addresses."),
    phone: text("Number of the switchboard; empty where none was given."),
    billing_address: text("Street, city and state to which invoices go."),
    shipping_address: text("Where goods are sent when that is somewhere else; empty means the billing address."),
    account_owner: text("Name of the seller who looks after the company."),
    account_status: text(
      "State on the day of the load: prospect (has not ordered), customer (ordered within a year), active (uses the application, no order for a year), churned (left the application), inactive (prospect or former customer given up).",
      { values: ["prospect", "customer", "active", "inactive", "churned"] },
    ),
    created_at: timestamp("When the company was entered, in UTC; at customers shortly after their sign-up."),
    updated_at: timestamp("When the row last changed, in UTC; the creation counts as a change."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const contacts = {
  system: "crm",
  table: "contacts",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per person at a company of the shop. At customers these are users of the application with the same name and address; titles are free text, so 'Director' contains 'cto' and 'Cool Room' contains 'coo'.",
  rows: { classroom: 3000, full: 30000 },
  faults: ["F06", "F12"],
  columns: {
    id: integer("Number of the person, in order of entry."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    account_id: integer("The company where the person works.", { references: "crm.accounts.id" }),
    first_name: text("Given name."),
    last_name: text("Family name."),
    email: text("Address at the company's domain; at customers the one of the application's user."),
    phone: text("Direct number; two in five people gave none."),
    job_title: text("Title as the person writes it; seniority has to be read from whole words of it."),
    department: text("Part of the company in which the person works.", {
      values: ["Management", "Operations", "Technology", "Finance", "Purchasing", "Sales", "Facilities"],
    }),
    is_primary: flag("True for the one person of each company whom the shop turns to first."),
    contact_status: text(
      "Whether the person may be written to: active, inactive (has left the company) or unsubscribed.",
      { values: ["active", "inactive", "unsubscribed"] },
    ),
    created_at: timestamp("When the person was entered, in UTC."),
    updated_at: timestamp("When the row last changed, in UTC; the creation counts as a change."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const products = {
  system: "crm",
  table: "products",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per product of the shop with today's price and stock. Prices rose in July 2023: what an order was charged stands in its lines, not here.",
  rows: { classroom: 60, full: 120 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the product, in the order of listing."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    name: text("Name in the price list; devices carry maker and model as the application has them."),
    sku: text("Stock keeping unit: three letters of the category and a number, unique."),
    category: text("Shelf of the price list.", {
      values: [
        "tap controllers",
        "monitoring",
        "connectivity",
        "cooling",
        "dispensing",
        "gas",
        "kegs",
        "cleaning",
        "lines",
      ],
    }),
    price: decimal(12, 2, "List price of one piece today, before discount and tax.", { unit: "dollars" }),
    cost: decimal(12, 2, "What one piece costs the shop.", { unit: "dollars" }),
    inventory_quantity: integer(
      "Pieces in stock at the evening count; below zero where more was ordered than is there.",
    ),
    created_at: timestamp("When the product was listed, in UTC."),
    updated_at: timestamp("When the stock was last counted, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const deals = {
  system: "crm",
  table: "deals",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per chance of selling equipment, in its state on the day of the load. Supplies and devices that a fitter brings are ordered without a deal, so won deals explain only a part of the orders.",
  rows: { classroom: 2500, full: 25000 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the deal, in order of opening."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    account_id: integer("The company that might buy.", { references: "crm.accounts.id" }),
    contact_id: integer("The person with whom the seller negotiates.", { references: "crm.contacts.id" }),
    name: text("What the deal is about.", {
      values: ["Tap renewal", "Cooling upgrade", "New bar", "Keg fleet", "Cellar refit", "Festival equipment"],
    }),
    amount: decimal(
      12,
      2,
      "What the seller expects to sell, in steps of fifty; the order that follows a won deal comes close to it.",
      { unit: "dollars" },
    ),
    stage: text("Where the deal stands; closed_won and closed_lost end it, though two in a hundred are opened again.", {
      values: ["prospecting", "qualification", "proposal", "negotiation", "closed_won", "closed_lost"],
    }),
    probability: smallint("Chance of success that the system shows for the stage: 10, 25, 50, 75, 100 or 0.", {
      unit: "percent",
    }),
    expected_close_date: date(
      "The day on which the seller expected the end when the deal was opened; it is not moved later, so open deals may be overdue.",
    ),
    actual_close_date: date(
      "The day of the last closing; empty while the deal is open, also when it was closed before and opened again.",
    ),
    deal_owner: text("Name of the seller; now and then another one than the owner of the account."),
    lead_source: text("What brought the deal.", {
      values: ["website", "referral", "trade_show", "partner", "outbound", "existing_customer"],
    }),
    description: text("A remark of the seller; mostly empty."),
    created_at: timestamp("When the deal was opened, in UTC."),
    updated_at: timestamp("When the stage last changed, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const dealStageHistory = {
  system: "crm",
  table: "deal_stage_history",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per change of a deal's stage: a log, whose versions begin at changed_at and end where the next row of the deal begins. Stages are skipped, gone back to and reopened.",
  rows: { classroom: 9500, full: 95000 },
  faults: ["F03"],
  columns: {
    id: integer("Number of the change, in the order in which changes were made."),
    deal_id: integer("The deal that moved.", { references: "crm.deals.id" }),
    stage: text("The stage that begins with this row.", {
      values: ["prospecting", "qualification", "proposal", "negotiation", "closed_won", "closed_lost"],
    }),
    previous_stage: text("The stage that ends with this row; empty at the opening.", {
      values: ["prospecting", "qualification", "proposal", "negotiation", "closed_lost"],
    }),
    changed_at: timestamp("When the stage was changed, in UTC; it is set at eleven or at five on working days."),
    changed_by: text("Name of the seller who changed it."),
    days_in_stage: smallint(
      "Calendar days spent in the previous stage, not in the one that begins; empty at the opening.",
      { unit: "days" },
    ),
    notes: text("Why, where it was written down: the reason of a loss, or 'reopened', or 'scope changed'."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const activities = {
  system: "crm",
  table: "activities",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per call, mail, meeting, note or task that a seller noted, within a deal or between deals. Only tasks can be open; everything else is noted when it is done.",
  rows: { classroom: 20000, full: 200000 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the activity, in order of time."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    account_id: integer("The company that it was about.", { references: "crm.accounts.id" }),
    contact_id: integer("The person who was met; empty for everything but meetings.", {
      references: "crm.contacts.id",
    }),
    deal_id: integer("The deal that it belongs to; empty for care between deals.", { references: "crm.deals.id" }),
    type: text("Kind of the activity.", { values: ["call", "email", "meeting", "note", "task"] }),
    subject: text("Short line from the seller's template."),
    description: text("Free text; sellers leave it empty."),
    activity_date: timestamp("When it took place, or for a task when it was given, in UTC."),
    duration_minutes: smallint("How long it took; only calls and meetings have a length.", { unit: "minutes" }),
    outcome: text("What came of it; notes and tasks have none, and most mails are not answered.", {
      values: [
        "connected",
        "no_answer",
        "left_voicemail",
        "interested",
        "not_interested",
        "replied",
        "bounced",
        "held",
        "rescheduled",
        "no_show",
      ],
    }),
    assigned_to: text("Name of the seller who did it or is to do it."),
    completed: flag("False for a task that has not been done by the day of the load."),
    created_at: timestamp("When the row was made, in UTC."),
    updated_at: timestamp("When it was completed, in UTC; the creation while it is open."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const tickets = {
  system: "crm",
  table: "tickets",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per request to the shop's service desk, in its state on the day of the load. The promise is 24 hours for urgent, 48 for high, 72 for medium and 168 for low; an open ticket is neither met nor breached until that time is over.",
  rows: { classroom: 4000, full: 40000 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the ticket, in order of arrival."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    account_id: integer("The company that asked.", { references: "crm.accounts.id" }),
    contact_id: integer("The person who asked.", { references: "crm.contacts.id" }),
    ticket_number: text("The number that the customer sees."),
    subject: text("What it is about, from the list of the form."),
    description: text("Remark of the desk; mostly empty."),
    priority: text("How soon it is to be resolved.", { values: ["low", "medium", "high", "urgent"] }),
    status: text("How far it got; waiting means that a part or an answer of the customer is missing.", {
      values: ["open", "in_progress", "waiting", "resolved", "closed"],
    }),
    category: text("Subject area; hardware tickets are devices of the application that broke on that day.", {
      values: ["hardware", "delivery", "billing", "product", "returns"],
    }),
    assigned_to: text("Name of the agent who answered; empty until somebody has."),
    resolution: text("What was done in the end; empty until it is resolved.", {
      values: ["device replaced", "sent again", "invoice corrected", "advice given", "refund issued"],
    }),
    created_at: timestamp("When it arrived, in UTC."),
    updated_at: timestamp("When its status last changed, in UTC."),
    first_response_at: timestamp("When somebody first answered, in UTC; empty until then."),
    resolved_at: timestamp("When the problem was solved, in UTC; the clock of the promise stops here."),
    closed_at: timestamp("When the ticket was filed away after the customer had time to object, in UTC."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const orders = {
  system: "crm",
  table: "orders",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per order: devices on the day a fitter brings them, supplies, and what a won deal agreed on. The total includes tax and shipping; a replacement under warranty has a total of zero.",
  rows: { classroom: 6000, full: 60000 },
  faults: ["F12"],
  columns: {
    id: integer("Number of the order, in order of placing."),
    organization_id: integer(
      "The organisation of the shop that the row belongs to; anything but the main one is a trial set-up and no business.",
      { references: "crm.organizations.id" },
    ),
    customer_id: integer(
      "The company that ordered, as an account of this system; not the customer of the application.",
      { references: "crm.accounts.id" },
    ),
    order_number: text("The number that the customer sees; it holds the year."),
    status: text("How far it got on the day of the load; returned means that all of it came back.", {
      values: ["pending", "processing", "shipped", "delivered", "cancelled", "returned"],
    }),
    subtotal: decimal(12, 2, "Sum of the lines after discount.", { unit: "dollars" }),
    tax: decimal(
      12,
      2,
      "Sales tax of the state on the subtotal, value added tax in Britain, harmonised tax in Canada.",
      { unit: "dollars" },
    ),
    shipping: decimal(12, 2, "Charge for shipping; none for larger orders and for what a fitter brings.", {
      unit: "dollars",
    }),
    total: decimal(12, 2, "Subtotal, tax and shipping together.", { unit: "dollars" }),
    payment_method: text("How it is paid; warranty where nothing is.", {
      values: ["card", "bank_transfer", "purchase_order", "warranty"],
    }),
    created_at: timestamp("When it was placed, in UTC."),
    updated_at: timestamp("When its status last changed or goods came back, in UTC."),
    shipped_at: timestamp("When it left the warehouse, in UTC; empty until then and for cancelled orders."),
    delivered_at: timestamp("When it arrived, in UTC; for devices the end of the fitter's visit."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;

export const orderItems = {
  system: "crm",
  table: "order_items",
  pack: "star-lifecycle",
  key: ["id"],
  description:
    "One row per product of an order. The amount of a line is quantity times unit_price less discount_pct; returned pieces are not taken off it.",
  rows: { classroom: 15500, full: 155000 },
  faults: [],
  columns: {
    id: integer("Number of the line, in the order of the orders."),
    order_id: integer("The order.", { references: "crm.orders.id" }),
    product_id: integer("The product.", { references: "crm.products.id" }),
    quantity: integer("Pieces ordered."),
    unit_price: decimal(12, 2, "List price of one piece on the day of the order, before discount.", {
      unit: "dollars",
    }),
    discount_pct: decimal(5, 2, "Discount on the line: 0, 5, 10 or 15, and 100 for what is replaced under warranty.", {
      unit: "percent",
    }),
    returned_qty: integer("Pieces that came back until the day of the load; part of quantity."),
    _synced_at: syncedAt(),
  },
} as const satisfies TableSchema;
