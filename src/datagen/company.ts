/**
 * Everything that happened in the simulated companies up to a day, made part by part when a table first asks for it.
 *
 * A part is a plain function of the parts before it, so a table that needs only devices does not pay for marketing. Writers of
 * tables read the parts and never change them.
 */
import { simulateAdvertising, type Advertising } from "./ads/advertising.ts";
import { simulateLifecycle } from "./lifecycle/lifecycle.ts";
import type { Lifecycle } from "./lifecycle/records.ts";
import { simulateOperations, type Operations } from "./operations/operations.ts";
import type { Shop } from "./shop/records.ts";
import { simulateShop } from "./shop/shop.ts";
import type { Market } from "./market/market.ts";
import { simulateMarket } from "./market/simulate.ts";
import type { Money } from "./money/money.ts";
import { simulateMoney } from "./money/simulate.ts";
import { engage, type Engagement } from "./sales/engagements.ts";
import { sendMail, type Mail } from "./sales/mail.ts";
import type { Sales } from "./sales/records.ts";
import { simulateSales } from "./sales/sales.ts";
import { simulateUsage, type Usage } from "./usage/usage.ts";
import { register, type Registry } from "./world/registry.ts";
import { simulate } from "./world/simulate.ts";
import type { Setting } from "./world/world.ts";

export class Company {
  readonly setting: Setting;
  #registry: Registry | undefined;
  #operations: Operations | undefined;
  #market: Market | undefined;
  #money: Money | undefined;
  #shop: Shop | undefined;
  #lifecycle: Lifecycle | undefined;
  #usage: Usage | undefined;
  #sales: Sales | undefined;
  #engagements: readonly Engagement[] | undefined;
  #mail: Mail | undefined;
  #advertising: Advertising | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** The customers' lives, and the numbers under which the source systems file them. */
  get registry(): Registry {
    return (this.#registry ??= register(simulate(this.setting)));
  }

  /** The running business: states of devices, service, support, surveys. */
  get operations(): Operations {
    return (this.#operations ??= simulateOperations(this.registry));
  }

  /** How customers are found: companies, contacts, visits to the web site, and what caused a sign-up. */
  get market(): Market {
    return (this.#market ??= simulateMarket(this.registry));
  }

  /** What happens at the payment provider: invoices, cards, charges, payouts. */
  get money(): Money {
    return (this.#money ??= simulateMoney(this.registry));
  }

  /** The hardware shop: its accounts, deals, orders and tickets. */
  get shop(): Shop {
    return (this.#shop ??= simulateShop(this.registry));
  }

  /** A company of its own, maker of a creative suite: its studios, their users and what these did. */
  get lifecycle(): Lifecycle {
    return (this.#lifecycle ??= simulateLifecycle(this.setting));
  }

  /** How people use the application. */
  get usage(): Usage {
    return (this.#usage ??= simulateUsage(this.registry));
  }

  /** Who sells, and every deal from its first stage on. */
  get sales(): Sales {
    return (this.#sales ??= simulateSales(this.registry, this.market));
  }

  /** Calls, mails, meetings, notes and tasks of those who sell. */
  get engagements(): readonly Engagement[] {
    return (this.#engagements ??= engage(this.market, this.sales, this.setting));
  }

  /** Newsletters, series and product letters, and what people did with them. */
  get mail(): Mail {
    return (this.#mail ??= sendMail(this.market, this.setting));
  }

  /** What is spent on advertisements, and what the advertisers count as their own. */
  get advertising(): Advertising {
    return (this.#advertising ??= simulateAdvertising(this.market, this.setting));
  }
}
