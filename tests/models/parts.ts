/** What is selected with each part of the bundled project: its own nodes and what they stand on, and no more. */
import type { Engine, NodeId } from "../../src/engine/index.ts";

export interface Part {
  readonly select: string;
  readonly models: number;
  readonly seeds: number;
  /** Data tests and unit tests; at least so many. */
  readonly tests: number;
}

export const PARTS: readonly Part[] = [
  { select: "+saas", models: 214, seeds: 5, tests: 3_600 },
  { select: "+crm", models: 33, seeds: 2, tests: 640 },
  { select: "+lifecycle", models: 38, seeds: 9, tests: 680 },
  { select: "+saas.metrics", models: 163, seeds: 4, tests: 2_700 },
];

export interface Found extends Part {
  readonly ids: readonly NodeId[];
}

/** What the engine selects for a part, counted as the part counts; throws where the selector is refused. */
export function findPart(engine: Engine, { select }: Part): Found {
  const found = engine.select(select);
  if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join("\n"));
  const kinds = found.value.map((id) => engine.manifest.nodes.get(id)?.resource_type);
  const count = (...types: readonly string[]): number => kinds.filter((kind) => types.includes(kind ?? "")).length;
  return { select, models: count("model"), seeds: count("seed"), tests: count("test", "unit_test"), ids: found.value };
}
