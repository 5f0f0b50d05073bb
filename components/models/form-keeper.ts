import { signal, type Signal } from "@preact/signals";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { isSame } from "../../lib/domain/is-same.ts";
import type { SecretKey } from "../../lib/domain/profile.ts";
import type { ProfileForm, SecretChanges } from "../../lib/domain/snapshot.ts";
import type { FormContent } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { LatestSender } from "./latest-sender.ts";
import { changedSecrets } from "./secret-changes.ts";

/** What the worker could not keep of a form. */
export interface NotKept {
  readonly error: ErrorData;
  /** The secrets typed by then. While the vault is locked it is these that are lost with the tab, and only these. */
  readonly secrets: readonly SecretKey[];
}

/** Has the worker keep what is typed into a form. The secrets that it can't keep are kept by this tab. */
export class FormKeeper {
  /** Why what is typed is not, or not all, kept by the worker; undefined while it is. */
  readonly notKept: Signal<NotKept | undefined> = signal(undefined);
  readonly #app: AppModel;
  readonly #sender: LatestSender<FormContent>;

  constructor(app: AppModel) {
    this.#app = app;
    this.#sender = new LatestSender((content) => this.#send(content));
  }

  keep(content: FormContent): void {
    this.#sender.push(content);
  }

  /** Resolves once all is kept that can be. */
  settle(): Promise<void> {
    return this.#sender.settle();
  }

  /** Keeps nothing more of what was typed, and resolves once nothing is on its way. */
  stop(): Promise<void> {
    return this.#sender.stop();
  }

  /** Secrets that were typed into a form before the tab was led elsewhere. */
  secretsOf(form: ProfileForm): SecretChanges {
    return this.#app.unkeptForms.secretsOf(form);
  }

  /** The form is saved or discarded. */
  forget(draftId: string): void {
    this.#app.unkeptForms.forget(draftId);
  }

  /** A failure that goes on while the person types on is the same one, and told once. */
  async #send(content: FormContent): Promise<void> {
    const answer = await this.#app.ask("keepProfileForm", content);
    if (answer.ok) this.#app.unkeptForms.forget(content.draftId);
    else this.#app.unkeptForms.note(content);
    const notKept = answer.ok ? undefined : { error: answer.error, secrets: changedSecrets(content.secrets) };
    if (!isSame(notKept, this.notKept.peek())) this.notKept.value = notKept;
  }
}
