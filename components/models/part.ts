import { computed, type ReadonlySignal } from "@preact/signals";
import { isSame } from "../../lib/domain/is-same.ts";

/** As `computed`, but a signal only of what says something else, and not of what is made anew and says the same. */
export function part<Value>(read: () => Value): ReadonlySignal<Value> {
  let said: Value | undefined;
  return computed(() => {
    const now = read();
    if (said === undefined || !isSame(said, now)) said = now;
    return said;
  });
}
