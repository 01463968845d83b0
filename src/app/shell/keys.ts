/** Keys that work everywhere: Ctrl K, /, t, ?, F6, Ctrl S. A key typed into a field is text and never a command. */
export interface KeyActions {
  palette(): void;
  filter(): void;
  help(): void;
  save(): void;
  nextPane(back: boolean): void;
}

export function handleKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented || event.isComposing) return;
  const withCtrl = (event.ctrlKey || event.metaKey) && !event.altKey;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const action =
    withCtrl && event.key.toLowerCase() === "k"
      ? () => actions.palette()
      : withCtrl && !event.shiftKey && event.key.toLowerCase() === "s"
        ? () => actions.save()
        : event.key === "F6"
          ? () => actions.nextPane(event.shiftKey)
          : plain && !isTyping(event.target) && (event.key === "/" || event.key === "t")
            ? () => actions.filter()
            : plain && !isTyping(event.target) && event.key === "?"
              ? () => actions.help()
              : null;
  if (!action) return;
  event.preventDefault();
  action();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select, [role='textbox'], [role='grid'] *");
}

/** Moves the focus to the next element that is marked `data-pane`, to what can be focused in it first. */
export function focusNextPane(back: boolean): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + (back ? -1 : 1) + panes.length) % panes.length];
  if (!next) return;
  const inside = next.querySelector<HTMLElement>(
    "[data-pane-focus], [tabindex='0'], button:not([tabindex='-1']), a[href], input, textarea",
  );
  (inside ?? next).focus();
}
