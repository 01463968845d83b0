/**
 * What one can do with a node, the same from graph, tree and inspector. Everything that changes the picture changes the address, so
 * that a link shows the same.
 */
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { href, navigate, route } from "../route.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { panes } from "../shell/panes.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { NONE } from "./chosen.ts";
import { ALL_COLUMNS } from "./column-follow.svelte.ts";

export type LineageChange = Readonly<Record<string, string | null>>;

export class LineageActions {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  go(change: LineageChange, step = false): void {
    navigate(href("lineage", { ...Object.fromEntries(route.current.query), ...change }), { replace: !step });
  }

  choose(id: NodeId | null): void {
    const { query } = route.current;
    const same = query.get("node") === id;
    this.go({ node: id ?? NONE, ...(same ? {} : { column: null }) });
    const node = id === null ? null : this.#session.project?.manifest.nodes.get(id);
    if (node) this.#session.announce(node.name);
  }

  open(node: ManifestNode): void {
    navigate(href("model", node.unique_id));
  }

  /** The node with `steps` around it. */
  focus(node: ManifestNode, steps: number): void {
    this.#select(node, `${steps}+${selectorOf(node)}+${steps}`);
  }

  upstream(node: ManifestNode): void {
    this.#select(node, `+${selectorOf(node)}`);
  }

  downstream(node: ManifestNode): void {
    this.#select(node, `${selectorOf(node)}+`);
  }

  #select(node: ManifestNode, select: string): void {
    this.go({ select, node: node.unique_id, hide: null, column: null }, true);
  }

  get hidden(): readonly NodeId[] {
    return (route.current.query.get("hide") ?? "").split(",").filter((id): id is NodeId => id !== "");
  }

  hide(ids: readonly NodeId[]): void {
    const hidden = new Set([...this.hidden, ...ids]);
    const chosen = route.current.query.get("node");
    this.go({
      hide: [...hidden].join(","),
      ...(chosen !== null && hidden.has(chosen as NodeId) ? { node: NONE, column: null } : {}),
    });
    this.#session.announce(strings.lineage.hiddenSaid(hidden.size));
  }

  showHidden(): void {
    this.go({ hide: null });
  }

  openColumns(id: NodeId): void {
    this.go({ node: id, column: ALL_COLUMNS });
  }

  follow(node: NodeId, column: string): void {
    this.go({ node, column });
  }

  /** One step out: from a followed column to the open card, from there to the closed one. */
  leaveColumns(): void {
    this.go({ column: route.current.query.get("column") === ALL_COLUMNS ? null : ALL_COLUMNS });
  }

  /** Only what the column's way touches. */
  keepWay(node: ManifestNode, column: string): void {
    const owner = node.resource_type === "source" ? `${node.source_name ?? ""}.${node.name}` : node.name;
    this.go({ select: `+column:${owner}.${column}+`, hide: null }, true);
  }

  build(command: string): void {
    panes.dockTab = "commands";
    void this.#session.command(command);
  }

  /** The address of just this picture, with `id` chosen. */
  async copyLink(id: NodeId | null = null): Promise<void> {
    const { query } = route.current;
    const hash = href("lineage", { ...Object.fromEntries(query), ...(id === null ? {} : { node: id }) });
    const link = new URL(hash, location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.#session.toast(strings.lineage.linkCopied);
    } catch {
      this.#session.toast(strings.lineage.linkNotCopied, null, { tone: "warn", detail: link });
    }
  }
}

/** How dbt's grammar names a node. */
export function selectorOf(node: ManifestNode): string {
  if (node.resource_type === "source") return `source:${node.source_name ?? ""}.${node.name}`;
  return node.resource_type === "exposure" ? `exposure:${node.name}` : node.name;
}
