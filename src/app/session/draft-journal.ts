/**
 * The last line of defence of an edit: what has not reached the database when the page goes away is written here.
 *
 * A database write that starts while a page is being closed may never land, localStorage is written before the call returns.
 * The next start takes the journal over into the database and empties it.
 */
export type Draft = string | null | undefined;

interface Journal {
  read(workspace: string): ReadonlyMap<string, Draft>;
  write(workspace: string, drafts: ReadonlyMap<string, Draft>): void;
}

const key = (workspace: string) => `strata.drafts.${workspace}`;

export function createJournal(storage: () => Storage): Journal {
  return {
    read(workspace) {
      try {
        const text = storage().getItem(key(workspace));
        const entries: unknown = text === null ? [] : JSON.parse(text);
        if (!Array.isArray(entries)) return new Map();
        return new Map(entries.flatMap((entry: unknown): [string, Draft][] => decode(entry)));
      } catch {
        return new Map();
      }
    },
    write(workspace, drafts) {
      try {
        if (drafts.size === 0) storage().removeItem(key(workspace));
        else storage().setItem(key(workspace), JSON.stringify([...drafts].map(([path, text]) => ({ path, text }))));
      } catch {
        // No storage, or it is full: the database write that is under way is then the only chance.
      }
    },
  };
}

/** JSON drops `undefined`, which is just what "as bundled" should read as. */
function decode(entry: unknown): [string, Draft][] {
  if (typeof entry !== "object" || entry === null || !("path" in entry) || typeof entry.path !== "string") return [];
  const text = "text" in entry ? entry.text : undefined;
  return typeof text === "string" || text === null || text === undefined ? [[entry.path, text]] : [];
}
