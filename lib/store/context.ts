import type { Keyring } from "./keyring.ts";
import type { Memory } from "./memory.ts";
import type { Writer } from "./writer.ts";

/** What the parts of the store share. */
export interface StoreContext {
  readonly memory: Memory;
  readonly writer: Writer;
  readonly keyring: Keyring;
}
