import type { BrowserPorts } from "./ports.ts";

/**
 * Asks the browser at once what every start asks it first, whatever is stored: its answers come while the database is
 * being opened. Each is used once; whoever asks again is told what is true then.
 */
export function withHeadStart(ports: BrowserPorts): BrowserPorts {
  const { permissions, storageMarker, managed } = ports;
  return {
    ...ports,
    permissions: { ...permissions, granted: askNow(() => permissions.granted()) },
    storageMarker: { ...storageMarker, get: askNow(() => storageMarker.get()) },
    managed: { ...managed, recall: askNow(() => managed.recall()) },
  };
}

function askNow<T>(ask: () => Promise<T>): () => Promise<T> {
  let first: Promise<T> | undefined = ask();
  // Whoever uses it hears of it.
  first.catch(() => undefined);
  return () => {
    const answer = first ?? ask();
    first = undefined;
    return answer;
  };
}
