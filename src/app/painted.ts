/** Resolves after the next frame is on the screen. A hidden tab draws no frames, so it does not wait for one. */
const LONGEST_MS = 1000;

export function painted(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, LONGEST_MS);
    // The first callback runs before the frame is drawn, the second after it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        clearTimeout(limit);
        resolve();
      }),
    );
  });
}
