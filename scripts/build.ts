/**
 * `npm run build`: makes the seed data if it is missing, then the production build in dist/.
 *
 *   npm run build                       the tiers tiny, lesson and classroom
 *   npm run build -- --tier tiny        one tier only, as the tests do
 */
import { parseArgs } from "node:util";
import { tool } from "./run.ts";
import { makeSeedData } from "./seed-data.ts";

const { values } = parseArgs({ options: { tier: { type: "string", default: "tiny,lesson,classroom" } } });

if (!(await makeSeedData(values.tier.split(",")))) process.exit(1);
process.exit(await tool("vite", ["build"]));
