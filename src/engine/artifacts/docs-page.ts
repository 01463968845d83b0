/**
 * Manifest and catalog -> one static HTML page that lists what there is: each node with its description and its columns.
 *
 * The page needs no script and no other file. It is small on purpose; the workbench is the place to explore a project.
 */
import type { Manifest, ManifestNode } from "../core/manifest.ts";

interface CatalogTable {
  readonly columns?: Readonly<Record<string, { readonly type?: string; readonly comment?: string | null }>>;
}

const SHOWN: readonly (readonly [ManifestNode["resource_type"], string])[] = [
  ["source", "Sources"],
  ["seed", "Seeds"],
  ["model", "Models"],
  ["snapshot", "Snapshots"],
  ["exposure", "Exposures"],
  ["metric", "Metrics"],
];

export function docsPage(manifest: Manifest, catalog: string, at: number): string {
  const { nodes = {}, sources = {} } = JSON.parse(catalog) as Record<string, Record<string, CatalogTable>>;
  const tables = { ...nodes, ...sources };
  const groups = SHOWN.map(([type, title]) => ({
    title,
    nodes: [...manifest.nodes.values()]
      .filter((node) => node.resource_type === type && node.docs.show)
      .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1)),
  })).filter((group) => group.nodes.length > 0);
  const links = groups
    .map(
      (group) =>
        `<h2>${group.title}</h2><ul>${group.nodes.map((node) => `<li><a href="#${escape(node.unique_id)}">${escape(nameOf(node))}</a></li>`).join("")}</ul>`,
    )
    .join("");
  const sections = groups
    .flatMap((group) => group.nodes.map((node) => section(node, tables[node.unique_id])))
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(manifest.project_name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escape(manifest.project_name)}</h1><p>Made on ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC.</p></header>
<nav aria-label="Resources">${links}</nav>
<main>
${sections}
</main>
</body>
</html>
`;
}

function section(node: ManifestNode, table: CatalogTable | undefined): string {
  const real = table?.columns ?? {};
  const described = new Map(Object.values(node.columns).map((column) => [column.name.toLowerCase(), column]));
  const names = [
    ...Object.keys(real),
    ...[...described.values()]
      .filter((column) => !Object.keys(real).some((name) => name.toLowerCase() === column.name.toLowerCase()))
      .map((column) => column.name),
  ];
  const rows = names
    .map((name) => {
      const column = described.get(name.toLowerCase());
      const type = real[name]?.type ?? column?.data_type ?? "";
      return `<tr><th scope="row">${escape(name)}</th><td>${escape(type)}</td><td>${escape(column?.description ?? real[name]?.comment ?? "")}</td></tr>`;
    })
    .join("");
  const parents = node.depends_on.nodes
    .map((id) => `<a href="#${escape(id)}">${escape(id.split(".").slice(2).join("."))}</a>`)
    .join(", ");
  return `<section id="${escape(node.unique_id)}">
<h3>${escape(nameOf(node))}</h3>
<p class="kind">${escape(node.resource_type === "model" ? node.config.materialized : node.resource_type)}${node.relation_name === null ? "" : ` · <code>${escape(node.relation_name)}</code>`}</p>
${node.description === "" ? "" : `<p>${escape(node.description)}</p>`}
${parents === "" ? "" : `<p>Reads ${parents}.</p>`}
${rows === "" ? "" : `<table><thead><tr><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Description</th></tr></thead><tbody>${rows}</tbody></table>`}
</section>`;
}

function nameOf(node: ManifestNode): string {
  if (node.resource_type === "source") return `${node.source_name ?? ""}.${node.name}`;
  return node.version === null ? node.name : `${node.name}.v${node.version}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:minmax(12rem,20rem) 1fr;color:#1b1f24;background:#fff}" +
  "header{grid-column:1/-1;padding:1rem 1.5rem;border-bottom:1px solid #d0d7de}header p{margin:0}nav{padding:1rem 1.5rem;overflow-wrap:anywhere}" +
  "nav ul{list-style:none;padding:0}main{padding:1rem 1.5rem;min-width:0}section{margin-bottom:2.5rem}.kind{color:#57606a}" +
  "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #d0d7de;vertical-align:top;overflow-wrap:anywhere}" +
  "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#79b8ff}.kind{color:#9da7b3}header,th,td{border-color:#30363d}}" +
  "@media(max-width:40rem){body{grid-template-columns:1fr}}";
