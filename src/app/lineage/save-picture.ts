/**
 * The picture as a file. On the screen its colours are tokens, its textures lie elsewhere in the page and its font comes with the
 * page; in a file all three must stand in the picture itself, as they are seen just now.
 */
import { saveFile } from "../results/save-file.ts";
import { strings } from "../strings/catalogue.ts";
import { pictureSvg, type PictureParts } from "./export-svg.ts";
import type { Item, ItemId } from "./fold.ts";
import type { LegendEntry, Lens, LensSign } from "./lens.ts";

/** What the graph hands over. */
export type Snapshot = Pick<PictureParts, "drawn" | "links" | "wordsOf" | "markOf" | "barOf"> & {
  readonly signs: ReadonlyMap<string, LensSign>;
  readonly legend: readonly LegendEntry[];
  readonly lit: { readonly up: ReadonlySet<ItemId>; readonly down: ReadonlySet<ItemId> } | null;
  readonly quiet: (item: Item) => boolean;
  readonly chosen: string | null;
};

const FONT = "Inter Variable";
/** A canvas has limits; beyond this many pixels a side browsers draw nothing. */
const LARGEST_SIDE = 12_000;

/** Answers what went wrong, or null. */
export async function savePicture(
  shot: Snapshot,
  kind: "svg" | "png",
  about: { readonly selection: string; readonly lens: Lens },
): Promise<string | null> {
  const words = strings.lineage;
  const page = getComputedStyle(document.documentElement);
  const { lit } = shot;
  const svg = pictureSvg({
    ...shot,
    title: words.pictureTitle(about.selection),
    legendTitle: words.lenses[about.lens],
    isLit: (from, to) =>
      lit !== null && ((lit.up.has(from) && lit.up.has(to)) || (lit.down.has(from) && lit.down.has(to))),
    isQuiet: shot.quiet,
    isChosen: (item) => item.id === shot.chosen,
    signOf: (item) => (about.lens === "layer" ? null : (shot.signs.get(item.id) ?? null)),
    bandName: (layers) => layers.map((layer) => words.layers[layer]).join(" · "),
    colour: (token) => page.getPropertyValue(`--${token}`).trim(),
    fontStyle: await fontStyle(),
    patterns: patterns(),
  });
  const name = fileName(about.selection);
  if (kind === "svg") {
    saveFile(`${name}.svg`, new Blob([svg], { type: "image/svg+xml" }));
    return null;
  }
  try {
    saveFile(`${name}.png`, await toPng(svg));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `2+entity_customers+1` -> "lineage 2+entity_customers+1"; what no file system takes becomes a dash. */
export function fileName(selection: string): string {
  const text = selection.replace(/[^\w+@.,-]+/g, "-").replace(/^-+|-+$/g, "");
  return text === "" ? "lineage" : `lineage-${text.slice(0, 80)}`;
}

/** The textures of the layers, with the colours that they have now. */
function patterns(): string {
  return [...document.querySelectorAll<SVGPatternElement>("pattern[id^='texture-']")]
    .map((pattern) => {
      const copy = pattern.cloneNode(true) as SVGPatternElement;
      const seen = [...pattern.querySelectorAll("*")];
      [...copy.querySelectorAll("*")].forEach((element, index) => {
        const style = getComputedStyle(seen[index]!);
        element.setAttribute("fill", style.fill);
        element.setAttribute("stroke", style.stroke);
      });
      return new XMLSerializer().serializeToString(copy);
    })
    .join("");
}

/** The page's own font as data; without it the reader's system font is used. */
async function fontStyle(): Promise<string> {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule) || !rule.style.getPropertyValue("font-family").includes(FONT)) continue;
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
      if (source === undefined) continue;
      try {
        const answer = await fetch(new URL(source, sheet.href ?? location.href));
        if (!answer.ok) return "";
        const address = await asDataUrl(await answer.blob());
        return `<style>@font-face{font-family:"${FONT}";font-weight:100 900;src:url("${address}") format("woff2")}</style>`;
      } catch {
        return "";
      }
    }
  }
  return "";
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The font cannot be read."));
    reader.readAsDataURL(blob);
  });
}

/** Twice the size, so that it stays sharp on slides; less where the picture is very large. */
async function toPng(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await new Promise<void>((resolve, reject) => {
      image.onload = () => resolve();
      image.onerror = () => reject(new Error(strings.lineage.pictureNotDrawn));
      image.src = address;
    });
    const scale = Math.min(2, LARGEST_SIDE / image.width, LARGEST_SIDE / image.height);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(strings.lineage.pictureNotDrawn))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
