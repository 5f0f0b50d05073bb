import { signal, type Signal } from "@preact/signals";
import { expectEndpoint } from "../../lib/domain/endpoint.ts";
import { type ErrorData, toErrorData } from "../../lib/domain/errors.ts";
import { endpointPermissions } from "../../lib/domain/permissions.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
import type { StartModel } from "./start-model.ts";

/** Asks a server what it says of itself, and fills the form with it. */
export class DiscoveryModel {
  readonly start: StartModel;
  readonly issuer: Signal<string> = signal("");
  readonly running: Signal<boolean> = signal(false);
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  #isGone = false;

  constructor(start: StartModel) {
    this.start = start;
  }

  /** What still comes is for nobody. */
  dispose(): void {
    this.#isGone = true;
  }

  type(issuer: string): void {
    this.issuer.value = issuer;
    this.error.value = undefined;
  }

  /** Writes the scheme that the issuer was typed without, for the person to see. */
  complete(): void {
    const issuer = this.issuer.peek();
    if (withScheme(issuer) !== issuer) this.type(withScheme(issuer));
  }

  /** Must be called in the click itself, for the browser's prompt. */
  async discover(): Promise<void> {
    const profile = this.start.form.profile.peek();
    if (profile === undefined || this.running.peek()) return;
    this.error.value = undefined;
    this.complete();
    try {
      const { host } = expectEndpoint(profile, this.issuer.peek(), new Map(), "Issuer");
      const asked = this.#askBrowser();
      this.running.value = true;
      if (await asked) await this.#ask(profile);
      else this.error.value = { code: "permission_missing", host };
    } catch (error) {
      this.error.value = toErrorData(error);
    } finally {
      this.running.value = false;
    }
  }

  #askBrowser(): Promise<boolean> {
    const needed = endpointPermissions(this.issuer.peek());
    return this.start.form.app.transport.requestPermissions(needed);
  }

  async #ask(profile: OAuthProfile): Promise<void> {
    const { form } = this.start;
    const answer = await form.app.ask("discoverServer", { issuer: this.issuer.peek(), profile });
    // The form was left or thrown away meanwhile.
    if (this.#isGone || form.profile.peek()?.id !== profile.id) return;
    if (answer.ok) this.start.fillFromServer(answer.result.issuer, profile, answer.result);
    else this.error.value = answer.error;
  }
}
