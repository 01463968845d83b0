/**
 * Light, dark, or what the system says. Kept in localStorage and not in the database: it must be known before the first paint,
 * and losing it costs nothing.
 */
export type ThemeChoice = "system" | "light" | "dark";

const KEY = "strata.theme";

export class Theme {
  choice: ThemeChoice = $state("system");
  #systemDark = $state(false);
  /** The theme that is on the screen. */
  readonly effective: "light" | "dark" = $derived(
    this.choice === "system" ? (this.#systemDark ? "dark" : "light") : this.choice,
  );

  constructor() {
    this.choice = readChoice();
    const system = typeof matchMedia === "undefined" ? null : matchMedia("(prefers-color-scheme: dark)");
    this.#systemDark = system?.matches ?? false;
    system?.addEventListener("change", (event) => {
      this.#systemDark = event.matches;
      this.#paint();
    });
    this.#paint();
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    try {
      localStorage.setItem(KEY, choice);
    } catch {
      // Storage may be refused; the choice then lasts as long as the tab.
    }
    this.#paint();
  }

  toggle(): void {
    this.choose(this.effective === "dark" ? "light" : "dark");
  }

  #paint(): void {
    if (typeof document !== "undefined") document.documentElement.dataset["theme"] = this.effective;
  }
}

function readChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}
