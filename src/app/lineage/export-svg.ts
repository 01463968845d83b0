/**
 * The picture as one SVG text, whole and with its legend: what is drawn comes in, with colours as they are seen just now; a text that
 * needs neither the page's styles nor its fonts goes out. Pure, so it is tested without a browser.
 */
import type { Layer } from "../ui/layers.ts";
import { MARK_TONES, type Mark } from "../ui/status.ts";
import { columnY, type CardPlan } from "./boxes.ts";
import type { CardWords } from "./card-words.ts";
import type { ColumnLink } from "./column-links.ts";
import type { Item, ItemId } from "./fold.ts";
import type { BarPart, LegendEntry, LensSign } from "./lens.ts";
import type { Drawn } from "./picture.svelte.ts";
import { wavyArea } from "./wave.ts";

export interface PictureParts {
  readonly title: string;
  /** The name of the lens over the legend. */
  readonly legendTitle: string;
  readonly drawn: Drawn;
  /** Edges on the path that is lit, as lines and as arrow heads. */
  readonly isLit: (from: ItemId, to: ItemId) => boolean;
  readonly links: readonly ColumnLink[];
  readonly wordsOf: (item: Item) => CardWords;
  readonly markOf: (item: Item) => Mark;
  readonly barOf: (item: Item) => readonly BarPart[];
  readonly isQuiet: (item: Item) => boolean;
  readonly isChosen: (item: Item) => boolean;
  /** Null while the layers are looked at. */
  readonly signOf: (item: Item) => LensSign | null;
  readonly bandName: (layers: readonly Layer[]) => string;
  readonly legend: readonly LegendEntry[];
  /** A colour token as it is now: "accent" -> "#2a4fa8". */
  readonly colour: (token: string) => string;
  /** A `<style>` with the fonts, or nothing. */
  readonly fontStyle: string;
  /** The `<pattern>`s of the layers, colours written out. */
  readonly patterns: string;
}

const MARGIN = 16;
const TITLE = 40;
const BAND_HEAD = 40;
const LEGEND_ROW = 20;

export function pictureSvg(parts: PictureParts): string {
  const { drawn, colour } = parts;
  const { layout } = drawn;
  const perColumn = 6;
  const legendColumns = Math.ceil(parts.legend.length / perColumn);
  const legendRows = Math.min(perColumn, parts.legend.length);
  const width = Math.ceil(Math.max(layout.width, legendColumns * 190, 420)) + 2 * MARGIN;
  const bodyTop = TITLE + BAND_HEAD;
  const bodyHeight = Math.ceil(layout.height) + 2 * MARGIN;
  const height = bodyTop + bodyHeight + 36 + legendRows * LEGEND_ROW + MARGIN;
  const fill = (token: string) => escape(colour(token));
  const body = [
    bands(parts, width, bodyHeight),
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    edges(parts),
    ...drawn.folded.items.map((item) => card(parts, item)),
    ...parts.links.map(
      (link) =>
        `<path d="${link.path}" fill="none" stroke="${fill("accent")}" stroke-width="2"${link.decides ? ' stroke-dasharray="4 4"' : ""}/><path d="${link.head}" fill="${fill("accent")}"/>`,
    ),
    "</g>",
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'Inter Variable', Inter, system-ui, sans-serif" role="img" aria-label="${escape(parts.title)}">`,
    `<title>${escape(parts.title)}</title><defs>${parts.fontStyle}${parts.patterns}<clipPath id="body"><rect width="${width}" height="${bodyHeight + BAND_HEAD}" y="-${BAND_HEAD}"/></clipPath></defs>`,
    `<rect width="${width}" height="${height}" fill="${fill("surface")}"/>`,
    text(MARGIN, 26, parts.title, fill("ink"), 15, 660),
    `<g transform="translate(0 ${bodyTop})" clip-path="url(#body)">${body.join("")}</g>`,
    `<g transform="translate(${MARGIN} ${bodyTop + bodyHeight + 22})">${legend(parts, perColumn)}</g>`,
    "</svg>",
  ].join("\n");
}

function bands({ drawn, colour, bandName }: PictureParts, width: number, height: number): string {
  return drawn.bands
    .map((band, index) => {
      const from = index === 0 ? -20 : band.from + MARGIN;
      const to = index === drawn.bands.length - 1 ? width + 20 : band.to + MARGIN;
      const left = Math.max(0, from);
      const size = Math.max(0, Math.min(width, to) - left);
      const tone = escape(colour(band.layer));
      const name = bandName(band.layers);
      const letters = Math.floor((size - 16) / 8);
      const shown = name.length <= letters ? `${name}  ${band.count}` : name.slice(0, Math.max(0, letters));
      return [
        `<path d="${wavyArea(from, to, height, index)}" fill="${tone}" opacity="${index % 2 === 0 ? 0.045 : 0.075}"/>`,
        `<rect x="${n(left)}" y="-${BAND_HEAD}" width="${n(size)}" height="8" fill="url(#texture-${band.layer})"/>`,
        text(left + 10, -14, shown, tone, 13, 640),
      ].join("");
    })
    .join("");
}

function edges({ drawn, isLit, colour }: PictureParts): string {
  const all = drawn.layout.edges;
  const lit = all.filter((edge) => isLit(edge.from as ItemId, edge.to as ItemId));
  const line = (some: typeof all, tone: string, stroke: number, opacity: number) =>
    some.length === 0
      ? ""
      : `<g opacity="${opacity}"><path d="${some.map((edge) => edge.path).join("")}" fill="none" stroke="${tone}" stroke-width="${stroke}"/><path d="${some.map((edge) => edge.head).join("")}" fill="${tone}"/></g>`;
  return (
    line(all, escape(colour("edge")), 1.2, lit.length > 0 ? 0.4 : 0.75) + line(lit, escape(colour("accent")), 2.2, 1)
  );
}

