/**
 * The keys that do something, by place: what `?` shows, and what the palette writes behind its entries. "page" keys are handled in
 * `keys.ts`; the others by the surface that they are named after. A test presses each one.
 */
import { strings } from "../strings/catalogue.ts";

export type KeyPlace = "page" | "palette" | "lineage" | "editor" | "files" | "lesson" | "scratchpad" | "panes";

export interface ListedKey {
  /** As `KeyText` takes it; "or" parts two ways. */
  readonly keys: string;
  readonly does: string;
}

const { keyWords: words } = strings.shell;

export const KEY_LIST: Readonly<Record<KeyPlace, readonly ListedKey[]>> = {
  page: [
    { keys: "Ctrl K", does: words.palette },
    { keys: "/ or t", does: words.filter },
    { keys: "Ctrl S", does: words.save },
    { keys: "F6", does: words.nextPane },
    { keys: "Shift F6", does: words.paneBefore },
    { keys: "?", does: words.help },
    { keys: "Escape", does: words.escape },
  ],
  palette: [
    { keys: "Up or Down", does: words.choose },
    { keys: "Enter", does: words.take },
  ],
  editor: [
    { keys: "Ctrl Enter", does: words.run },
    { keys: "Ctrl Shift Enter", does: words.build },
    { keys: "Ctrl Space", does: words.complete },
    { keys: "Ctrl I", does: words.card },
    { keys: "F12 or Ctrl click", does: words.define },
    { keys: "Shift Alt F", does: words.format },
    { keys: "Ctrl .", does: words.quickFix },
    { keys: "Ctrl /", does: words.comment },
    { keys: "Ctrl F", does: words.find },
    { keys: "Escape, then Tab", does: words.leaveEditor },
  ],
  files: [
    { keys: "Arrow keys", does: words.inTree },
    { keys: "Enter", does: words.openFile },
    { keys: "F2", does: words.renameFile },
    { keys: "Delete", does: words.deleteFile },
    { keys: "Shift F10", does: words.menu },
  ],
  lineage: [
    { keys: "Left or Right", does: words.alongEdges },
    { keys: "Up or Down", does: words.inLayer },
    { keys: "Enter", does: words.openNode },
    { keys: "+ or −", does: words.fold },
    { keys: "Shift F10", does: words.menu },
  ],
  lesson: [{ keys: "Alt H", does: words.hint }],
  scratchpad: [
    { keys: "F2", does: words.renameTab },
    { keys: "Delete", does: words.closeTab },
  ],
  panes: [
    { keys: "Arrow keys", does: words.resize },
    { keys: "Double click", does: words.resetPane },
  ],
};
