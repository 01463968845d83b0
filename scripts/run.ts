/**
 * Runs one of the project's tools as a child process, its output shown as it comes.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves to the exit code; 1 when the program cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...options.env },
    });
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}

/** Runs a tool that is installed in node_modules, for example `tool("vite", ["build"])`. */
export function tool(name: string, args: readonly string[], options?: RunOptions): Promise<number> {
  const file = resolve(root, "node_modules/.bin", process.platform === "win32" ? `${name}.cmd` : name);
  return run(file, args, options);
}
