/** `crm.products`, `crm.orders` and `crm.order_items`. Money is in dollars with two decimals. */
import { DAY_SECONDS, civil } from "../../kit/calendar.ts";
import { Draws } from "../../kit/random.ts";
import { at } from "../../kit/sites.ts";
import * as schema from "../../schema/crm.ts";
import { dayOf } from "../../shop/office-hours.ts";
import type { Product } from "../../shop/range.ts";
import type { Shop } from "../../shop/records.ts";
import { SITES, STREAMS } from "../../shop/sites.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nightlyLoad } from "../load-time.ts";
import { MAIN_ORGANIZATION } from "./accounts.ts";

const STOCK_COUNT = 22 * 3600;

export function writeProducts(shop: Shop, { tier, seed }: Setting): TableData {
  const table = new TableBuilder(schema.products, shop.products.length);
  for (const product of shop.products) {
    table.add({
      id: product.id,
      organization_id: MAIN_ORGANIZATION,
      name: product.name,
      sku: product.sku,
      category: product.category,
      price: product.priceCents,
      cost: product.costCents,
      inventory_quantity: stockOn(product, tier.asOfDay, seed),
      created_at: product.listedDay * DAY_SECONDS + 9 * 3600,
      updated_at: tier.asOfDay * DAY_SECONDS + STOCK_COUNT,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

/**
 * Full shelf down to empty at an even pace, then filled again when the supplier comes. Where he comes late, orders are taken
 * that cannot be filled yet, and the stock is below zero.
 */
export function stockOn({ id, shelf, tenDaySales }: Product, day: number, seed: number): number {
  const draws = new Draws(seed, STREAMS.product, id);
  const emptyAfter = Math.floor((shelf * 10) / tenDaySales);
  const cycle = emptyAfter + draws.between(at(SITES.product.stockCycle), -8, 26);
  const since = (day + draws.below(at(SITES.product.stockPhase), 200)) % Math.max(10, cycle);
  return shelf - Math.floor((since * tenDaySales) / 10);
}

export function writeOrders(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.orders, shop.orders.length);
  for (const order of shop.orders) {
    table.add({
      id: order.id,
      organization_id: MAIN_ORGANIZATION,
      customer_id: order.account.id,
      order_number: `SO-${String(civil(dayOf(order.createdAt)).year)}-${String(order.id).padStart(6, "0")}`,
      status: order.status,
      subtotal: order.subtotalCents,
      tax: order.taxCents,
      shipping: order.shippingCents,
      total: order.subtotalCents + order.taxCents + order.shippingCents,
      payment_method: order.payment,
      created_at: order.createdAt,
      updated_at: order.updatedAt,
      shipped_at: order.shippedAt,
      delivered_at: order.deliveredAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeOrderItems(shop: Shop, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.orderItems, shop.orders.length * 3);
  let id = 0;
  for (const order of shop.orders) {
    for (const line of order.lines) {
      id += 1;
      table.add({
        id,
        order_id: order.id,
        product_id: line.product.id,
        quantity: line.quantity,
        unit_price: line.unitCents,
        discount_pct: line.discountPercent * 100,
        returned_qty: line.returned,
        _synced_at: nightlyLoad(tier.asOfDay),
      });
    }
  }
  return table.finish();
}
