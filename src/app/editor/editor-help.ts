/**
 * What an editor knows about the project: names for completion with the types that the database holds, cards for names, the way to
 * where a name is defined, formatting. One for a session; editors ask it at every key, so nothing here waits.
 */
import { href, navigate, route } from "../route.svelte.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { Formatted } from "../../worker/protocol.ts";
import { completionScopeOf, type HeldColumns } from "./completion-scope.ts";
import { EMPTY_SCOPE, type CompletionScope } from "./completion.ts";
import type { EditorLanguage } from "./editor-language.ts";
import { cardOf, type SymbolCard } from "./symbol-card.ts";
import { placeOf } from "./symbol-place.ts";
import { symbolAt, type Symbol } from "./symbols.ts";

export interface EditorHelp {
  readonly scope: CompletionScope;
  /** The card of the name at an offset, and where the name stands. */
  card(
    text: string,
    offset: number,
    language: EditorLanguage,
  ): { readonly card: SymbolCard; readonly symbol: Symbol } | null;
  /** Goes to where the name at an offset is defined; an offset in this text when it is here, false when nobody knows. */
  open(text: string, offset: number, language: EditorLanguage): number | boolean;
  /** Resolves to null when the engine could not be asked. */
  format(text: string): Promise<Formatted | null>;
  /** Formatting has changed the text to this. */
  formatted(text: string): void;
  /** Something to be told, such as that a name is not known. */
  tell(message: string): void;
}

class SessionHelp implements EditorHelp {
  readonly #session: Session;
  #held: HeldColumns = new Map();
  /** What was asked for last: another run or other data ask anew. */
  #heldFor = "";
  /** Made anew when the project or the columns are others. Not a derived value: it outlives the component that first asks. */
  #made: { readonly manifest: Manifest; readonly held: HeldColumns; readonly scope: CompletionScope } | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  get scope(): CompletionScope {
    void this.#refresh();
    const manifest = this.#session.project?.manifest;
    if (!manifest) return EMPTY_SCOPE;
    const held = this.#held;
    if (this.#made?.manifest !== manifest || this.#made.held !== held)
      this.#made = { manifest, held, scope: completionScopeOf(manifest, held) };
    return this.#made.scope;
  }

  card(text: string, offset: number, language: EditorLanguage): { card: SymbolCard; symbol: Symbol } | null {
    const manifest = this.#session.project?.manifest;
    const symbol = symbolAt(text, offset, language);
    if (!manifest || !symbol) return null;
    const card = cardOf(symbol, text, manifest, this.scope);
    return card ? { card, symbol } : null;
  }

  open(text: string, offset: number, language: EditorLanguage): number | boolean {
    const { project } = this.#session;
    const symbol = symbolAt(text, offset, language);
    const place = project && symbol ? placeOf(symbol, text, project.manifest, project.files, this.scope) : null;
    if (!place) return false;
    this.#leaveAt(offset);
    if (place.kind === "here") return place.offset;
    if (place.kind === "node") navigate(href("model", place.id));
    else navigate(href("file", ...place.path.split("/"), { at: place.offset }));
    return true;
  }

  async format(text: string): Promise<Formatted | null> {
    const outcome = await this.#session.ask((api) => api.formatSql(text));
    if (outcome.ok) return outcome.value;
    this.tell(outcome.diagnostics[0]?.message ?? surfaceStrings.editor.notFormatted["would-change"]);
    return null;
  }

  formatted(): void {
    this.#session.announce(surfaceStrings.editor.formatted);
  }

  tell(message: string): void {
    this.#session.toast(message);
  }

  /** The way back leads to the place that was left. */
  #leaveAt(offset: number): void {
    const { surface, segments, query } = route.current;
    if (surface !== "model" && surface !== "file") return;
    const here = href(surface, ...segments, { ...Object.fromEntries(query), at: offset });
    history.replaceState(history.state, "", here);
  }

  async #refresh(): Promise<void> {
    const session = this.#session;
    if (session.warehouse.kind !== "ready" || session.run.running) return;
    const wanted = `${session.workspace} ${session.run.finished?.elapsed_ms ?? ""} ${session.results.size} ${session.dataChanges}`;
    if (wanted === this.#heldFor) return;
    this.#heldFor = wanted;
    const outcome = await session.ask((api) => api.heldColumns());
    if (outcome.ok && outcome.value.size + this.#held.size > 0) this.#held = outcome.value;
  }
}

const helps = new WeakMap<Session, EditorHelp>();

export function editorHelp(session: Session): EditorHelp {
  const known = helps.get(session);
  if (known) return known;
  const made = new SessionHelp(session);
  helps.set(session, made);
  return made;
}
