/**
 * Sizes of the panes and which of them are open, remembered on this device. In localStorage, not in the database, because the
 * first paint needs them.
 */
const KEY = "strata.panes";

export const PANE_SIZES = {
  tree: { initial: 216, min: 160, max: 420 },
  inspector: { initial: 302, min: 220, max: 520 },
  dock: { initial: 232, min: 110, max: 640 },
} as const;

export type Pane = keyof typeof PANE_SIZES;

interface Kept {
  tree: number;
  inspector: number;
  dock: number;
  dockOpen: boolean;
}

export class Panes {
  tree: number = $state(PANE_SIZES.tree.initial);
  inspector: number = $state(PANE_SIZES.inspector.initial);
  dock: number = $state(PANE_SIZES.dock.initial);
  /** The dock at the lineage; elsewhere it opens on request, since models and lessons have their own results below. */
  dockOpen = $state(true);
  dockElsewhere = $state(false);
  /** Drawers on narrow screens; never remembered. */
  treeDrawer = $state(false);
  inspectorDrawer = $state(false);
  dockTab: "commands" | "results" | "problems" = $state("commands");
  palette = $state(false);
  help = $state(false);
  share = $state(false);

  constructor() {
    const kept = readKept();
    this.tree = kept.tree ?? this.tree;
    this.inspector = kept.inspector ?? this.inspector;
    this.dock = kept.dock ?? this.dock;
    this.dockOpen = kept.dockOpen ?? this.dockOpen;
  }

  resize(pane: Pane, size: number): void {
    this[pane] = size;
    this.#keep();
  }

  /** The sizes of a first visit. */
  reset(): void {
    this.tree = PANE_SIZES.tree.initial;
    this.inspector = PANE_SIZES.inspector.initial;
    this.dock = PANE_SIZES.dock.initial;
    this.#keep();
  }

  setDock(open: boolean, atLineage: boolean): void {
    if (atLineage) this.dockOpen = open;
    else this.dockElsewhere = open;
    this.#keep();
  }

  /** Opens the dock where it is now: beside the lineage, or over the page elsewhere and on phones. */
  showDock(tab: Panes["dockTab"], atLineage: boolean): void {
    this.dockTab = tab;
    this.setDock(true, atLineage);
  }

  #keep(): void {
    const kept: Kept = { tree: this.tree, inspector: this.inspector, dock: this.dock, dockOpen: this.dockOpen };
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Sizes are then those of this tab.
    }
  }
}

export const panes = new Panes();

function readKept(): Partial<Kept> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const sizes = kept as Record<string, unknown>;
    const size = (pane: Pane) => {
      const value = sizes[pane];
      return typeof value === "number" && value >= PANE_SIZES[pane].min && value <= PANE_SIZES[pane].max
        ? value
        : undefined;
    };
    const open = sizes["dockOpen"];
    return Object.fromEntries(
      Object.entries({
        tree: size("tree"),
        inspector: size("inspector"),
        dock: size("dock"),
        dockOpen: typeof open === "boolean" ? open : undefined,
      }).filter(([, value]) => value !== undefined),
    );
  } catch {
    return {};
  }
}
