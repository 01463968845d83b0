/**
 * A channel -> its sign: a shape and a colour, the same in every picture of journeys. Colour alone never tells two channels apart; a
 * channel that is not listed gets the sign of "other".
 */

export interface ChannelSign {
  /** SVG path in a box from -8 to 8. */
  readonly path: string;
  /** Number of the chart colour, or 0 for ink. */
  readonly colour: number;
  readonly isOpen: boolean;
}

const CIRCLE = "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z";
const TRIANGLE = "M0 -7.5L7.5 6H-7.5z";
const DIAMOND = "M0 -8L8 0L0 8L-8 0z";
const SQUARE = "M-6 -6H6V6H-6z";
const BAR = "M-7.5 -4.5H7.5V4.5H-7.5z";
const HEXAGON = "M-7.5 0L-3.7 -6.5H3.7L7.5 0L3.7 6.5H-3.7z";
const PLUS = "M-2.5 -7.5H2.5V-2.5H7.5V2.5H2.5V7.5H-2.5V2.5H-7.5V-2.5H-2.5z";
const DOWN = "M0 7.5L7.5 -6H-7.5z";

const signs: Readonly<Record<string, ChannelSign>> = {
  google_non_brand: { path: CIRCLE, colour: 1, isOpen: false },
  google_brand: { path: DOWN, colour: 7, isOpen: false },
  organic: { path: TRIANGLE, colour: 3, isOpen: false },
  email: { path: BAR, colour: 2, isOpen: false },
  facebook_prospecting: { path: DIAMOND, colour: 4, isOpen: false },
  facebook_retargeting: { path: DIAMOND, colour: 4, isOpen: true },
  linkedin: { path: SQUARE, colour: 7, isOpen: true },
  partner: { path: HEXAGON, colour: 5, isOpen: false },
  referral: { path: PLUS, colour: 6, isOpen: false },
  direct: { path: CIRCLE, colour: 8, isOpen: true },
  unattributed: { path: SQUARE, colour: 0, isOpen: true },
};
const OTHER: ChannelSign = { path: HEXAGON, colour: 8, isOpen: true };

export function signOf(channel: string): ChannelSign {
  return signs[channel] ?? OTHER;
}

export function colourOf(channel: string): string {
  const { colour } = signOf(channel);
  return colour === 0 ? "var(--ink-3)" : `var(--chart-${colour})`;
}

/** Channels in the order of the signs, others behind them by name. */
export function inOrder(channels: Iterable<string>): readonly string[] {
  const places = new Map(Object.keys(signs).map((channel, index) => [channel, index]));
  const place = (channel: string): number => places.get(channel) ?? places.size;
  return [...new Set(channels)].sort((left, right) => place(left) - place(right) || (left < right ? -1 : 1));
}
