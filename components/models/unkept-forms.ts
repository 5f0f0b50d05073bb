import type { ProfileForm, SecretChanges, Snapshot } from "../../lib/domain/snapshot.ts";
import type { FormContent } from "../../lib/messages/protocol.ts";

/**
 * Forms with secrets that the worker could not keep, because tokens are locked. This tab has them until it is closed, on
 * whichever page it is, and has them kept as soon as they can be.
 */
export class UnkeptForms {
  readonly #forms = new Map<string, FormContent>();
  readonly #keep: (content: FormContent) => Promise<boolean>;

  /** @param keep answers whether the worker has kept all of the form; must not reject */
  constructor(keep: (content: FormContent) => Promise<boolean>) {
    this.#keep = keep;
  }

  note(content: FormContent): void {
    this.#forms.set(content.draftId, content);
  }

  /** Whether anything would be lost with this tab. */
  hasAny(): boolean {
    return this.#forms.size > 0;
  }

  /** All of the form is kept, saved or discarded. */
  forget(draftId: string): void {
    this.#forms.delete(draftId);
  }

  /** Secrets that were typed into a form before the tab was led elsewhere. */
  secretsOf({ draftId, restored }: ProfileForm): SecretChanges {
    return (restored ? this.#forms.get(draftId)?.secrets : undefined) ?? {};
  }

  /** What was saved or discarded, here or elsewhere, has no secrets left to bring back. */
  follow(before: Snapshot | undefined, now: Snapshot): void {
    const isUnlocked = before?.vault === "locked" && now.vault !== "locked";
    for (const [draftId, content] of this.#forms) {
      if (!now.drafts.some(({ id }) => id === draftId)) this.forget(draftId);
      else if (isUnlocked) void this.#keepNow(content);
    }
  }

  async #keepNow(content: FormContent): Promise<void> {
    const isKept = await this.#keep(content);
    if (isKept && this.#forms.get(content.draftId) === content) this.forget(content.draftId);
  }
}
