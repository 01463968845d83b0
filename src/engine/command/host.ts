/**
 * What some commands do to the folder that a project lies in. The command line lends one; in the browser there is no folder.
 *
 * Paths are relative to the project's folder, or absolute.
 */
export interface ProjectHost {
  /** The absolute path, as messages and dbt's log show it. */
  resolve(path: string): string;
  /** Whether a path lies below the project's folder (the folder itself does not). */
  isInside(path: string): boolean;
  /** Deletes a folder with all it holds, or a file; nothing happens when it is not there. */
  remove(path: string): Promise<void>;
  /** Text of a file, or null when there is none. */
  read(path: string): Promise<string | null>;
  /** Puts a folder in the place of `to`: as a link where the system allows it, else as a copy. */
  install(from: string, to: string): Promise<void>;
  /** Where the files of the project, its profile and its artifacts lie, for `debug`. */
  readonly profilesDir: string;
  readonly targetDir: string;
  /** Lines about the machine, for `debug`: name -> text. */
  readonly facts: Readonly<Record<string, string>>;
}
