/** The three ways of a deal in HubSpot and their stages, twenty in all. Ids never change; stages of a pipeline stand in order. */

type PipelineName = "new_business" | "expansion" | "win_back";

export interface Stage {
  readonly id: number;
  readonly pipeline: PipelineName;
  /** Within the pipeline, from 0. */
  readonly order: number;
  readonly label: string;
  /** Chance of success that the system shows, per mille. */
  readonly probability: number;
  readonly outcome: "won" | "lost" | null;
  /** Days in the stage, on the median; 0 for closed ones. */
  readonly days: number;
}

export interface Pipeline {
  readonly id: number;
  readonly name: PipelineName;
  readonly label: string;
  readonly open: readonly Stage[];
  readonly won: Stage;
  readonly lost: Stage;
}

type OpenStage = readonly [label: string, probability: number, days: number];

function pipeline(id: number, name: PipelineName, label: string, stages: readonly OpenStage[]): Pipeline {
  const stageOf = (order: number, [text, probability, days]: OpenStage, outcome: Stage["outcome"]): Stage => ({
    id: id * 100 + order + 1,
    pipeline: name,
    order,
    label: text,
    probability,
    outcome,
    days,
  });
  return {
    id,
    name,
    label,
    open: stages.map((stage, order) => stageOf(order, stage, null)),
    won: stageOf(stages.length, ["Closed won", 1000, 0], "won"),
    lost: stageOf(stages.length + 1, ["Closed lost", 0, 0], "lost"),
  };
}

export const PIPELINES: Readonly<Record<PipelineName, Pipeline>> = {
  new_business: pipeline(71, "new_business", "New business", [
    ["Appointment scheduled", 100, 6],
    ["Qualified to buy", 200, 9],
    ["Site survey", 350, 9],
    ["Demo held", 500, 10],
    ["Proposal sent", 650, 12],
    ["Contract negotiation", 850, 9],
  ]),
  expansion: pipeline(72, "expansion", "Expansion", [
    ["Need identified", 200, 10],
    ["Offer sent", 450, 12],
    ["Agreed in principle", 700, 9],
    ["Order form out", 900, 6],
  ]),
  win_back: pipeline(73, "win_back", "Win-back", [
    ["Contacted again", 100, 14],
    ["Reasons understood", 200, 14],
    ["Offer to return", 400, 16],
    ["Return agreed", 800, 8],
  ]),
};

export const ALL_PIPELINES: readonly Pipeline[] = Object.values(PIPELINES);
