/** The start page of dbt's docs site, for projects that write no `{% docs __overview__ %}` of their own. */
export const OVERVIEW_DOC = {
  name: "__overview__",
  resource_type: "doc",
  package_name: "dbt",
  path: "overview.md",
  original_file_path: "docs/overview.md",
  unique_id: "doc.dbt.__overview__",
  block_contents: `### The docs of a dbt project

What stands here comes from the project itself: its models, seeds, snapshots, sources and tests, with the descriptions from its
property files and the columns that the warehouse holds.

Write your own start page in a \`.md\` file below \`models/\`: a docs block with the name \`__overview__\` takes the place of this one.`,
} as const;
