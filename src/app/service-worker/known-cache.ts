/**
 * A cache of the browser with its addresses at hand.
 *
 * Asking a cache for each of a thousand files costs the browser a look into each, a second in all, and meanwhile every file
 * that the page waits for stands in the same queue. The list is read once; what is written here is added to it.
 */
export class KnownCache {
  readonly #name: string;
  #addresses: Promise<Set<string>> | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  /** Addresses of all that is stored. */
  addresses(): Promise<ReadonlySet<string>> {
    return this.#known();
  }

  async has(address: string): Promise<boolean> {
    return (await this.#known()).has(address);
  }

  /** The page may have emptied the cache; after this its addresses are read again. */
  readAgain(): void {
    this.#addresses = null;
  }

  async match(address: string): Promise<Response | undefined> {
    return (await caches.open(this.#name)).match(address);
  }

  async put(address: string, response: Response): Promise<void> {
    await (await caches.open(this.#name)).put(address, response);
    (await this.#known()).add(address);
  }

  async delete(address: string): Promise<void> {
    await (await caches.open(this.#name)).delete(address);
    (await this.#known()).delete(address);
  }

  #known(): Promise<Set<string>> {
    return (this.#addresses ??= this.#read());
  }

  async #read(): Promise<Set<string>> {
    try {
      const cache = await caches.open(this.#name);
      return new Set((await cache.keys()).map((request) => request.url));
    } catch (error) {
      this.#addresses = null;
      throw error;
    }
  }
}
