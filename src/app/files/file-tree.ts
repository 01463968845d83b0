/**
 * The project's files as folders: paths in, rows out. Folders first, then files, both by name; a filter opens all that lead to a hit.
 */
export interface FileRow {
  /** Path of the file, or of the folder with a slash at its end. */
  readonly key: string;
  readonly name: string;
  readonly level: number;
  readonly folder: boolean;
  readonly open: boolean;
  /** Files in a folder and below it. */
  readonly count: number;
  /** Place among its siblings, from 1, and how many there are. */
  readonly place: number;
  readonly siblings: number;
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: string[];
}

/** More rows than this are not drawn at once; a filter finds the others. */
export const MOST_ROWS = 1500;

/**
 * `open` holds folders with their slash. `extra` are folders that hold nothing yet. What lies in `dbt_packages/` and other generated
 * folders is listed like all else.
 */
export function fileRows(
  paths: Iterable<string>,
  open: ReadonlySet<string>,
  filter = "",
  extra: Iterable<string> = [],
): FileRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const root: Folder = { folders: new Map(), files: [] };
  for (const path of paths) {
    const lower = path.toLowerCase();
    if (words.every((word) => lower.includes(word))) addTo(root, path);
  }
  if (words.length === 0) for (const folder of extra) folderAt(root, folder.split("/").filter(Boolean));
  const rows: FileRow[] = [];
  const walk = (folder: Folder, prefix: string, level: number): void => {
    const names = [...folder.folders.keys()].sort(byName);
    const files = [...folder.files].sort(byName);
    const siblings = names.length + files.length;
    names.forEach((name, index) => {
      if (rows.length >= MOST_ROWS) return;
      const child = folder.folders.get(name)!;
      const key = `${prefix}${name}/`;
      const isOpen = words.length > 0 || open.has(key);
      const count = countOf(child);
      rows.push({ key, name, level, folder: true, open: isOpen, count, place: index + 1, siblings });
      if (isOpen) walk(child, key, level + 1);
    });
    files.forEach((name, index) => {
      if (rows.length >= MOST_ROWS) return;
      const place = names.length + index + 1;
      rows.push({ key: prefix + name, name, level, folder: false, open: false, count: 0, place, siblings });
    });
  };
  walk(root, "", 0);
  return rows;
}

/** Folders on the way to a path, each with its slash: `models/`, `models/saas/`. */
export function foldersTo(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}

/** The row that an arrow key leads to, and whether it opens or closes the present one. */
export function step(
  rows: readonly FileRow[],
  at: string | null,
  key: string,
): { readonly to?: string; readonly toggle?: string } | null {
  const index = rows.findIndex((row) => row.key === at);
  const row = rows[index];
  const go = (to: FileRow | undefined) => (to ? { to: to.key } : {});
  switch (key) {
    case "ArrowDown":
      return go(rows[index + 1] ?? rows[index]);
    case "ArrowUp":
      return go(rows[Math.max(0, index - 1)]);
    case "Home":
      return go(rows[0]);
    case "End":
      return go(rows.at(-1));
    case "ArrowRight":
      if (!row?.folder) return {};
      return row.open
        ? go(rows[index + 1]?.level === row.level + 1 ? rows[index + 1] : undefined)
        : { toggle: row.key };
    case "ArrowLeft":
      if (row?.folder && row.open) return { toggle: row.key };
      return go(rows.slice(0, Math.max(0, index)).findLast((other) => other.level < (row?.level ?? 0)));
    default:
      return null;
  }
}

function addTo(root: Folder, path: string): void {
  const parts = path.split("/");
  const name = parts.pop() ?? path;
  folderAt(root, parts).files.push(name);
}

function folderAt(root: Folder, parts: readonly string[]): Folder {
  let folder = root;
  for (const part of parts) {
    let child = folder.folders.get(part);
    if (!child) folder.folders.set(part, (child = { folders: new Map(), files: [] }));
    folder = child;
  }
  return folder;
}

function countOf(folder: Folder): number {
  return folder.files.length + [...folder.folders.values()].reduce((sum, child) => sum + countOf(child), 0);
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Names of one folder begin alike: what is cut goes out of their first half, so that the end and the extension stay. */
export function cutFileName(name: string, limit: number): string {
  const room = Math.max(8, limit);
  if (name.length <= room) return name;
  const head = Math.floor((room - 1) * 0.3);
  return `${name.slice(0, head)}…${name.slice(head + 1 - room)}`;
}
