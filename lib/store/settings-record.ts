import type { Settings } from "../domain/settings.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import { rekey } from "./reseal.ts";
import type { Change } from "./writer.ts";

/** The settings; the defaults until others are saved. */
export class SettingsRecord {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  get(): Settings {
    return this.#context.memory.settings;
  }

  /**
   * Saves the settings. Turning "Forget tokens when the browser closes" on or off seals the token sets anew in the
   * same transaction.
   *
   * @throws AppError `locked` when that is turned while the vault is locked, `storage_failed`
   */
  put(settings: Settings): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const change: Change = { store: "meta", put: { name: "settings", settings } };
      if (settings.forgetTokensOnExit === memory.settings.forgetTokensOnExit) await writer.commit([change]);
      else await this.#turnForgetting(settings.forgetTokensOnExit, change);
      memory.settings = settings;
      clearProblem(memory, "meta", "settings");
    });
  }

  async #turnForgetting(on: boolean, change: Change): Promise<void> {
    const { keyring } = this.#context;
    keyring.assertUnlocked();
    // The key is in session storage before anything is sealed with it: a worker that dies here has lost nothing.
    const session = on ? (keyring.parts.session ?? (await keyring.createSessionKey())) : undefined;
    const { vaultRecord } = keyring;
    await rekey(
      this.#context,
      { ...keyring.parts, session },
      vaultRecord === "missing" ? undefined : vaultRecord,
      change,
    );
  }
}
