/**
 * What a person likes, by device: size of text, motion, the editor, live mode. One object, read by whatever obeys it.
 *
 * Kept in localStorage and not in the database, since the first paint needs some of it and losing it costs nothing. What was written
 * by another version, or by hand, is taken name by name: a value of the wrong form counts as not given.
 */
const KEY = "strata.preferences";

export const TEXT_SIZES = { normal: 1, large: 1.15, projector: 1.35 } as const;
export type TextSize = keyof typeof TEXT_SIZES;

export const LIVE_SECONDS = [2, 5, 10, 30] as const;

const INITIAL = {
  textSize: "normal" as TextSize,
  /** Less motion than the system asks for. */
  calm: false,
  /** Long lines of code go on in the next row. */
  wrapCode: false,
  /** The editor offers words while one types; with Ctrl Space it always does. */
  suggest: true,
  /** A model's page starts with live mode on. */
  live: false,
  /** How long live mode may build after a change before it says what it left out. */
  liveSeconds: 10,
};

type Kept = typeof INITIAL;

export class Preferences {
  #kept: Kept = $state.raw(INITIAL);
  readonly #storage: () => Pick<Storage, "getItem" | "setItem">;

  constructor(storage: () => Pick<Storage, "getItem" | "setItem"> = () => localStorage) {
    this.#storage = storage;
    this.#kept = this.#read();
    this.#paint();
  }

  get textSize(): TextSize {
    return this.#kept.textSize;
  }

  get calm(): boolean {
    return this.#kept.calm;
  }

  get wrapCode(): boolean {
    return this.#kept.wrapCode;
  }

  get suggest(): boolean {
    return this.#kept.suggest;
  }

  get live(): boolean {
    return this.#kept.live;
  }

  get liveSeconds(): number {
    return this.#kept.liveSeconds;
  }

  set(changed: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changed };
    try {
      this.#storage().setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // Storage may be refused; the choice then lasts as long as the tab.
    }
    this.#paint();
  }

  #paint(): void {
    if (typeof document === "undefined") return;
    const root = document.documentElement;
    root.style.fontSize = this.textSize === "normal" ? "" : `${TEXT_SIZES[this.textSize] * 100}%`;
    if (this.calm) root.dataset["motion"] = "less";
    else delete root.dataset["motion"];
  }

  #read(): Kept {
    try {
      const kept: unknown = JSON.parse(this.#storage().getItem(KEY) ?? "{}");
      if (typeof kept !== "object" || kept === null) return INITIAL;
      const given = kept as Record<string, unknown>;
      const flag = (name: "calm" | "wrapCode" | "suggest" | "live") =>
        typeof given[name] === "boolean" ? given[name] : INITIAL[name];
      const { textSize, liveSeconds } = given;
      return {
        textSize: typeof textSize === "string" && textSize in TEXT_SIZES ? (textSize as TextSize) : INITIAL.textSize,
        calm: flag("calm"),
        wrapCode: flag("wrapCode"),
        suggest: flag("suggest"),
        live: flag("live"),
        liveSeconds: LIVE_SECONDS.find((seconds) => seconds === liveSeconds) ?? INITIAL.liveSeconds,
      };
    } catch {
      return INITIAL;
    }
  }
}

export const preferences = new Preferences();
