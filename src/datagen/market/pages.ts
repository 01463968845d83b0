/** The pages of the web site on which visits begin, and which channel leads to which. */
import type { Channel } from "./channels.ts";
import { Weights } from "./weights.ts";

export const SITE = "https://www.taplab.example";

export const PAGES: readonly string[] = [
  "/",
  "/pricing",
  "/features/pour-tracking",
  "/features/line-cleaning",
  "/solutions/bars",
  "/solutions/hotels",
  "/solutions/stadiums",
  "/blog/cost-of-a-pint",
  "/blog/foam-and-temperature",
  "/blog/keg-counting",
  "/customers",
  "/compare",
  "/demo",
  "/webinars",
  "/tools/draft-cost",
  "/partners",
  "/login",
];

export const LOGIN_PAGE = PAGES.indexOf("/login");

function pages(...weights: readonly (readonly [page: string, weight: number])[]): Weights<number> {
  return new Weights(weights.map(([page, weight]) => [PAGES.indexOf(page), weight] as const));
}

const ARTICLES = pages(["/", 44], ["/blog/cost-of-a-pint", 34], ["/blog/foam-and-temperature", 22]);

/** Places in `PAGES` with their weights. */
export const LANDINGS: Readonly<Record<Channel, Weights<number>>> = {
  organic: ARTICLES,
  direct: pages(["/", 76], ["/pricing", 24]),
  referral: pages(["/", 70], ["/customers", 30]),
  partner: pages(["/partners", 1]),
  email: pages(["/webinars", 60], ["/blog/keg-counting", 40]),
  google_non_brand: pages(["/features/pour-tracking", 60], ["/features/line-cleaning", 25], ["/compare", 15]),
  google_brand: pages(["/", 70], ["/pricing", 30]),
  facebook_prospecting: pages(["/solutions/bars", 70], ["/tools/draft-cost", 30]),
  facebook_retargeting: pages(["/pricing", 80], ["/demo", 20]),
  linkedin: pages(["/solutions/hotels", 65], ["/solutions/stadiums", 35]),
};

const REFERRERS: Readonly<Record<Channel, string | null>> = {
  organic: "https://www.google.com/",
  direct: null,
  referral: "https://barkeepers-journal.example/",
  partner: "https://dealers.example/",
  email: null,
  google_non_brand: "https://www.google.com/",
  google_brand: "https://www.google.com/",
  facebook_prospecting: "https://www.facebook.com/",
  facebook_retargeting: "https://www.facebook.com/",
  linkedin: "https://www.linkedin.com/",
};

export function referrerOf(channel: Channel): string | null {
  return REFERRERS[channel];
}
