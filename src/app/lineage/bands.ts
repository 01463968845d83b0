/**
 * Which band a layer lies in. A star schema or a medallion alone has bands of its own; beside the main layers its nodes lie in the
 * band that does the same work and keep their own texture, since twelve bands could not be told apart.
 */
import { LAYERS, type Layer } from "../ui/layers.ts";

const MEDALLION: Readonly<Partial<Record<Layer, Layer>>> = { bronze: "staging", silver: "intermediate", gold: "mart" };
const STAR: Readonly<Partial<Record<Layer, Layer>>> = { dimension: "entity", fact: "entity" };

/** The band of each of the layers that are shown. */
export function bandsOf(shown: ReadonlySet<Layer>): ReadonlyMap<Layer, Layer> {
  const has = (layers: readonly Layer[]) => layers.some((layer) => shown.has(layer));
  const medallion = has(["staging", "intermediate", "entity", "mart"]) ? MEDALLION : {};
  const star = has(["intermediate", "entity"]) ? STAR : {};
  return new Map(
    LAYERS.filter((layer) => shown.has(layer)).map((layer) => [layer, medallion[layer] ?? star[layer] ?? layer]),
  );
}
