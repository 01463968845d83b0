/**
 * What the shop sells: the devices of the application at their list price, and sixty kinds of equipment and supplies around them.
 *
 * List prices are whole dollars, so that a line with 5, 10 or 15 percent off is a whole number of cents. Prices rose in July 2023:
 * an older order has an older price, which the product no longer shows.
 */
import { MODELS } from "../facts/hardware.ts";
import { PRICE_RISE_DAY } from "../facts/plans.ts";
import { parseDay } from "../kit/calendar.ts";
import { nearest } from "../kit/distributions.ts";
import type { Tier } from "../tiers.ts";

export type ProductUse = "device" | "equipment" | "supply";

export interface Product {
  /** Counter in the order in which products were listed. */
  readonly id: number;
  readonly name: string;
  readonly sku: string;
  readonly category: string;
  readonly use: ProductUse;
  readonly priceCents: number;
  readonly costCents: number;
  readonly listedDay: number;
  /** Units that a full shelf holds, and how many leave it in ten days. */
  readonly shelf: number;
  readonly tenDaySales: number;
}

/** [name, category, price in dollars, cost in percent of it, full shelf, units sold in ten days]. */
type Line = readonly [string, string, number, number, number, number];

const EQUIPMENT: readonly Line[] = [
  ["Glycol Chiller 1/3 HP", "cooling", 1180, 68, 14, 2],
  ["Glycol Chiller 1 HP", "cooling", 2460, 71, 8, 1],
  ["Keg Cooler Two Door", "cooling", 1640, 72, 9, 2],
  ["Keg Cooler Three Door", "cooling", 2120, 73, 6, 1],
  ["Jockey Box Four Faucet", "cooling", 520, 60, 22, 3],
  ["Tap Tower Single", "dispensing", 168, 52, 60, 7],
  ["Tap Tower Double", "dispensing", 236, 54, 48, 6],
  ["Tap Tower Four Way", "dispensing", 412, 57, 26, 4],
  ["Tap Tower Eight Way", "dispensing", 780, 61, 12, 2],
  ["Wall Tap Panel Twelve Way", "dispensing", 1360, 64, 6, 1],
  ["Beer Gas Blender", "gas", 640, 58, 16, 2],
  ["CO2 Manifold Six Way", "gas", 214, 49, 40, 5],
  ["Primary Regulator", "gas", 88, 45, 90, 12],
  ["Secondary Regulator", "gas", 64, 44, 120, 16],
  ["Gas Leak Alarm", "gas", 149, 51, 55, 6],
  ["Steel Keg 20 l", "kegs", 96, 66, 160, 22],
  ["Steel Keg 30 l", "kegs", 118, 67, 140, 20],
  ["Steel Keg 50 l", "kegs", 142, 68, 110, 18],
  ["Slim Keg 20 l", "kegs", 104, 66, 80, 10],
  ["Keg Rack Mobile", "kegs", 310, 55, 24, 3],
  ["Line Cleaning Pump", "cleaning", 259, 53, 34, 4],
  ["Glass Washer Compact", "cleaning", 1490, 70, 7, 1],
  ["Cellar Display Panel", "monitoring", 468, 56, 18, 3],
  ["Leak Detection Kit", "monitoring", 198, 50, 44, 5],
];

