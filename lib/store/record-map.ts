/** Records by id, and in the order in which they were made, put in order once after a change and not at each look. */
export class RecordMap<Value, Listed extends { readonly seq: number }> extends Map<string, Value> {
  readonly #listed: (value: Value) => Listed;
  #all: readonly Listed[] | undefined;

  /** @param listed what of a record is in the list */
  constructor(listed: (value: Value) => Listed) {
    super();
    this.#listed = listed;
  }

  override set(id: string, value: Value): this {
    this.#all = undefined;
    return super.set(id, value);
  }

  override delete(id: string): boolean {
    this.#all = undefined;
    return super.delete(id);
  }

  override clear(): void {
    this.#all = undefined;
    super.clear();
  }

  /** Oldest first. The same list until something changes. */
  all(): readonly Listed[] {
    this.#all ??= Array.from(this.values(), this.#listed).toSorted((a, b) => a.seq - b.seq);
    return this.#all;
  }
}
