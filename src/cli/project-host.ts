/** The project's folder as the engine's commands see it: `clean` deletes below it, `deps` installs into it. */
import { cp, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { ProjectHost } from "../engine/index.ts";

export function createProjectHost(folders: {
  readonly projectDir: string;
  readonly profilesDir: string;
  readonly targetDir: string;
}): ProjectHost {
  const absolute = (path: string): string => resolve(folders.projectDir, path);
  return {
    profilesDir: folders.profilesDir,
    targetDir: folders.targetDir,
    facts: {
      "node version": process.version,
      "node path": process.execPath,
      "os info": `${process.platform} ${process.arch}`,
    },
    resolve: absolute,
    isInside(path) {
      const below = relative(folders.projectDir, absolute(path));
      return below !== "" && !below.startsWith("..") && !isAbsolute(below);
    },
    remove: (path) => rm(absolute(path), { recursive: true, force: true }),
    async read(path) {
      try {
        return await readFile(absolute(path), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
          return null;
        throw error;
      }
    },
    async install(from, to) {
      const [source, target] = [absolute(from), absolute(to)];
      await mkdir(dirname(target), { recursive: true });
      await rm(target, { recursive: true, force: true });
      try {
        await symlink(source, target, "dir");
      } catch {
        // Where links need rights that the user lacks, a copy does.
        await cp(source, target, { recursive: true });
      }
    },
  };
}
