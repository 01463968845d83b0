/**
 * Which of several tabs saves a workspace: one holds a lock on it, the others say so and can take over.
 *
 * Taking over asks the owner first, which saves what it has and lets go; only one that does not answer (a tab that the browser has put to
 * sleep) has the lock taken from it. A tab that waits gets the lock by itself when the owner is closed. Where the browser has no locks
 * every tab saves, as before there were any.
 */
export type Ownership = "mine" | "other";

export interface OwnerPorts {
  readonly locks: Pick<LockManager, "request"> | undefined;
  /** Tells all tabs of this page something; they hear it through `listen`. */
  say(message: unknown): void;
  listen(heard: (message: unknown) => void): void;
  /** Saves everything; asked before the workspace is given away. */
  beforeGiving(): Promise<void>;
  /** The workspace is this tab's now, after another tab had it: what is kept may have changed. */
  taken(): void;
}

const ANSWER_MS = 1_500;

export class WorkspaceOwner {
  state: Ownership = $state("mine");
  /** True while another tab is asked to let go. */
  asking = $state(false);
  readonly #ports: OwnerPorts;
  #workspace: string | null = null;
  #release: (() => void) | null = null;
  #waiting: AbortController | null = null;

  constructor(ports: OwnerPorts) {
    this.#ports = ports;
    ports.listen((message) => void this.#hear(message));
  }

  get mine(): boolean {
    return this.state === "mine";
  }

  /** This tab shows the workspace from now on. Resolves when it is known whose it is. */
  async hold(workspace: string): Promise<void> {
    if (workspace === this.#workspace) return;
    this.#letGo();
    this.#workspace = workspace;
    const { locks } = this.#ports;
    if (!locks) return;
    await new Promise<void>((known) => {
      void this.#request(workspace, { ifAvailable: true }, (got) => {
        this.state = got ? "mine" : "other";
        if (!got) this.#wait(workspace);
        known();
      }).catch(() => {
        known();
        this.#lose(workspace);
      });
    });
  }

  /** Makes the workspace this tab's. */
  async takeOver(): Promise<void> {
    const workspace = this.#workspace;
    if (workspace === null || this.mine || this.asking) return;
    this.asking = true;
    this.#ports.say({ kind: "give", workspace });
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    this.asking = false;
    // The one who waits in the queue has it by now, when the owner has answered.
    if (this.#workspace !== workspace || this.#isMine()) return;
    this.#waiting?.abort();
    this.#waiting = null;
    void this.#request(workspace, { steal: true }, () => this.#take()).catch(() => this.#lose(workspace));
  }

  /** Read anew: it changes while one waits. */
  #isMine(): boolean {
    return this.state === "mine";
  }

  #wait(workspace: string): void {
    const waiting = new AbortController();
    this.#waiting = waiting;
    void this.#request(workspace, { signal: waiting.signal }, () => this.#take()).catch(() => {
      // Waiting was given up, or the lock was taken away after it had been granted.
      if (!waiting.signal.aborted) this.#lose(workspace);
    });
  }

  #take(): void {
    this.#waiting = null;
    this.state = "mine";
    this.#ports.taken();
  }

  /** Another tab has taken the lock away. */
  #lose(workspace: string): void {
    if (this.#workspace !== workspace || !this.mine) return;
    this.#release = null;
    this.state = "other";
    this.#wait(workspace);
  }

  #letGo(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    this.#release?.();
    this.#release = null;
    this.state = "mine";
  }

  async #hear(message: unknown): Promise<void> {
    if (typeof message !== "object" || message === null || !("workspace" in message)) return;
    const { workspace } = message;
    if (workspace !== this.#workspace || typeof workspace !== "string" || !this.mine || !this.#release) return;
    await this.#ports.beforeGiving();
    if (workspace !== this.#workspace) return;
    this.state = "other";
    this.#release();
    this.#release = null;
    this.#wait(workspace);
  }

  /** Settles when the lock is let go or taken away; `decided` hears whether it was granted. */
  async #request(workspace: string, options: LockOptions, decided: (got: boolean) => void): Promise<void> {
    await this.#ports.locks?.request(`strata.workspace.${workspace}`, options, (lock) => {
      if (lock === null) {
        decided(false);
        return undefined;
      }
      return new Promise<void>((release) => {
        this.#release = release;
        decided(true);
      });
    });
  }
}

/** What this browser has. */
export function browserTabs(): Pick<OwnerPorts, "locks" | "say" | "listen"> {
  const channel =
    typeof BroadcastChannel === "undefined" || typeof window === "undefined"
      ? null
      : new BroadcastChannel("strata.workspaces");
  return {
    locks: typeof window === "undefined" ? undefined : navigator.locks,
    say: (message) => channel?.postMessage(message),
    listen: (heard) => channel?.addEventListener("message", (event) => heard(event.data)),
  };
}
