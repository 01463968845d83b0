/** How the campaigns on the social network are built: ad sets, advertisements and what they show. */
import type { Campaign } from "../facts/campaigns.ts";
import type { Price } from "./delivery.ts";

interface AdSet {
  readonly id: number;
  readonly name: string;
  /** Part of the campaign's budget. */
  readonly share: number;
}

export interface Ad {
  readonly id: number;
  readonly adSet: AdSet;
  readonly creative: Creative;
  readonly name: string;
  /** Part of the campaign's money, against the others. */
  readonly share: number;
}

export interface Creative {
  readonly id: number;
  readonly name: string;
  readonly kind: "VIDEO" | "PHOTO" | "CAROUSEL";
}

const AUDIENCES = {
  prospecting: ["owners 25-54", "lookalike of customers"],
  retargeting: ["saw prices", "left the trial form"],
} as const;
const KINDS = ["VIDEO", "PHOTO", "CAROUSEL"] as const;
const SET_SHARES = [0.6, 0.4] as const;
/** Ad set and creative of each of the five advertisements, and its part of the money. */
const ADS: readonly (readonly [adSet: number, creative: number, share: number])[] = [
  [0, 0, 30],
  [0, 1, 18],
  [0, 2, 12],
  [1, 0, 24],
  [1, 1, 16],
];

interface CampaignParts {
  readonly adSets: readonly AdSet[];
  readonly creatives: readonly Creative[];
  readonly ads: readonly Ad[];
}

export function partsOf(campaign: Campaign): CampaignParts {
  const isRetargeting = campaign.channel === "facebook_retargeting";
  const audiences = AUDIENCES[isRetargeting ? "retargeting" : "prospecting"];
  const adSets = audiences.map((name, n): AdSet => ({ id: campaign.id * 10 + n, name, share: SET_SHARES[n] ?? 0.5 }));
  const creatives = KINDS.map((kind, n): Creative => ({
    id: campaign.id * 100 + 50 + n,
    name: `${campaign.name} ${kind.toLowerCase()}`,
    kind,
  }));
  const ads = ADS.flatMap(([set, creative, share], n): Ad[] => {
    const [adSet, shown] = [adSets[set], creatives[creative]];
    if (adSet === undefined || shown === undefined) return [];
    return [
      { id: campaign.id * 100 + n, adSet, creative: shown, name: `${adSet.name} ${shown.kind.toLowerCase()}`, share },
    ];
  });
  return { adSets, creatives, ads };
}

export function priceOf({ channel }: Campaign): Price {
  return channel === "facebook_retargeting"
    ? { clickCents: 310, perClick: 70, impressionStep: 20 }
    : { clickCents: 440, perClick: 95, impressionStep: 50 };
}

/** How often the same person sees an advertisement on a day, in tenths: more when it follows people. */
export function frequencyTenths({ channel }: Campaign, u: number): number {
  const steps = Math.floor(u * 3);
  return channel === "facebook_retargeting" ? 17 + 2 * steps : 11 + steps;
}
