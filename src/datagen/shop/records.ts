/**
 * What happened at the hardware shop, before any table is written: the vocabulary of this room.
 *
 * All lists are in order of creation and every record knows its number. Times are seconds, money is cents. A time that lies after
 * the as-of day has not happened: such events are not in these records.
 */
import type { City } from "../facts/geography.ts";
import type { BusinessType } from "../facts/names.ts";
import type { Draws } from "../kit/random.ts";
import type { Account, Device } from "../world/world.ts";
import type { Seller } from "./crew.ts";
import type { Product } from "./range.ts";

export interface ShopAccount {
  readonly id: number;
  /** The application account's number, or one of a prospect. */
  readonly key: number;
  /** The customer of the application; null for a company that never became one. */
  readonly life: Account | null;
  readonly draws: Draws;
  readonly createdAt: number;
  readonly name: string;
  readonly domain: string;
  readonly businessType: BusinessType;
  readonly city: City;
  readonly ownerFirstName: string;
  readonly ownerLastName: string;
  readonly seller: Seller;
  readonly source: string;
}

export type ContactStatus = "active" | "inactive" | "unsubscribed";

export interface Contact {
  readonly id: number;
  readonly account: ShopAccount;
  /** 0 is the primary contact. */
  readonly ordinal: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly title: string;
  readonly department: string;
  readonly phone: string | null;
  readonly createdAt: number;
  readonly status: ContactStatus;
  readonly changedAt: number;
}

export const DEAL_STAGES = [
  "prospecting",
  "qualification",
  "proposal",
  "negotiation",
  "closed_won",
  "closed_lost",
] as const;

export type DealStage = (typeof DEAL_STAGES)[number];

export interface StageEvent {
  readonly stage: DealStage;
  readonly at: number;
  readonly note: string | null;
}

export interface Line {
  readonly product: Product;
  readonly quantity: number;
  readonly unitCents: number;
  /** 0, 5, 10, 15 or, for what is replaced under warranty, 100. */
  readonly discountPercent: number;
  readonly returned: number;
}

export interface Deal {
  readonly id: number;
  readonly account: ShopAccount;
  readonly ordinal: number;
  readonly draws: Draws;
  readonly contact: Contact;
  readonly name: string;
  readonly description: string | null;
  readonly seller: Seller;
  readonly source: string;
  readonly openedAt: number;
  readonly expectedCloseDay: number;
  readonly basket: readonly Line[];
  readonly amountCents: number;
  /** What has happened, ascending; the first is the opening. */
  readonly events: readonly StageEvent[];
}

export type ActivityType = "call" | "email" | "meeting" | "note" | "task";

export interface Activity {
  readonly id: number;
  readonly account: ShopAccount;
  readonly contact: Contact | null;
  readonly deal: Deal | null;
  readonly type: ActivityType;
  readonly subject: string;
  readonly at: number;
  readonly minutes: number | null;
  readonly outcome: string | null;
  readonly assignedTo: string;
  /** Only tasks wait to be done; null while one is open. */
  readonly completedAt: number | null;
}

export type TicketPriority = "low" | "medium" | "high" | "urgent";
export type TicketStatus = "open" | "in_progress" | "waiting" | "resolved" | "closed";

export interface Ticket {
  readonly id: number;
  readonly account: ShopAccount;
  readonly contact: Contact;
  readonly device: Device | null;
  readonly category: string;
  readonly subject: string;
  readonly description: string | null;
  readonly priority: TicketPriority;
  readonly agent: string | null;
  readonly createdAt: number;
  readonly firstResponseAt: number | null;
  readonly waitingSince: number | null;
  readonly resolvedAt: number | null;
  readonly closedAt: number | null;
  readonly resolution: string | null;
}

export type OrderStatus = "pending" | "processing" | "shipped" | "delivered" | "cancelled" | "returned";

export interface Order {
  readonly id: number;
  readonly account: ShopAccount;
  readonly kind: "install" | "replacement" | "supplies" | "deal";
  readonly lines: readonly Line[];
  readonly subtotalCents: number;
  readonly taxCents: number;
  readonly shippingCents: number;
  readonly payment: string;
  readonly status: OrderStatus;
  readonly createdAt: number;
  readonly shippedAt: number | null;
  readonly deliveredAt: number | null;
  readonly updatedAt: number;
}

export interface Shop {
  readonly accounts: readonly ShopAccount[];
  readonly products: readonly Product[];
  readonly contacts: readonly Contact[];
  readonly contactsOf: ReadonlyMap<ShopAccount, readonly Contact[]>;
  readonly deals: readonly Deal[];
  readonly activities: readonly Activity[];
  readonly tickets: readonly Ticket[];
  readonly orders: readonly Order[];
  readonly ordersOf: ReadonlyMap<ShopAccount, readonly Order[]>;
  readonly dealsOf: ReadonlyMap<ShopAccount, readonly Deal[]>;
}
