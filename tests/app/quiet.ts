import { setImmediate as turn } from "node:timers/promises";

let outstanding = 0;

/** Counts the cryptography under way: it runs on other threads, and no turn of this one waits for it. */
for (const name of ["encrypt", "decrypt", "generateKey", "importKey", "exportKey", "deriveKey", "digest"] as const) {
  const run = crypto.subtle[name].bind(crypto.subtle) as (...parameters: unknown[]) => Promise<unknown>;
  const counted = async (...parameters: unknown[]): Promise<unknown> => {
    outstanding += 1;
    try {
      return await run(...parameters);
    } finally {
      outstanding -= 1;
    }
  };
  Object.assign(crypto.subtle, { [name]: counted });
}

/** Counts the steps of fake-indexeddb, which asks for a turn for each. */
const setTurn = globalThis.setImmediate;
const countedTurn = (callback: () => void): NodeJS.Immediate => {
  outstanding += 1;
  return setTurn(() => {
    outstanding -= 1;
    callback();
  });
};
Object.assign(globalThis, { setImmediate: countedTurn });

/** Turns without anything under way after which nothing more comes. */
const QUIET_TURNS = 3;

/** Resolves when everything that could go on without the test has done so. */
export async function quiet(): Promise<void> {
  for (let still = 0; still < QUIET_TURNS; still += 1) {
    if (outstanding > 0) still = -1;
    await turn();
  }
}
