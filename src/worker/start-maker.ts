/**
 * Starts the worker that makes tables. Through a blob with one static import, as the page starts this worker: so the page's content
 * security policy binds it, and messages that are sent before it is ready wait for it.
 */
import makerUrl from "../datagen/make.worker.ts?worker&url";

export function startMaker(): Worker {
  const url = new URL(makerUrl, import.meta.url).href;
  const address = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module", name: "data" });
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}
