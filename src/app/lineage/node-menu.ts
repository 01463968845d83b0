/** The entries of the menu of a node or a stack; the menu itself knows nothing of lineage. */
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { strings } from "../strings/catalogue.ts";
import { selectorOf, type LineageActions } from "./lineage-actions.ts";

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  /** The command or selector behind it. */
  readonly note?: string;
  /** Why it cannot be used now. */
  readonly disabled?: string | null;
  /** A line above it. */
  readonly begins?: boolean;
  run(): void;
}

interface Circumstances {
  readonly hasColumns: boolean;
  /** Why nothing can be built now; null when it can. */
  readonly blocked: string | null;
}

const BUILDABLE = new Set(["model", "seed", "snapshot"]);

export function nodeMenu(node: ManifestNode, actions: LineageActions, now: Circumstances): MenuEntry[] {
  const words = strings.lineage;
  const selector = selectorOf(node);
  const build = (command: string) => ({
    note: command,
    disabled: now.blocked,
    run: () => actions.build(command),
  });
  const entries: MenuEntry[] = [{ id: "open", label: words.open, run: () => actions.open(node) }];
  if (node.resource_type !== "exposure" && now.hasColumns)
    entries.push({ id: "columns", label: words.showColumns, run: () => actions.openColumns(node.unique_id) });
  for (const steps of [1, 2, 3])
    entries.push({
      id: `focus-${steps}`,
      label: words.focusSteps(steps),
      note: `${steps}+${selector}+${steps}`,
      begins: steps === 1,
      run: () => actions.focus(node, steps),
    });
  entries.push(
    { id: "upstream", label: words.upstreamOnly, note: `+${selector}`, run: () => actions.upstream(node) },
    { id: "downstream", label: words.downstreamOnly, note: `${selector}+`, run: () => actions.downstream(node) },
    { id: "hide", label: words.hideBranch, run: () => actions.hide([node.unique_id]) },
    ...hiddenEntry(actions),
  );
  if (BUILDABLE.has(node.resource_type))
    entries.push(
      { id: "build", label: words.buildThis, begins: true, ...build(`dbt build --select ${selector}`) },
      { id: "build-parents", label: words.buildWithParents, ...build(`dbt build --select +${selector}`) },
    );
  else if (node.resource_type === "source")
    entries.push({ id: "test", label: words.testThis, begins: true, ...build(`dbt test --select ${selector}`) });
  entries.push({ id: "link", label: words.copyLink, begins: true, run: () => void actions.copyLink(node.unique_id) });
  return entries;
}

export function groupMenu(members: readonly NodeId[], actions: LineageActions, unfold: () => void): MenuEntry[] {
  const words = strings.lineage;
  return [
    { id: "unfold", label: words.unfold, run: unfold },
    { id: "hide", label: words.hideGroup(members.length), run: () => actions.hide(members) },
    ...hiddenEntry(actions),
    { id: "link", label: words.copyLink, begins: true, run: () => void actions.copyLink() },
  ];
}

function hiddenEntry(actions: LineageActions): MenuEntry[] {
  const total = actions.hidden.length;
  if (total === 0) return [];
  return [{ id: "show-hidden", label: strings.lineage.showHidden(total), run: () => actions.showHidden() }];
}
