/** Where the card of the tour stands: beside what it points at where there is room, else inside its lower edge, never off the screen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const GAP = 12;

export function placeCard(
  target: Box | null,
  card: Size,
  screen: Size,
): { readonly left: number; readonly top: number } {
  const within = (left: number, top: number) => ({
    left: Math.round(Math.max(GAP, Math.min(left, screen.width - card.width - GAP))),
    top: Math.round(Math.max(GAP, Math.min(top, screen.height - card.height - GAP))),
  });
  if (target === null) return within((screen.width - card.width) / 2, (screen.height - card.height) / 2);
  const { left, top, width, height } = target;
  if (top + height + GAP + card.height + GAP <= screen.height) return within(left, top + height + GAP);
  if (top - GAP - card.height >= GAP) return within(left, top - GAP - card.height);
  if (left + width + GAP + card.width + GAP <= screen.width) return within(left + width + GAP, top);
  if (left - GAP - card.width >= GAP) return within(left - GAP - card.width, top);
  return within(left + width - card.width - GAP, top + height - card.height - GAP);
}
