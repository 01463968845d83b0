/**
 * How long a project takes to be read, by its size: `npx tsx tests/bench/parse-curve.ts [n …]`.
 *
 * Prints milliseconds cold (nothing kept from before), per model, to compile every model, and after an edit of one model's SQL.
 */
import { createEngine } from "../../src/engine/index.ts";
import type { Engine, SourceFile } from "../../src/engine/index.ts";
import { generatedProject, modelPath } from "../support/generated-project.ts";
import { useNodeDigests } from "../../src/cli/node-digests.ts";
import { builtins, frozenClock } from "../support/project.ts";

useNodeDigests();
const sizes = process.argv.slice(2).map(Number);

function open(files: readonly SourceFile[]): Engine {
  return createEngine({
    files,
    builtins,
    warehouse: () => Promise.reject(new Error("Nothing here needs a warehouse.")),
    clock: frozenClock,
  });
}

console.log("models  cold ms  per model  compile ms  edit ms  unchanged ms");
for (const size of sizes.length > 0 ? sizes : [100, 300, 1000, 3000, 5000]) {
  const files = generatedProject({ models: size });
  const started = performance.now();
  const engine = open(files);
  const cold = performance.now() - started;
  const own = new Set(files.map((file) => file.path));
  const errors = engine.diagnostics.filter((item) => item.severity === "error" && own.has(item.at?.path ?? ""));
  if (errors.length > 0) throw new Error(errors[0]?.message);

  const before = performance.now();
  for (const node of engine.manifest.nodes.values()) {
    if (node.resource_type !== "model") continue;
    const compiled = await engine.compile(node.unique_id);
    if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  }
  const compile = performance.now() - before;

  const edits: number[] = [];
  let current: readonly SourceFile[] = files;
  for (let round = 0; round < 5; round += 1) {
    const path = modelPath(Math.floor((size * (round + 1)) / 7));
    current = current.map((file) => (file.path === path ? { path, text: `${file.text}-- edit ${round}\n` } : file));
    const at = performance.now();
    open(current);
    edits.push(performance.now() - at);
  }
  const at = performance.now();
  open(current);
  const unchanged = performance.now() - at;
  const median = edits.sort((a, b) => a - b)[2] ?? 0;
  console.log(
    [
      String(size).padStart(6),
      cold.toFixed(0).padStart(8),
      (cold / size).toFixed(3).padStart(10),
      compile.toFixed(0).padStart(11),
      median.toFixed(1).padStart(8),
      unchanged.toFixed(1).padStart(13),
    ].join(" "),
  );
}
