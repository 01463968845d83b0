/** What goes into an order: products by how well they sell, quantities by the size of the business, now and then a discount. */
import { nearest, weighted } from "../kit/distributions.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import { priceOn, type Product } from "./range.ts";
import type { Line } from "./records.ts";
import type { SITES } from "./sites.ts";

const LINES: readonly (readonly [number, number])[] = [
  [1, 18],
  [2, 26],
  [3, 26],
  [4, 18],
  [5, 12],
];

const DISCOUNTS: readonly (readonly [number, number])[] = [
  [0, 76],
  [5, 12],
  [10, 9],
  [15, 3],
];

/** More sites order more at once, up to a point. */
const MOST_SITES_AT_ONCE = 6;

export function basketOf(
  draws: Draws,
  sites: typeof SITES.reorder,
  wish: { readonly products: readonly Product[]; readonly day: number; readonly sites: number },
): Line[] {
  const onSale = wish.products.filter(({ listedDay }) => listedDay <= wish.day);
  const shelf = onSale.map((product) => [product, product.tenDaySales] as const);
  const lines: Line[] = [];
  const count = weighted(draws.unit(at(sites.lines)), LINES);
  for (let line = 0; line < count; line += 1) {
    const product = weighted(draws.unit(at(sites.product, line)), shelf);
    if (lines.some((other) => other.product === product)) continue;
    lines.push({
      product,
      quantity: quantityOf(product, wish.sites, draws.unit(at(sites.quantity, line))),
      unitCents: priceOn(product, wish.day),
      discountPercent: weighted(draws.unit(at(sites.discount, line)), DISCOUNTS),
      returned: 0,
    });
  }
  return lines;
}

function quantityOf(product: Product, sites: number, u: number): number {
  const usual = product.category === "kegs" ? 12 : product.use === "supply" ? 5 : 2;
  return (1 + Math.floor(u * u * usual)) * Math.min(1 + Math.floor((sites - 1) / 2), MOST_SITES_AT_ONCE);
}

/** Cents of a line after its discount; list prices make this a whole number. */
export function lineCents({ quantity, unitCents, discountPercent }: Line): number {
  return nearest((quantity * unitCents * (100 - discountPercent)) / 100);
}

export function subtotalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + lineCents(line), 0);
}
