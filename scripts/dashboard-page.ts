/**
 * docs/dashboards.md: what each dashboard answers, what it stands on, and its picture. Written by `npm run screenshots -- dashboards` from
 * the dashboards of the project; a test holds the page to them.
 */
import type { Manifest } from "../src/engine/core/manifest.ts";
import type { SourceFile } from "../src/engine/index.ts";
import { listDashboards } from "../src/engine/dashboards/list-dashboards.ts";
import { readDashboard } from "../src/engine/dashboards/read-dashboard.ts";
import { bodyOf, refsIn } from "../src/engine/dashboards/tile-sql.ts";

const HEAD = `# The dashboards

Each exposure of the project is a page of linked charts at \`#/dashboards\`. What it shows stands in a YAML beside the exposure, in
\`src/models/dashboards/\`, and can be changed in the page. The pictures show the classroom's data.

\`npm run screenshots -- dashboards\` builds what they need, takes the pictures and writes this page.
`;

export function dashboardPage(files: readonly SourceFile[], manifest: Manifest): string {
  const parts = listDashboards(manifest, files).flatMap((entry) => {
    const file = files.find(({ path }) => path === entry.path);
    const dashboard = file ? readDashboard(file).dashboard : null;
    if (!dashboard) return [];
    const models = new Set(
      dashboard.tiles.flatMap((tile) => {
        const body = bodyOf(manifest, tile);
        return body.ok ? refsIn(body.value) : [];
      }),
    );
    const filters = dashboard.filters.map(({ label }) => label.toLowerCase()).join(", ");
    return [
      {
        title: dashboard.title,
        text: [
          `## ${dashboard.title}`,
          "",
          dashboard.intro,
          "",
          `- Stands on: ${[...models]
            .sort()
            .map((model) => `\`${model}\``)
            .join(", ")}`,
          `- ${dashboard.tiles.length} tiles${filters === "" ? "" : `, filtered by ${filters}`}`,
          `- To build it: \`strata build --select +exposure:${entry.name}\``,
          "",
          `![${dashboard.title}](screenshots/dashboards/${entry.name}.webp)`,
          "",
        ].join("\n"),
      },
    ];
  });
  return [HEAD, ...parts.sort((a, b) => a.title.localeCompare(b.title, "en")).map(({ text }) => text)].join("\n");
}
