/**
 * The companies in the shop's customer system: about half of the application's customers, who buy their hardware here, and
 * companies that were called and never signed up.
 *
 * Customers keep the name, domain and people that they have everywhere else. None is entered before it signed up.
 */
import { CITIES, type City } from "../facts/geography.ts";
import { FIRST_NAMES, LAST_NAMES, type BusinessType } from "../facts/names.ts";
import { nearest, weighted } from "../kit/distributions.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Account, Setting } from "../world/world.ts";
import { SELLERS } from "./crew.ts";
import { dayOf, deskTime, fullHour } from "./office-hours.ts";
import type { ShopAccount } from "./records.ts";
import { PROSPECT_KEYS, SITES, STREAMS } from "./sites.ts";

const S = SITES.account;

/** Share of the application's customers that buy hardware here; the others own theirs already. */
const BUYERS = 0.505;
/** Prospects per account of the tier. */
const PROSPECTS = 0.1;

const SOURCES: readonly (readonly [string, number])[] = [
  ["website", 34],
  ["referral", 22],
  ["trade_show", 18],
  ["partner", 14],
  ["outbound", 12],
];

const TYPES: readonly (readonly [BusinessType, number])[] = [
  ["restaurant", 40],
  ["bar", 25],
  ["hotel", 15],
  ["stadium", 10],
  ["corporate", 10],
];

const HOUSES: readonly string[] =
  "Brewing Taphouse Cellars Brewpub Provisions Malthouse Canteen Ballroom Terrace Arcade Commons Pavilion Rooftop Foundry Cantina Chophouse Saloon Beerworks Quarter Yard Assembly Hall Exchange Works Annex Gardens Galley Parlor Loft Vault Boathouse Roadhouse Stillroom Granary Cookhouse Clubhouse Courtyard Depot Lounge Alehall".split(
    " ",
  );

/** Cities of different names: a prospect is named after its own. */
const PLACES = CITIES.filter((place, index) => CITIES.findIndex(({ city }) => city === place.city) === index);
const FIRST_PLACE = PLACES[0] as City;
const WEIGHTED_SELLERS = SELLERS.map((seller) => [seller, seller.weight] as const);

type Draft = Omit<ShopAccount, "id">;

export function shopAccounts(accounts: readonly Account[], setting: Setting): ShopAccount[] {
  const drafts = [...customers(accounts, setting), ...prospects(setting)];
  return drafts
    .filter(({ createdAt }) => dayOf(createdAt) <= setting.tier.asOfDay)
    .sort((a, b) => a.createdAt - b.createdAt || a.key - b.key)
    .map((draft, index) => ({ ...draft, id: index + 1 }));
}

function customers(accounts: readonly Account[], { seed }: Setting): Draft[] {
  return accounts.flatMap((life): Draft[] => {
    const { profile } = life;
    const draws = new Draws(seed, STREAMS.account, profile.id);
    if (!draws.chance(at(S.buys), BUYERS)) return [];
    return [
      {
        key: profile.id,
        life,
        draws,
        createdAt: fullHour(profile.createdAt + 3600 * draws.below(at(S.createdDelay), 2)),
        name: profile.name,
        domain: profile.domain,
        businessType: profile.businessType,
        city: profile.city,
        ownerFirstName: profile.ownerFirstName,
        ownerLastName: profile.ownerLastName,
        seller: weighted(draws.unit(at(S.owner)), WEIGHTED_SELLERS),
        source: sourceOf(profile.source, draws),
      },
    ];
  });
}

/** Where the application says referral or partner, so does the shop; an advertisement is its website. */
function sourceOf(signupSource: string, draws: Draws): string {
  if (signupSource === "referral" || signupSource === "partner") return signupSource;
  return signupSource === "organic" ? weighted(draws.unit(at(S.source)), SOURCES) : "website";
}

/** Spread evenly over the days of the tier, known or not yet. */
function prospects({ seed, tier }: Setting): Draft[] {
  const count = nearest(tier.accounts * PROSPECTS);
  const span = tier.lastDay - tier.startDay + 1;
  return Array.from({ length: count }, (_, index): Draft => {
    const key = PROSPECT_KEYS + index;
    const draws = new Draws(seed, STREAMS.account, key);
    const day = tier.startDay + Math.floor(((index + draws.unit(at(S.createdDay))) / count) * span);
    // Every round over the places takes the next house, so that a pair comes twice only after all pairs.
    const round = Math.floor(index / PLACES.length);
    const city = PLACES[index % PLACES.length] ?? FIRST_PLACE;
    const house = HOUSES[(round + index) % HOUSES.length] ?? "Brewing";
    const serial = Math.floor(index / (HOUSES.length * PLACES.length));
    const name = `${city.city} ${house}${serial === 0 ? "" : ` ${String(serial + 1)}`}`;
    return {
      key,
      life: null,
      draws,
      createdAt: deskTime(day, draws.unit(at(S.createdDelay))),
      name,
      domain: `${name.toLowerCase().replaceAll(".", "").replaceAll(" ", "-")}.example`,
      businessType: weighted(draws.unit(at(S.businessType)), TYPES),
      city,
      ownerFirstName: draws.pick(at(S.firstName), FIRST_NAMES),
      ownerLastName: draws.pick(at(S.lastName), LAST_NAMES),
      seller: weighted(draws.unit(at(S.owner)), WEIGHTED_SELLERS),
      source: weighted(draws.unit(at(S.source)), SOURCES),
    };
  });
}

/** The sites that a customer runs on a day; a prospect counts as one. */
export function sitesOn({ life }: ShopAccount, day: number): number {
  if (life === null) return 1;
  const open = life.sites.filter(
    ({ openedDay, closedDay }) => openedDay <= day && (closedDay === null || closedDay > day),
  );
  return Math.max(1, open.length);
}
