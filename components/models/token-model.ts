import { signal, type Signal } from "@preact/signals";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
import type { Introspection, TokenView, Userinfo } from "../../lib/domain/token-view.ts";
import type { AppModel } from "./app-model.ts";

/** What came of asking: nothing yet, an answer, or why not. */
export interface Asked<T> {
  readonly busy: boolean;
  readonly answer?: T;
  readonly error?: ErrorData;
}

/** What one profile's token says, and what the server says of it once asked. */
export class TokenModel {
  readonly app: AppModel;
  readonly profileId: string;
  readonly view: Signal<Asked<TokenView>> = signal({ busy: true });
  readonly introspection: Signal<Asked<Introspection>> = signal({ busy: false });
  readonly userinfo: Signal<Asked<Userinfo>> = signal({ busy: false });

  constructor(app: AppModel, profileId: string) {
    this.app = app;
    this.profileId = profileId;
  }

  async load(): Promise<void> {
    const answer = await this.app.ask("viewToken", { profileId: this.profileId });
    this.view.value = answer.ok ? { busy: false, answer: answer.result } : { busy: false, error: answer.error };
  }

  /** Asks the browser for the endpoint's host in the click, then the server. */
  async introspect(needed: PermissionSet): Promise<void> {
    this.introspection.value = { busy: true };
    await this.#grant(needed);
    const answer = await this.app.ask("introspectToken", { profileId: this.profileId });
    this.introspection.value = answer.ok
      ? { busy: false, answer: answer.result }
      : { busy: false, error: answer.error };
  }

  /** As `introspect`, of the person. */
  async askUserinfo(needed: PermissionSet): Promise<void> {
    this.userinfo.value = { busy: true };
    await this.#grant(needed);
    const answer = await this.app.ask("fetchUserinfo", { profileId: this.profileId });
    this.userinfo.value = answer.ok ? { busy: false, answer: answer.result } : { busy: false, error: answer.error };
  }

  /** What is refused is said by the call that fails without it. */
  async #grant(needed: PermissionSet): Promise<void> {
    if (needed.origins.length === 0) return;
    await this.app.transport.requestPermissions(needed).catch(() => false);
  }
}
