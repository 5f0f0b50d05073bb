import { browser } from "./api.ts";

/** The keyboard shortcut that locks the vault; see wxt.config.ts. */
const LOCK_COMMAND = "lock-vault";

/** Registers, synchronously at start, what the shortcut does. */
export function listenForLockShortcut(lock: () => void): void {
  browser.commands.onCommand.addListener((name) => {
    if (name === LOCK_COMMAND) lock();
  });
}

/** The keys of the shortcut as the browser writes them; undefined when it has none. */
export async function getLockShortcut(): Promise<string | undefined> {
  const commands = await browser.commands.getAll();
  const shortcut = commands.find(({ name }) => name === LOCK_COMMAND)?.shortcut;
  return shortcut === "" ? undefined : shortcut;
}
