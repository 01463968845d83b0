/**
 * Moves and zooms of the picture by mouse, wheel, touch and pen: pointer events in, camera moves out. One finger or button moves, two
 * fingers zoom; a finger that rests opens the menu.
 */
import type { Camera } from "./camera.svelte.ts";

const CLICK_PX = 4;
const LONG_PRESS_MS = 550;

export interface PointerActions {
  /** A click or tap that was no drag. */
  click(event: MouseEvent): void;
  longPress(event: PointerEvent): void;
  dragging(on: boolean): void;
}

/** An attachment for the element that takes the moves. */
export function pointerMoves(camera: Camera, actions: PointerActions): (element: HTMLElement) => () => void {
  return (element) => {
    const fingers = new Map<number, { x: number; y: number }>();
    let start: { x: number; y: number } | null = null;
    let moved = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const down = (event: PointerEvent) => {
      if (event.pointerType === "mouse" && event.button !== 0) return;
      if (event.target instanceof Element && event.target.closest("[data-still]")) return;
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      clearTimeout(timer);
      if (fingers.size > 1) {
        moved = true;
        return;
      }
      start = { x: event.clientX, y: event.clientY };
      moved = false;
      if (event.pointerType !== "mouse")
        timer = setTimeout(() => {
          if (moved || fingers.size !== 1) return;
          moved = true;
          actions.longPress(event);
        }, LONG_PRESS_MS);
    };
    const move = (event: PointerEvent) => {
      const before = fingers.get(event.pointerId);
      if (!before || !start) return;
      const now = { x: event.clientX, y: event.clientY };
      if (fingers.size === 2) {
        const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
        const view = element.getBoundingClientRect();
        if (other) {
          const ratio = distance(now, other) / Math.max(1, distance(before, other));
          camera.zoom(ratio, { x: (now.x + other.x) / 2 - view.left, y: (now.y + other.y) / 2 - view.top });
        }
      } else {
        if (!moved && distance(now, start) < CLICK_PX) return;
        if (!moved) {
          moved = true;
          clearTimeout(timer);
          element.setPointerCapture(event.pointerId);
          actions.dragging(true);
        }
        camera.move(now.x - before.x, now.y - before.y);
      }
      fingers.set(event.pointerId, now);
    };
    const up = (event: PointerEvent) => {
      if (!fingers.delete(event.pointerId)) return;
      clearTimeout(timer);
      actions.dragging(false);
      if (fingers.size > 0) return;
      start = null;
      // The click that ends a drag comes right after this.
      setTimeout(() => (moved = false));
    };
    const click = (event: MouseEvent) => {
      if (!moved && !(event.target instanceof Element && event.target.closest("[data-still]"))) actions.click(event);
    };
    const wheel = (event: WheelEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-still]")) return;
      event.preventDefault();
      const view = element.getBoundingClientRect();
      const at = { x: event.clientX - view.left, y: event.clientY - view.top };
      if (event.ctrlKey || event.metaKey) camera.zoom(Math.exp(-event.deltaY / 300), at);
      else if (event.shiftKey) camera.move(-event.deltaY, 0);
      else camera.move(-event.deltaX, -event.deltaY);
    };

    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
    element.addEventListener("click", click);
    // A wheel listener of markup is passive, and then the page would zoom as well.
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", up);
      element.removeEventListener("click", click);
      element.removeEventListener("wheel", wheel);
    };
  };
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
