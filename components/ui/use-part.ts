import { useMemo } from "preact/hooks";
import { part } from "../models/part.ts";

/**
 * What `read`, a `useCallback`, makes of signals. A component that shows this is drawn anew when it says something else,
 * and not with each change of those.
 */
export function usePart<Value>(read: () => Value): Value {
  return useMemo(() => part(read), [read]).value;
}
