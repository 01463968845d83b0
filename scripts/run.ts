/**
 * Runs one of the project's tools as a child process, its output shown as it comes or in one piece at the end.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Show the output in one piece when the program has ended, under this heading: for programs that run side by side. */
  readonly together?: string;
}

/** Resolves to the exit code; 1 when the program cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: [
        "ignore",
        options.together === undefined ? "inherit" : "pipe",
        options.together === undefined ? "inherit" : "pipe",
      ],
      env: { ...process.env, ...options.env },
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => void said.push(part));
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      done(1);
    });
    child.on("close", (code) => {
      if (options.together !== undefined)
        process.stdout.write(`\n── ${options.together}\n${Buffer.concat(said).toString()}`);
      done(code ?? 1);
    });
  });
}

/** Runs a tool that is installed in node_modules, for example `tool("vite", ["build"])`. */
export function tool(name: string, args: readonly string[], options?: RunOptions): Promise<number> {
  const file = resolve(root, "node_modules/.bin", process.platform === "win32" ? `${name}.cmd` : name);
  return run(file, args, options);
}