function card(parts: PictureParts, item: Item): string {
  const box = parts.drawn.layout.boxes.get(item.id);
  const plan = parts.drawn.plans.get(item.id);
  if (!box || !plan) return "";
  const { colour } = parts;
  const words = parts.wordsOf(item);
  const chosen = parts.isChosen(item);
  const quiet = parts.isQuiet(item);
  const sign = parts.signOf(item);
  const tint = escape(colour(sign?.colour ?? item.layer));
  const ink = escape(colour(quiet ? "ink-3" : "ink"));
  const soft = escape(colour(quiet ? "ink-3" : "ink-2"));
  const surface = escape(colour("surface"));
  const edge = `M8 .5H7A6.5 6.5 0 0 0 .5 7v${box.height - 14}a6.5 6.5 0 0 0 6.5 6.5h1z`;
  const stroke = chosen ? `stroke="${escape(colour("accent"))}" stroke-width="2"` : `stroke="${tint}"`;
  const body = (shift: number) =>
    `<rect x="${shift}" y="${shift}" width="${n(box.width)}" height="${n(box.height)}" rx="7" fill="${surface}" ${stroke}/>`;
  const inside =
    item.kind === "strip"
      ? [
          body(0),
          `<rect width="${n(box.width)}" height="8" fill="url(#texture-${item.layer})"/>`,
          `<g transform="translate(${n(box.width / 2 + 4.5)} 22) rotate(90)">${text(0, 0, `${words.prefix} ${words.rest}`, soft, 12.5, 500)}</g>`,
        ]
      : [
          item.kind === "group" ? body(6) + body(3) : "",
          body(0),
          `<path d="${edge}" fill="${tint}" opacity="0.14"/><path d="${edge}" fill="${sign ? tint : `url(#texture-${item.layer})`}"/>`,
          text(15, 16, words.prefix, escape(colour("ink-3")), 11.5, 400),
          text(15, 31, words.rest, ink, 12.5, 600),
          ...(chosen ? words.lines.map((line, index) => text(15, 48 + index * 15, line, soft, 12, 400)) : []),
          ...parts
            .barOf(item)
            .map(
              (part) =>
                `<rect x="${n(12 + (box.width - 20) * part.from)}" y="${plan.head - 5}" width="${n((box.width - 20) * part.size)}" height="3" fill="${escape(colour(part.colour))}"/>`,
            ),
          markShape(parts.markOf(item), box.width - 21, 6, colour),
          columnRows(plan, escape(colour("ink-2"))),
        ];
  return `<g transform="translate(${n(box.x)} ${n(box.y)})">${inside.join("")}</g>`;
}

function columnRows(plan: CardPlan, tone: string): string {
  return (plan.columns?.names ?? []).map((name) => text(15, columnY(plan, name) + 4, name, tone, 12, 400)).join("");
}

/** The status marks in their own silhouettes, 14 px. */
function markShape(mark: Mark, x: number, y: number, colour: (token: string) => string): string {
  const tone = { pass: "pass", warn: "warn", fail: "fail", run: "accent", change: "change", neutral: "ink-3" } as const;
  const paint = escape(colour(tone[MARK_TONES[mark]]));
  const cut = `fill="none" stroke="${escape(colour("surface"))}" stroke-width="1.8" stroke-linecap="round"`;
  const ring = `<circle cx="8" cy="8" r="6.2" fill="none" stroke="${paint}" stroke-width="1.5"/>`;
  const shape: Partial<Record<Mark, string>> = {
    pass: `<circle cx="8" cy="8" r="7" fill="${paint}"/><path d="M4.8 8.3l2.2 2.2 4.2-4.6" ${cut}/>`,
    warn: `<path d="M8 1.2l7.2 13.1H.8z" fill="${paint}"/><path d="M8 5.8v4M8 12v.3" ${cut}/>`,
    fail: `<path d="M4.9.9h6.2l4 4v6.2l-4 4H4.9l-4-4V4.9z" fill="${paint}"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" ${cut}/>`,
    running: `${ring}<path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="${paint}" stroke-width="2.2"/>`,
    skipped: `${ring}<path d="M5.4 8h5.2" stroke="${paint}" stroke-width="1.5"/>`,
    stale: `${ring}<path d="M8 4.6V8l2.3 1.6" fill="none" stroke="${paint}" stroke-width="1.5"/>`,
    edited: `<path d="M8 .6L15.4 8 8 15.4.6 8z" fill="${paint}"/>`,
  };
  const found = shape[mark];
  return found === undefined ? "" : `<g transform="translate(${n(x)} ${y}) scale(.875)">${found}</g>`;
}

function legend({ legend: entries, legendTitle, colour }: PictureParts, perColumn: number): string {
  const rows = entries.map((entry, index) => {
    const x = Math.floor(index / perColumn) * 190;
    const y = 22 + (index % perColumn) * LEGEND_ROW;
    const swatch = entry.layer ? `url(#texture-${entry.layer})` : escape(colour(entry.colour));
    const edge = escape(colour(entry.layer ?? entry.colour));
    const mark = entry.mark ? markShape(entry.mark, x + 20, y - 12, colour) : "";
    return [
      `<rect x="${x + 1}" y="${y - 12}" width="13" height="13" rx="3" fill="${swatch}" stroke="${edge}"/>`,
      mark,
      text(x + (mark === "" ? 22 : 40), y, `${entry.label}  ${entry.total}`, escape(colour("ink-2")), 12, 400),
    ].join("");
  });
  return text(0, 0, legendTitle, escape(colour("ink")), 12, 640) + rows.join("");
}

function text(x: number, y: number, content: string, fill: string, size: number, weight: number): string {
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
