/** Which tab of the left pane is open, and which folders: remembered on this device. */
const KEY = "strata.left-pane";

export type LeftTab = "resources" | "files" | "database";
const TABS: readonly LeftTab[] = ["resources", "files", "database"];

class LeftPaneState {
  tab: LeftTab = $state("resources");
  /** Open folders, each with its slash. */
  open: ReadonlySet<string> = $state.raw(new Set(["models/"]));
  /** Folders that hold no file yet; they last as long as the tab. */
  emptyFolders: ReadonlySet<string> = $state.raw(new Set());

  constructor() {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      if (typeof kept !== "object" || kept === null) return;
      if ("tab" in kept) this.tab = TABS.find((tab) => tab === kept.tab) ?? "resources";
      if ("open" in kept && Array.isArray(kept.open))
        this.open = new Set(kept.open.filter((path): path is string => typeof path === "string").slice(0, 200));
    } catch {
      // Without storage the first tab is shown.
    }
  }

  show(tab: LeftTab): void {
    this.tab = tab;
    this.#keep();
  }

  toggle(folder: string): void {
    const open = new Set(this.open);
    if (!open.delete(folder)) open.add(folder);
    this.open = open;
    this.#keep();
  }

  reveal(folders: readonly string[]): void {
    if (folders.every((folder) => this.open.has(folder))) return;
    this.open = new Set([...this.open, ...folders]);
    this.#keep();
  }

  addFolder(path: string): void {
    this.emptyFolders = new Set([...this.emptyFolders, path]);
  }

  #keep(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ tab: this.tab, open: [...this.open] }));
    } catch {
      // The choice then lasts as long as the tab.
    }
  }
}

export const leftPane = new LeftPaneState();