const SUPPLIES: readonly Line[] = [
  ["Faucet Stainless", "dispensing", 42, 47, 190, 26],
  ["Faucet Flow Control", "dispensing", 58, 48, 130, 18],
  ["Tap Handle Oak", "dispensing", 18, 38, 260, 30],
  ["Tap Handle Brass", "dispensing", 27, 40, 180, 20],
  ["Drip Tray 30 cm", "dispensing", 34, 42, 120, 12],
  ["Drip Tray 60 cm", "dispensing", 52, 43, 80, 8],
  ["Beer Line 10 m", "lines", 24, 36, 320, 42],
  ["Beer Line Insulated 10 m", "lines", 46, 39, 210, 24],
  ["Line Splitter", "lines", 12, 34, 240, 22],
  ["Foam Stop", "lines", 38, 41, 150, 15],
  ["Coupler Type S", "lines", 44, 46, 170, 21],
  ["Coupler Type D", "lines", 46, 46, 140, 17],
  ["Coupler Type A", "lines", 49, 46, 90, 9],
  ["Washer Set", "lines", 6, 30, 640, 70],
  ["Hose Clamp Pack", "lines", 9, 31, 520, 55],
  ["Line Cleaner 5 l", "cleaning", 36, 35, 280, 48],
  ["Line Cleaner 20 l", "cleaning", 118, 37, 120, 16],
  ["Faucet Brush Set", "cleaning", 14, 32, 300, 28],
  ["Sanitizer Tablets", "cleaning", 22, 33, 360, 44],
  ["Glass Detergent 10 l", "cleaning", 48, 36, 160, 20],
  ["CO2 Refill Voucher", "gas", 28, 60, 400, 52],
  ["Gas Line 10 m", "gas", 19, 35, 220, 18],
  ["Keg Seal Kit", "kegs", 16, 33, 280, 24],
  ["Keg Collar Tags", "kegs", 11, 29, 340, 30],
  ["Probe Cable 3 m", "monitoring", 17, 34, 200, 16],
  ["Sensor Battery Pack", "monitoring", 26, 37, 260, 34],
  ["Mounting Bracket Set", "monitoring", 21, 36, 240, 32],
  ["Antenna Extension", "monitoring", 39, 41, 110, 9],
];

/** Some products came later; the rest were there from the beginning. */
const LISTED_LATER: Readonly<Record<string, number>> = {
  "Cellar Display Panel": parseDay("2022-03-01"),
  "Leak Detection Kit": parseDay("2022-09-15"),
  "Slim Keg 20 l": parseDay("2023-02-01"),
  "Antenna Extension": parseDay("2023-10-02"),
  "Sensor Battery Pack": parseDay("2024-02-12"),
};

const OPENED = parseDay("2018-11-05");
/** Large companies get a second line of everything, lighter and dearer; devices stay as they are. */
const SECOND_LINE_FROM = 20000;
const SECOND_LINE_LISTED = parseDay("2019-06-03");

export function productRange({ accounts, asOfDay }: Tier): Product[] {
  const devices = MODELS.map(({ manufacturer, model, category, priceCents }): Line => [
    `${manufacturer} ${model}`,
    category === "dispensing" ? "tap controllers" : category,
    priceCents / 100,
    62,
    priceCents > 100000 ? 12 : 46,
    priceCents > 100000 ? 3 : 9,
  ]);
  const first = [
    ...devices.map((line) => draft(line, "device")),
    ...EQUIPMENT.map((line) => draft(line, "equipment")),
    ...SUPPLIES.map((line) => draft(line, "supply")),
  ];
  const all = accounts >= SECOND_LINE_FROM ? [...first, ...first.slice(0, 60).map(secondLine)] : first;
  return all
    .map((product, index) => ({ product, index }))
    .sort((a, b) => a.product.listedDay - b.product.listedDay || a.index - b.index)
    .map(({ product, index }, rank) => ({ ...product, id: rank + 1, sku: skuOf(product.category, index) }))
    .filter(({ listedDay }) => listedDay <= asOfDay);
}

type Draft = Omit<Product, "id" | "sku">;

function draft([name, category, dollars, costPercent, shelf, tenDaySales]: Line, use: ProductUse): Draft {
  return {
    name,
    category,
    use,
    priceCents: dollars * 100,
    costCents: dollars * costPercent,
    listedDay: LISTED_LATER[name] ?? OPENED,
    shelf,
    tenDaySales,
  };
}

/** Devices of the second line are spare units without an account: nothing of them reports. */
function secondLine(product: Draft): Draft {
  return {
    ...product,
    name: `${product.name}${product.use === "device" ? " Spare" : " Pro"}`,
    use: product.use === "device" ? "equipment" : product.use,
    priceCents: nearest((product.priceCents * 1.35) / 100) * 100,
    costCents: nearest((product.costCents * 1.25) / 100) * 100,
    listedDay: Math.max(product.listedDay, SECOND_LINE_LISTED),
  };
}

function skuOf(category: string, index: number): string {
  return `${category.slice(0, 3).toUpperCase()}-${String(1001 + index)}`;
}

/** The list price on a day: before the rise it was five percent less. */
export function priceOn({ priceCents }: Product, day: number): number {
  return day >= PRICE_RISE_DAY ? priceCents : nearest((priceCents * 0.95) / 100) * 100;
}
