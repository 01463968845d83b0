/**
 * A drawn chart as a file. On the screen its colours are tokens and its fonts come from the page; in a file they must stand in the
 * picture itself, so they are written out as they are seen just now.
 */
const COLOURS = ["fill", "stroke", "color"] as const;

/** The panels of a chart below each other as one SVG with its title. */
export function chartSvg(panels: readonly SVGSVGElement[], title: string): string {
  const page = getComputedStyle(document.documentElement);
  const ink = page.getPropertyValue("--ink").trim();
  const surface = page.getPropertyValue("--surface").trim();
  const boxes = panels.map((panel) => ({ width: panel.width.baseVal.value, height: panel.height.baseVal.value }));
  const width = Math.max(320, ...boxes.map((box) => box.width));
  let top = 40;
  const parts = panels.map((panel, index) => {
    const copy = withColours(panel);
    copy.setAttribute("y", String(top));
    copy.setAttribute("x", "12");
    top += boxes[index]!.height + 16;
    return new XMLSerializer().serializeToString(copy);
  });
  const head = `<text x="12" y="26" font-size="15" font-weight="600" fill="${ink}">${escape(title)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 24}" height="${top}" font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="${surface}"/>${head}${parts.join("")}</svg>`;
}

/** Twice the size, so that it stays sharp on slides. */
export async function chartPng(svg: string): Promise<Blob> {
  const image = new Image();
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await new Promise<void>((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = () => reject(new Error("The picture could not be drawn."));
    image.src = address;
  });
  const canvas = document.createElement("canvas");
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be written."))),
      "image/png",
    );
  });
}

function withColours(panel: SVGSVGElement): SVGSVGElement {
  const copy = panel.cloneNode(true) as SVGSVGElement;
  const seen = [panel, ...panel.querySelectorAll<SVGElement>("*")];
  const made = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  seen.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of COLOURS) made[index]?.setAttribute(name, style[name]);
  });
  copy.style.removeProperty("font-family");
  copy.setAttribute("font-family", "system-ui, sans-serif");
  return copy;
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);
}
