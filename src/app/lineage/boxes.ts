/**
 * How large an item is drawn. Widths are estimated from names, which never change while a run goes on: the layout needs no page to
 * measure in, and nothing moves when rows and states arrive.
 */
import { strings } from "../strings/catalogue.ts";
import { cutMiddle } from "../ui/layers.ts";
import type { Item } from "./fold.ts";

export const CARD_HEIGHT = 40;
export const CHOSEN_HEIGHT = 92;
export const COLUMN_HEIGHT = 19;
const COLUMNS_TOP = 5;
const COLUMNS_BOTTOM = 6;
const STRIP = { width: 26, height: 190 };
const LETTER = { rest: 6.75, prefix: 6.3, column: 6.2 };
export const TEXT_LEFT = 15;
const TEXT_RIGHT = 9;
/** Room for the mark, beside the prefix. */
const MARK = 26;
const WIDEST = 160;
const WIDEST_OPEN = 230;
const NARROWEST = 116;
/** More columns than this are behind one more click. */
const FEW_COLUMNS = 14;

/** The columns that a card lists, and what it leaves out. */
export interface CardColumns {
  readonly names: readonly string[];
  readonly more: number;
}

export interface CardPlan {
  readonly width: number;
  readonly height: number;
  /** Height of the part above the columns. */
  readonly head: number;
  readonly prefix: string;
  readonly rest: string;
  readonly columns: CardColumns | null;
}

/** `columns`: what the card is open to, `all` without the limit; null for a closed card. */
export function planCard(
  item: Item,
  chosen: boolean,
  columns: { readonly names: readonly string[]; readonly all: boolean } | null,
): CardPlan {
  const words = strings.lineage;
  if (item.kind !== "node") {
    const first = item.members[0]?.node.resource_type;
    const total = item.members.length;
    const rest =
      first === "source"
        ? words.groupTables(total)
        : first === "seed"
          ? words.groupSeeds(total)
          : words.groupModels(total);
    const prefix = item.kind === "group" ? item.system : words.layers[item.layer];
    if (item.kind === "strip") return { ...STRIP, head: STRIP.height, prefix, rest, columns: null };
    return { width: widthOf(prefix, rest, 0), height: CARD_HEIGHT, head: CARD_HEIGHT, prefix, rest, columns: null };
  }
  const { prefix } = item.node;
  const rest = cutMiddle(item.node.rest, Math.floor((WIDEST - TEXT_LEFT - TEXT_RIGHT) / LETTER.rest));
  const head = chosen ? CHOSEN_HEIGHT : CARD_HEIGHT;
  const shown = columns === null ? null : listed(columns.names, columns.all);
  const rows = shown === null ? 0 : shown.names.length + (shown.more > 0 ? 1 : 0);
  const widestColumn = shown?.names.reduce((widest, name) => Math.max(widest, name.length), 0) ?? 0;
  const open = shown === null ? 0 : Math.min(WIDEST_OPEN, widestColumn * LETTER.column + TEXT_LEFT + 24);
  return {
    width: Math.max(widthOf(prefix, rest, chosen ? 150 : 0), Math.round(open)),
    height: head + (rows === 0 ? 0 : COLUMNS_TOP + rows * COLUMN_HEIGHT + COLUMNS_BOTTOM),
    head,
    prefix,
    rest,
    columns: shown,
  };
}

/** Centre of a column's row below the top of its card; of the head when the card does not list it. */
export function columnY(plan: CardPlan, column: string | null): number {
  const at =
    column === null ? -1 : (plan.columns?.names.findIndex((name) => name.toLowerCase() === column.toLowerCase()) ?? -1);
  if (at >= 0) return plan.head + COLUMNS_TOP + (at + 0.5) * COLUMN_HEIGHT;
  if (column !== null && plan.columns !== null && plan.columns.more > 0)
    return plan.head + COLUMNS_TOP + (plan.columns.names.length + 0.5) * COLUMN_HEIGHT;
  return Math.min(plan.head, CARD_HEIGHT) / 2;
}

/** What depends on an item's size only, as text: the layout is asked for again when it differs. */
export function shapeOf(
  boxes: readonly { readonly id: string; readonly width: number; readonly height: number }[],
): string {
  return boxes.map(({ id, width, height }) => `${id} ${width} ${height}`).join("\n");
}

function listed(names: readonly string[], all: boolean): CardColumns {
  if (all || names.length <= FEW_COLUMNS) return { names, more: 0 };
  return { names: names.slice(0, FEW_COLUMNS), more: names.length - FEW_COLUMNS };
}

function widthOf(prefix: string, rest: string, least: number): number {
  const wanted = Math.max(
    rest.length * LETTER.rest + TEXT_LEFT + TEXT_RIGHT,
    prefix.length * LETTER.prefix + TEXT_LEFT + MARK,
    least,
  );
  return Math.round(Math.max(NARROWEST, Math.min(WIDEST, wanted)));
}
