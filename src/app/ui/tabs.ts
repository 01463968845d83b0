/** Ids that tie a tab of `Tabs.svelte` to its panel. */
export function tabId(prefix: string, id: string): string {
  return `${prefix}-tab-${word(id)}`;
}

export function tabPanelId(prefix: string, id: string): string {
  return `${prefix}-panel-${word(id)}`;
}

/** What refers to an id takes a blank for the end of it. */
function word(id: string): string {
  return id.replace(/[^\w-]+/g, "-");
}
