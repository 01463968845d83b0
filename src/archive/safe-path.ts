/**
 * Paths from outside -> paths below a project's folder, or the reason why not.
 *
 * Nothing here is ever written to a disk, but paths become keys, addresses and names in an exported zip, which somebody unpacks. So
 * an archive with a single path that leads out of its folder is refused as a whole.
 */
import { diagnostic, type Diagnostic } from "../engine/core/errors.ts";
import { LIMITS } from "./limits.ts";

/** Null when the path is harmless. */
export function pathFault(path: string): string | null {
  if (path === "") return "is empty";
  if (path.length > LIMITS.pathLength) return `has more than ${LIMITS.pathLength} letters`;
  if (/[\u0000-\u001f\u007f]/.test(path)) return "holds control characters";
  if (path.includes("\\")) return "holds a backslash";
  if (path.startsWith("/")) return "starts at the root of a disk";
  // Also further in: the project's own folder is cut off the front.
  if (/(^|\/)[A-Za-z]:/.test(path)) return "names a drive";
  if (path.split("/").includes("..")) return 'leads out of its folder with ".."';
  return null;
}

const MAKE_ANEW = "Make the archive anew from inside the project's folder, with an ordinary zip program.";

export function unsafePath(path: string, fault: string, hint = MAKE_ANEW): Diagnostic {
  // A path may be long or hold control characters: it is shown cut and cleaned.
  const shown = path.slice(0, 120).replace(/[\u0000-\u001f\u007f]/g, "?");
  return diagnostic("S005", `The path "${shown}" ${fault}, so nothing was opened.`, { hint });
}

/** `./models//a.sql` -> `models/a.sql`. Only for paths without a fault. */
export function tidyPath(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
