/** What page and worker say to each other about the picture of the lineage: boxes with their band in, places and lines out. */
import type { Outcome } from "../../engine/core/errors.ts";

export interface LayoutApi {
  /** Places boxes in vertical bands. Asks nothing of the open project, so the answer fits the boxes even when that has changed since. */
  layoutGraph(request: LayoutRequest): Promise<Outcome<Layout>>;
}

export interface LayoutRequest {
  readonly boxes: readonly LayoutBox[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export interface LayoutBox {
  readonly id: string;
  /** Index of the band; bands lie left to right. */
  readonly band: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly column: number;
}

export interface PlacedBand {
  readonly band: number;
  readonly from: number;
  readonly to: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** The line, and the arrow head at its end as a closed shape. */
  readonly path: string;
  readonly head: string;
}

export interface Layout {
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  readonly bands: readonly PlacedBand[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
  readonly crossings: number;
}
