import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { profilePermissions } from "../../lib/domain/permissions.ts";
import type { RequestPreview } from "../../lib/domain/preview.ts";
import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import type { ProfileForm, SecretChanges } from "../../lib/domain/snapshot.ts";
import type { FormContent, FormTarget } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { missingSchemes } from "./endpoint-members.ts";
import { applyFill } from "./form-fill.ts";
import { formProblem } from "./form-problem.ts";
import { LatestSender } from "./latest-sender.ts";
import { FormKeeper } from "./form-keeper.ts";
import { changedSecrets, keysAfter, secretsSince } from "./secret-changes.ts";

/** What happened to the form, for the page that shows it. */
export interface FormEvents {
  /** Saved, and the form is done. */
  saved(profileId: string, name: string): void;
  /** Saved, and the form stays while the grant runs. */
  savedAndAuthorizing(profileId: string): void;
}

type Typed = Pick<FormContent, "profile" | "secrets">;

/** One profile form: what is typed, what the worker keeps of it, and the requests it would send. */
export class ProfileFormModel {
  readonly app: AppModel;
  /** Undefined until the worker has opened the form. */
  readonly form: Signal<ProfileForm | undefined> = signal(undefined);
  readonly profile: Signal<OAuthProfile | undefined> = signal(undefined);
  readonly secrets: Signal<SecretChanges> = signal({});
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  readonly restored: Signal<boolean> = signal(false);
  readonly keeper: FormKeeper;
  readonly saving: Signal<boolean> = signal(false);
  readonly preview: Signal<readonly RequestPreview[]> = signal([]);
  /** The saved profile whose grant this form has started. */
  readonly authorizingId: Signal<string | undefined> = signal(undefined);
  /** Counts failures to save, so that the same error twice moves the focus twice. */
  readonly failures: Signal<number> = signal(0);
  readonly secretKeys: ReadonlySignal<readonly SecretKey[]>;
  /** Authorize has saved the form, and nothing was typed into it since. */
  readonly isSaved: Signal<boolean> = signal(false);
  /** Secrets that were typed and cleared again. */
  readonly #cleared = new Set<SecretKey>();
  #target: FormTarget;
  #isTouched = false;
  /** What was in the form when it began to be opened anew; undefined while it is not. */
  #before: Typed | undefined;
  #wasDiscarded = false;
  readonly #events: FormEvents;
  readonly #previewer: LatestSender<FormContent>;

  constructor(app: AppModel, target: FormTarget, events: FormEvents) {
    this.app = app;
    this.#target = target;
    this.#events = events;
    this.secretKeys = computed(() => keysAfter(this.form.value?.storedSecrets ?? [], this.secrets.value));
    this.keeper = new FormKeeper(app);
    this.#previewer = new LatestSender((content) => this.#showPreview(content));
  }

  /**
   * Shows a form that was discarded and is there again, unless another was begun in its place. A draft that was not
   * there before is another tab's, at its first letter.
   */
  async followDraft(isKept: boolean, isDiscarded: boolean): Promise<void> {
    const isBack = isKept && this.#wasDiscarded;
    this.#wasDiscarded = isDiscarded;
    const isFree = !this.#isTouched && !this.restored.peek() && this.#target.kind !== "duplicate";
    if (isBack && isFree) await this.open();
  }

