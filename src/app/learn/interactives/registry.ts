/**
 * The interactives that a lesson can place with `::play`: key in lesson.yml -> component, loaded when it is first shown. Each lies in
 * a folder of its own and has its contract in `src/lessons/interactives.ts`.
 */
import type { Component } from "svelte";
import type { InteractiveProps } from "./interactive.ts";

export const interactives: Readonly<Record<string, () => Promise<{ default: Component<InteractiveProps> }>>> = {
  "time-slider": () => import("./TimeSlider.svelte"),
  "cte-stepper": () => import("./cte-stepper/CteStepper.svelte"),
  "lineage-focus": () => import("./lineage-focus/LineageFocus.svelte"),
  "join-stepper": () => import("./join-stepper/JoinStepper.svelte"),
  "card-sort": () => import("./card-sort/CardSort.svelte"),
  "storage-calculator": () => import("./storage-calculator/StorageCalculator.svelte"),
  "score-tuner": () => import("./score-tuner/ScoreTuner.svelte"),
  "cohort-heatmap": () => import("./cohort-heatmap/CohortHeatmap.svelte"),
  "order-journey": () => import("./order-journey/OrderJourney.svelte"),
  "gap-threshold": () => import("./gap-threshold/GapThreshold.svelte"),
  "uptime-brush": () => import("./uptime-brush/UptimeBrush.svelte"),
  "journey-beads": () => import("./journey-beads/JourneyBeads.svelte"),
  "interval-bars": () => import("./interval-bars/IntervalBars.svelte"),
  "bitemporal-plane": () => import("./bitemporal-plane/BitemporalPlane.svelte"),
  "shape-compare": () => import("./shape-compare/ShapeCompare.svelte"),
  "unit-economics": () => import("./unit-economics/UnitEconomics.svelte"),
  "kill-matrix": () => import("./kill-matrix/KillMatrix.svelte"),
  "mrr-waterfall": () => import("./mrr-waterfall/MrrWaterfall.svelte"),
  "window-brush": () => import("./window-brush/WindowBrush.svelte"),
  "snapshot-sim": () => import("./snapshot-sim/SnapshotSim.svelte"),
  "price-card": () => import("./price-card/PriceCard.svelte"),
  "weights-sliders": () => import("./weights-sliders/WeightsSliders.svelte"),
  "halflife-slider": () => import("./halflife-slider/HalflifeSlider.svelte"),
  "markov-graph": () => import("./markov-graph/MarkovGraph.svelte"),
  "permutation-carousel": () => import("./permutation-carousel/PermutationCarousel.svelte"),
  "budget-slider": () => import("./budget-slider/BudgetSlider.svelte"),
  "attribution-lab": () => import("./attribution-lab/AttributionLab.svelte"),
  "event-scatter": () => import("./event-scatter/EventScatter.svelte"),
  "load-stepper": () => import("./load-stepper/LoadStepper.svelte"),
  "scd-types": () => import("./scd-types/ScdTypes.svelte"),
  "anomaly-tuner": () => import("./anomaly-tuner/AnomalyTuner.svelte"),
};
