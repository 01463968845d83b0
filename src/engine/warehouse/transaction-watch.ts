/** Whether a session may have left a transaction open, told from the words of its statements; a wrong "yes" costs one statement. */
const WORDS = /\b(begin|start\s+transaction|commit|rollback|abort)\b/gi;

export class TransactionWatch {
  #open = false;

  note(sql: string): void {
    const last = sql.match(WORDS)?.at(-1);
    if (last !== undefined) this.#open = /^(begin|start)/i.test(last);
  }

  get mayBeOpen(): boolean {
    return this.#open;
  }
}
