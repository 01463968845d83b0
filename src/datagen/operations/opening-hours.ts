/**
 * When a house pours: weights of the 24 local hours by kind of business, 0 while it is closed.
 */
import { weekday } from "../kit/calendar.ts";
import type { BusinessType } from "../facts/names.ts";

/** Lunch and dinner. */
const RESTAURANT = hours({
  10: 1,
  11: 4,
  12: 9,
  13: 8,
  14: 4,
  15: 2,
  16: 3,
  17: 6,
  18: 10,
  19: 12,
  20: 11,
  21: 8,
  22: 4,
});
/** From the end of work until after midnight. */
const BAR = hours({ 15: 2, 16: 4, 17: 7, 18: 8, 19: 9, 20: 11, 21: 12, 22: 12, 23: 10, 0: 7, 1: 3 });
/** A little all day, and a late bar. */
const HOTEL = hours({
  11: 2,
  12: 4,
  13: 3,
  14: 2,
  15: 2,
  16: 3,
  17: 5,
  18: 6,
  19: 7,
  20: 8,
  21: 10,
  22: 11,
  23: 9,
  0: 5,
  1: 2,
});
const EVENING_GAME = hours({ 14: 1, 15: 1, 16: 3, 17: 8, 18: 16, 19: 20, 20: 18, 21: 10, 22: 3 });
const AFTERNOON_GAME = hours({ 10: 2, 11: 6, 12: 14, 13: 18, 14: 18, 15: 14, 16: 8, 17: 4, 18: 2 });
/** Lunch, and a glass after work. */
const CORPORATE = hours({ 10: 1, 11: 6, 12: 12, 13: 9, 14: 3, 15: 2, 16: 5, 17: 9, 18: 6, 19: 2 });

function hours(weights: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => weights[hour] ?? 0);
}

export function openingHours(type: BusinessType, day: number): readonly number[] {
  if (type === "stadium") return weekday(day) > 4 ? AFTERNOON_GAME : EVENING_GAME;
  return HOUSES[type];
}

const HOUSES: Readonly<Record<Exclude<BusinessType, "stadium">, readonly number[]>> = {
  restaurant: RESTAURANT,
  bar: BAR,
  hotel: HOTEL,
  corporate: CORPORATE,
};
