/**
 * Word lists from which names of businesses and people are put together. Every business name and domain is unique: the first
 * two words come from a permutation of all pairs, not from two free draws. Domains end in `.example`, which nobody can own.
 */

const FIRST_WORDS: readonly string[] =
  "Copper Amber Golden Silver Iron Brass Crooked Rusty Lucky Quiet Wandering Painted Velvet Hollow Northern Southern Eastern Western Old New Little Tall Broken Salty Sunny Stormy Blue Red Green Black White Gray Crimson Scarlet Ivory Mossy Frosty Smoky Wild Lonely Merry Jolly Noble Humble Rolling Rising Falling Hidden Open Second Third Seventh Summer Winter Autumn Midnight Morning Twilight Harvest Granite".split(
    " ",
  );

const SECOND_WORDS: readonly string[] =
  "Lantern Anchor Barrel Compass Heron Fox Badger Otter Stag Raven Falcon Sparrow Trout Bison Wolf Bear Hare Owl Oak Maple Cedar Willow Birch Juniper Thistle Clover Hop Barley Kettle Hearth Bridge Harbor Mill Forge Anvil Wheel Rail Depot Tower Gate Garden Meadow Prairie Canyon Summit Ridge River Creek Lake Bay Island Beacon Crown Shield Banner Drum Fiddle Bell Lark Finch".split(
    " ",
  );

export type BusinessType = "restaurant" | "bar" | "hotel" | "stadium" | "corporate";

const SUFFIXES: Readonly<Record<BusinessType, readonly string[]>> = {
  restaurant: ["Kitchen", "Grill", "Bistro", "Eatery", "Smokehouse", "Diner"],
  bar: ["Taproom", "Tavern", "Alehouse", "Pub", "Beer Garden", "Bar"],
  hotel: ["Hotel", "Inn", "Lodge", "Resort"],
  stadium: ["Arena", "Stadium", "Ballpark", "Speedway"],
  corporate: ["Catering", "Workspaces", "Events", "Hospitality Group"],
};

export interface BusinessName {
  readonly name: string;
  readonly domain: string;
}

const PAIRS = FIRST_WORDS.length * SECOND_WORDS.length;
/** Has no factor in common with the number of pairs, so that steps of it visit every pair once. */
const STRIDE = 1597;

/** The name of the n-th business; `choice` picks the suffix, `offset` where the permutation begins. */
export function businessName(n: number, offset: number, type: BusinessType, choice: number): BusinessName {
  const pair = (offset + n * STRIDE) % PAIRS;
  const round = Math.floor(n / PAIRS);
  const first = FIRST_WORDS[pair % FIRST_WORDS.length] ?? "Copper";
  const second = SECOND_WORDS[Math.floor(pair / FIRST_WORDS.length)] ?? "Lantern";
  const suffixes = SUFFIXES[type];
  const suffix = suffixes[choice % suffixes.length] ?? "House";
  const serial = round === 0 ? "" : String(round + 1);
  return {
    name: `${first} ${second} ${suffix}${serial === "" ? "" : ` ${serial}`}`,
    domain: `${first}-${second}${serial}.example`.toLowerCase(),
  };
}

export const FIRST_NAMES: readonly string[] =
  "Ada Ben Clara Dan Elena Felix Grace Hugo Iris Jack Kara Leo Maya Noah Olga Paul Quinn Rosa Sam Tara Umar Vera Will Xenia Yara Zane Alice Bruno Carmen Dylan Esther Frank Gina Hasan Ines Jonas Kemal Linda Marco Nadia Omar Petra Rafael Selma Tomas Uma Victor Wanda Yusuf Zoe Amir Bianca Cole Daria Emil Fatima Gustav Hana Ivan Julia".split(
    " ",
  );

export const LAST_NAMES: readonly string[] =
  "Abbott Baker Castillo Dawson Eriksen Fischer Garcia Hughes Ibrahim Jensen Kowalski Lambert Mendez Nakamura Olsen Parker Quigley Rossi Schmidt Tanaka Ueda Vargas Walker Xu Young Zimmer Andersen Brooks Chen Duarte Ellis Fontaine Gupta Hoffman Iyer Johnson Kaplan Lopez Moreau Novak Okafor Patel Reyes Silva Turner Urban Vogel Weber Yilmaz Zhang Ashford Bishop Carver Doyle Engel Foster Grant Holt Irving Keller".split(
    " ",
  );

export const INDUSTRIES: Readonly<Record<BusinessType, string>> = {
  restaurant: "Food Service",
  bar: "Food Service",
  hotel: "Hospitality",
  stadium: "Sports and Entertainment",
  corporate: "Corporate Services",
};

/** Parts of a business that become separate locations; the first is the main house. */
export const PLACE_NAMES: readonly string[] = [
  "Main House",
  "Riverside",
  "Downtown",
  "Station",
  "Northside",
  "Airport",
  "Old Town",
  "Harbor",
  "Campus",
  "Uptown",
  "Market Hall",
  "Lakeside",
];
