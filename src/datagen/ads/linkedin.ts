/** How the campaigns on the business network are built, and the forms that people fill in there. */
import { isRunning, type Campaign } from "../facts/campaigns.ts";
import { DAY_SECONDS, civil } from "../kit/calendar.ts";
import { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { Contact, Market } from "../market/market.ts";
import type { Setting } from "../world/world.ts";
import { campaignsOf } from "./advertising.ts";
import type { Price } from "./delivery.ts";
import { SITES, STREAMS } from "./sites.ts";

const S = SITES.response;

export const ACCOUNTS = [
  { id: 508800001, name: "Taplab campaigns" },
  { id: 508800002, name: "Taplab events" },
] as const;

export interface Creative {
  readonly id: number;
  readonly kind: "SINGLE_IMAGE" | "SINGLE_VIDEO" | "CAROUSEL";
  readonly share: number;
}

const CREATIVES = [
  ["SINGLE_IMAGE", 46],
  ["SINGLE_VIDEO", 32],
  ["CAROUSEL", 22],
] as const;

export const PRICE: Price = { clickCents: 1120, perClick: 150, impressionStep: 50 };

export function isFair({ theme }: Campaign): boolean {
  return theme === "trade fair";
}

export function accountOf(campaign: Campaign): (typeof ACCOUNTS)[number] {
  return isFair(campaign) ? ACCOUNTS[1] : ACCOUNTS[0];
}

/** One group a year, and one for all fairs. */
export function groupOf(campaign: Campaign): { readonly id: number; readonly name: string } {
  if (isFair(campaign)) return { id: 616000000, name: "Trade fairs" };
  const { year } = civil(campaign.startDay);
  return { id: 616000000 + year, name: `Multi-site operators ${String(year)}` };
}

export function creativesOf(campaign: Campaign): Creative[] {
  return CREATIVES.map(([kind, share], n) => ({ id: campaign.id * 10 + n, kind, share }));
}

interface FormResponse {
  readonly id: number;
  readonly campaign: Campaign;
  readonly contact: Contact;
  readonly submittedAt: number;
}

/** Of people who met the network and of those in the kind of business that it is for. */
const FILLS_MET = 0.5;
const FILLS_OTHERS = 0.085;

/** People who are contacts already leave their address there too, in the weeks after. */
export function formResponses({ contacts }: Market, setting: Setting): FormResponse[] {
  const { seed, tier } = setting;
  const campaigns = campaignsOf("linkedin_ads", setting);
  return contacts
    .flatMap((contact): Omit<FormResponse, "id">[] => {
      const draws = new Draws(seed, STREAMS.response, contact.id);
      const met = contact.journey?.exposed.includes("linkedin") === true;
      if (contact.company === null || !draws.chance(at(S.fills), met ? FILLS_MET : FILLS_OTHERS)) return [];
      const day = Math.floor(contact.createdAt / DAY_SECONDS) + draws.between(at(S.delay), 1, 21);
      const submittedAt = day * DAY_SECONDS + 13 * 3600 + draws.below(at(S.minute), 120) * 300;
      const campaign = campaigns.find((item) => isRunning(item, day) && !isFair(item));
      return campaign === undefined || day > tier.asOfDay ? [] : [{ campaign, contact, submittedAt }];
    })
    .sort((a, b) => a.submittedAt - b.submittedAt || a.contact.id - b.contact.id)
    .map((response, index) => ({ id: 640000001 + index, ...response }));
}
