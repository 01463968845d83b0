/**
 * `npm start`: seed data if missing, a build if the sources are newer than the last one, then a server on this machine.
 *
 *   npm start                           http://127.0.0.1:4173, or the next port that is free
 *   npm start -- --port 8080            starts looking at another port
 */
import { readdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { root, tool } from "./run.ts";
import { makeSeedData } from "./seed-data.ts";
import { serve } from "./serve.ts";

const dist = resolve(root, "dist");
const { values } = parseArgs({ options: { port: { type: "string", default: process.env["PORT"] ?? "4173" } } });
const firstPort = Number(values.port);
if (!Number.isInteger(firstPort) || firstPort < 1 || firstPort > 65_535) {
  console.error(`"${values.port}" is not a port number. Give one between 1 and 65535, for example --port 8080.`);
  process.exit(2);
}

if (!(await makeSeedData(["tiny", "lesson", "classroom"]))) {
  console.error("The seed data could not be made; the lines above say why.");
  process.exit(1);
}
if (await isStale()) {
  const code = await tool("vite", ["build"]);
  if (code !== 0) process.exit(code);
}
try {
  const served = await serve(dist, firstPort, console.log);
  console.log(`\nStrata is at ${served.url}  (Ctrl+C ends it)\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => served.close());
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}

/** Whether anything that goes into the build is newer than the build. */
async function isStale(): Promise<boolean> {
  const built = await newest(resolve(dist, "sw.js"));
  if (built === 0) return true;
  const inputs = [
    "src",
    "public",
    "scripts/build",
    "index.html",
    "vite.config.ts",
    "svelte.config.js",
    "package-lock.json",
  ];
  for (const input of inputs) if ((await newest(resolve(root, input))) > built) return true;
  return false;
}

/** Time of the last change of a file or of anything in a folder; 0 when there is none. */
async function newest(path: string): Promise<number> {
  const info = await stat(path).catch(() => null);
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  // The command-line tool writes its artifacts to target/, which is no source.
  const names = (await readdir(path)).filter((name) => name !== "target");
  const times = await Promise.all(names.map((name) => newest(resolve(path, name))));
  // A folder's own time changes when a file in it is removed; the project's root also changes with target/.
  return Math.max(names.includes("dbt_project.yml") ? 0 : info.mtimeMs, ...times);
}