  /** What is typed into a form that is opened anew, before that has come, stays. */
  async open(): Promise<void> {
    if (this.#before === undefined) this.#beginAnew();
    const before = this.#before;
    const answer = await this.app.ask("openProfileForm", { target: this.#target });
    this.#before = undefined;
    if (answer.ok) this.#show(answer.result, before);
    else this.error.value = answer.error;
    if (this.#isTouched || changedSecrets(this.secrets.peek()).length > 0) this.#keep();
  }

  #show(form: ProfileForm, before: Typed | undefined): void {
    const now = this.#typed();
    this.form.value = form;
    const unkept = this.keeper.secretsOf(form);
    this.restored.value = form.differs || changedSecrets(unkept).length > 0;
    this.secrets.value = {
      ...unkept,
      ...secretsSince(before?.secrets ?? {}, this.secrets.peek()),
    };
    this.profile.value =
      before && now ? applyFill(now.profile, { before: before.profile, after: form.profile }) : form.profile;
    this.#previewer.push(this.#content());
  }

  /** Tokens were locked or unlocked: tries again to have kept what could not be. */
  followVault(isLocked: boolean): void {
    if (!isLocked && this.error.peek()?.code === "locked") this.error.value = undefined;
    if (this.keeper.notKept.peek() !== undefined) this.#keep();
  }

  /** Changes members of the profile as they are typed. */
  edit(change: Partial<OAuthProfile>): void {
    this.change((profile) => ({ ...profile, ...change }));
  }

  change(edit: (profile: OAuthProfile) => OAuthProfile): void {
    const profile = this.profile.peek();
    if (profile === undefined) return;
    this.profile.value = edit(profile);
    this.#changed();
  }

  /** Writes the scheme that addresses were typed without, for the person to see. */
  complete(): void {
    const profile = this.profile.peek();
    const completed = profile && missingSchemes(profile);
    if (completed !== undefined) this.edit(completed);
  }

  /** A text replaces the secret, null removes it, undefined keeps what is stored. */
  setSecret(key: SecretKey, value: string | null | undefined): void {
    const { [key]: _old, ...others } = this.secrets.peek();
    this.secrets.value = value === undefined ? others : { ...others, [key]: value };
    if (value === undefined) this.#cleared.add(key);
    else this.#cleared.delete(key);
    this.#changed();
  }

  async save(): Promise<void> {
    const content = this.#checkedContent(false);
    if (content === undefined) return;
    const id = await this.#save(content, false);
    this.saving.value = false;
    if (id === undefined) this.#keep();
    else this.#events.saved(id, content.profile.name);
  }

  /** Saves and runs the grant. Must be called in the click itself, for the browser's prompt. */
  async authorize(): Promise<void> {
    const content = this.#checkedContent(true);
    if (content === undefined) return;
    const saving = this.#save(content, true);
    this.app.askPermissions(profilePermissions(content.profile), saving);
    const id = await saving;
    if (id !== undefined) this.authorizingId.value = id;
    const typedMeanwhile = id === undefined || (await this.#reopenSaved(id, content));
    this.saving.value = false;
    if (typedMeanwhile) this.#keep();
    if (id !== undefined) this.#events.savedAndAuthorizing(id);
  }

  /** Forgets what was typed. */
  async discard(): Promise<void> {
    // Undo brings back what is kept.
    await this.keeper.settle();
    const { draftId } = this.#content();
    this.keeper.forget(draftId);
    await this.app.ask("discardProfileForm", { draftId });
  }

  /** Forgets what was typed and shows the form as it was before. */
  async startOver(): Promise<void> {
    this.#beginAnew();
    await this.discard();
    this.error.value = undefined;
    this.keeper.notKept.value = undefined;
    await this.open();
  }

  #beginAnew(): void {
    this.#isTouched = false;
    this.#cleared.clear();
    this.#before = this.#typed();
  }

  #changed(): void {
    this.#isTouched = true;
    this.isSaved.value = false;
    // The draft goes with a save, or when all is thrown away; what is typed meanwhile is kept once that has ended.
    if (!this.saving.peek() && this.#before === undefined) this.#keep();
    this.#previewer.push(this.#content());
  }

  #keep(): void {
    this.keeper.keep(this.#content());
  }

  /** What is typed, if it can be saved; otherwise says which field is wrong. */
  #checkedContent(isForGrant: boolean): FormContent | undefined {
    this.complete();
    const content = this.#content();
    const stored = this.app.snapshot.peek()?.profiles ?? [];
    const problem = formProblem(content.profile, { stored, secretKeys: this.secretKeys.peek(), isForGrant });
    if (problem === undefined) return content;
    this.#fail(problem);
    return undefined;
  }

  async #save(content: FormContent, authorize: boolean): Promise<string | undefined> {
    this.error.value = undefined;
    this.saving.value = true;
    await this.keeper.stop();
    const form = this.form.peek();
    const base = form?.differs === false ? { base: form.profile } : {};
    const answer = await this.app.ask("saveProfile", { ...content, ...base, authorize });
    if (answer.ok) {
      this.keeper.forget(content.draftId);
      return answer.result;
    }
    this.#fail(answer.error);
    return undefined;
  }

  /**
   * The draft is gone with the save: goes on with the saved profile's form, and with what was typed in the meantime.
   * Answers whether anything was.
   */
  async #reopenSaved(profileId: string, sent: FormContent): Promise<boolean> {
    this.#target = { kind: "edit", profileId };
    const answer = await this.app.ask("openProfileForm", { target: this.#target });
    if (!answer.ok) return false;
    const { profile: saved } = answer.result;
    const profile = this.profile.peek() ?? saved;
    const sameProfile = profile === sent.profile;
    const sameSecrets = this.secrets.peek() === sent.secrets;
    this.form.value = answer.result;
    this.restored.value = false;
    this.profile.value = sameProfile ? saved : { ...profile, id: saved.id, seq: saved.seq };
    if (sameSecrets) {
      this.secrets.value = {};
      this.#cleared.clear();
    }
    this.isSaved.value = sameProfile && sameSecrets;
    return !this.isSaved.value;
  }

  #fail(error: ErrorData): void {
    this.error.value = error;
    this.failures.value += 1;
  }

  async #showPreview(content: FormContent): Promise<void> {
    const answer = await this.app.ask("previewRequests", content);
    if (answer.ok) this.preview.value = answer.result;
  }

  #typed(): Typed | undefined {
    const profile = this.profile.peek();
    return profile && { profile, secrets: this.secrets.peek() };
  }

  #content(): FormContent {
    const form = this.form.peek();
    const typed = this.#typed();
    if (form === undefined || typed === undefined) throw new Error("The form is not open yet");
    const asStored = this.#cleared.size === 0 ? {} : { asStored: [...this.#cleared] };
    return { draftId: form.draftId, ...typed, ...asStored };
  }
}
