/**
 * Which part of the picture is seen: scale and shift. It fits itself to the picture until a person moves it; after that it
 * stays where it was put.
 *
 * While a hand moves it only `x`, `y` and `scale` change, frame by frame. What costs more (how much a card says) follows `restScale`,
 * which is set when the hand rests.
 */
export const HEAD = 46;
const MARGIN = 14;
/** The bars over the lower edge. */
const FOOT = 46;
const SMALLEST = 0.15;
const LARGEST = 3;
/** Text of 12.5 px stays readable down to here; a larger picture starts at this scale and can be moved. */
const READABLE = 0.72;
const REST_MS = 140;

/** How much a card says at a scale. */
export type Nearness = "far" | "middle" | "near";

export function nearnessAt(scale: number): Nearness {
  return scale < 0.5 ? "far" : scale < 1.4 ? "middle" : "near";
}

export class Camera {
  scale = $state(1);
  x = $state(0);
  y = $state(0);
  /** True once a person zoomed or moved. */
  moved = $state(false);
  /** True while a hand is at it. */
  moving = $state(false);
  restScale = $state(1);
  #view = { width: 0, height: 0 };
  #picture = { width: 0, height: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Tells the sizes; fits unless a person has taken over. `focus` is kept in sight when not all fits. */
  measure(
    view: { width: number; height: number },
    picture: { width: number; height: number },
    focus: { x: number; y: number } | null,
  ): void {
    const same = view.width === this.#view.width && view.height === this.#view.height;
    const samePicture = picture.width === this.#picture.width && picture.height === this.#picture.height;
    this.#view = view;
    this.#picture = picture;
    if (!this.moved && !(same && samePicture)) this.fit(focus, READABLE);
  }

  /** Shows everything, or at the smallest allowed scale the part around `focus`. */
  fit(focus: { x: number; y: number } | null = null, least = SMALLEST): void {
    const { width, height } = this.#view;
    if (width === 0 || height === 0 || this.#picture.width === 0) return;
    const wide = width / this.#picture.width;
    const high = (height - HEAD - FOOT - MARGIN) / Math.max(1, this.#picture.height);
    this.scale = Math.max(least, Math.min(1.15, wide, high));
    const spare = width - this.#picture.width * this.scale;
    const spareHeight = height - HEAD - FOOT - this.#picture.height * this.scale;
    const middle = focus ?? { x: this.#picture.width / 2, y: this.#picture.height / 2 };
    this.x = spare >= 0 ? spare / 2 : clamp(width / 2 - middle.x * this.scale, spare, 0);
    this.y =
      spareHeight >= 0
        ? HEAD + spareHeight / 2
        : clamp(HEAD + (height - HEAD - FOOT) / 2 - middle.y * this.scale, HEAD + spareHeight - MARGIN, HEAD + MARGIN);
    this.restScale = this.scale;
  }

  /** Keeps the point under the pointer where it is; without one, the middle of the view. */
  zoom(factor: number, at: { x: number; y: number } = { x: this.#view.width / 2, y: this.#view.height / 2 }): void {
    const scale = clamp(this.scale * factor, SMALLEST, LARGEST);
    const ratio = scale / this.scale;
    this.#touch();
    this.x = at.x - (at.x - this.x) * ratio;
    this.y = at.y - (at.y - this.y) * ratio;
    this.scale = scale;
  }

  move(dx: number, dy: number): void {
    this.#touch();
    const keep = 80;
    this.x = clamp(this.x + dx, keep - this.#picture.width * this.scale, this.#view.width - keep);
    this.y = clamp(this.y + dy, keep - this.#picture.height * this.scale, this.#view.height - keep);
  }

  /** The picture was laid out anew: what stood at `before` stays where it was on the screen. */
  keep(before: { x: number; y: number }, after: { x: number; y: number }): void {
    this.x += (before.x - after.x) * this.scale;
    this.y += (before.y - after.y) * this.scale;
  }

  /** Puts a box into the middle, at a scale at which its name can be read. */
  centre(box: { x: number; y: number; width: number; height: number }): void {
    this.moved = true;
    this.scale = Math.max(this.scale, READABLE);
    this.restScale = this.scale;
    this.x = this.#view.width / 2 - (box.x + box.width / 2) * this.scale;
    this.y = HEAD + (this.#view.height - HEAD) / 2 - (box.y + box.height / 2) * this.scale;
  }

  /** Brings a box into sight when it lies outside. */
  reveal(box: { x: number; y: number; width: number; height: number }): void {
    const left = this.x + box.x * this.scale;
    const top = this.y + box.y * this.scale;
    const right = left + box.width * this.scale;
    const bottom = top + box.height * this.scale;
    if (left < MARGIN) this.x += MARGIN - left;
    else if (right > this.#view.width - MARGIN) this.x -= right - this.#view.width + MARGIN;
    if (top < HEAD) this.y += HEAD - top;
    else if (bottom > this.#view.height - MARGIN) this.y -= bottom - this.#view.height + MARGIN;
  }

  reset(): void {
    this.moved = false;
    this.fit(null, SMALLEST);
  }

  #touch(): void {
    this.moved = true;
    this.moving = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.moving = false;
      this.restScale = this.scale;
    }, REST_MS);
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(least, most), Math.min(Math.max(least, most), value));
}
