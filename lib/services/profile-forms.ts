import type { ProfileDraft } from "../domain/draft.ts";
import { isSame } from "../domain/is-same.ts";
import { isManaged } from "../domain/managed-id.ts";
import { missingSecret, type OAuthProfile, type SecretKey, newProfile } from "../domain/profile.ts";
import type { ProfileForm } from "../domain/snapshot.ts";
import { assertValidProfile } from "../domain/validate-profile.ts";
import type { FormContent, FormTarget } from "../messages/protocol.ts";
import { namesOf } from "../store/secrets.ts";
import type { Store } from "../store/store.ts";
import { type Managed, assertUnchanged } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";

/** Forms of OAuth profiles. What is typed is kept as a draft until it is saved or discarded (undo.ts). */
export interface ProfileForms {
  open(target: FormTarget): Promise<ProfileForm>;
  keep(content: FormContent): Promise<void>;
  /**
   * Saves a form, its earlier typed secrets included, and its draft is gone.
   *
   * @param base what the form began with: what was saved since and is not changed in it stays; without it, or with a secret
   *   typed into the form, the profile becomes what is in the form
   * @throws AppError `invalid_field`; the draft stays as it was
   */
  save(content: FormContent, base?: OAuthProfile): Promise<OAuthProfile>;
  /** Which secrets the profile would have if the form were saved now. */
  secretKeys(content: FormContent): readonly SecretKey[];
}

/** There is one form for a new profile, so that its draft is found again. */
const NEW_PROFILE_DRAFT = "new";

export function createProfileForms(
  store: Store,
  managed: Pick<Managed, "assertMayCall">,
  { clock, copyName }: Pick<BrowserPorts, "clock" | "copyName">,
): ProfileForms {
  function draftOf({ draftId, profile }: FormContent): ProfileDraft {
    const profileId = store.profiles.get(draftId)?.id ?? null;
    return { kind: "profile", id: draftId, profileId, profile, updatedAtMs: clock.now() };
  }

  function form(draftId: string, profile: OAuthProfile, restored: boolean): ProfileForm {
    const profileId = store.profiles.get(draftId)?.id ?? null;
    const storedSecrets = restored ? store.drafts.secretKeys(draftId) : store.profiles.secretKeys(draftId);
    const typedSecrets = restored ? store.drafts.typedKeys(draftId) : [];
    return { draftId, profileId, profile, storedSecrets, typedSecrets, restored, differs: restored };
  }

  function saysMore({ id, profile }: ProfileDraft, stored: OAuthProfile | undefined): boolean {
    const { drafts, profiles } = store;
    const hasSecrets = drafts.typedKeys(id).length > 0 || !isSame(drafts.secretKeys(id), profiles.secretKeys(id));
    return hasSecrets || !isSame(profile, stored);
  }

  /** A copy is a draft from the start: its secrets can only travel inside the worker. */
  async function duplicate(profileId: string): Promise<ProfileForm> {
    const source = store.profiles.expect(profileId);
    const names = new Set(store.profiles.all().map(({ name }) => name));
    const name = freeName((number) => copyName(source.name, number), names);
    const profile = { ...source, id: crypto.randomUUID(), seq: 0, name };
    await store.drafts.delete(NEW_PROFILE_DRAFT);
    const content = { draftId: NEW_PROFILE_DRAFT, profile, secrets: {} };
    await store.drafts.put(draftOf(content), await store.profiles.secrets(profileId));
    return { ...form(NEW_PROFILE_DRAFT, profile, true), typedSecrets: [], restored: false, differs: false };
  }

  function secretKeys({ draftId, secrets, asStored = [] }: FormContent): readonly SecretKey[] {
    const saved = store.profiles.secretKeys(draftId);
    const inDraft = store.drafts.get(draftId) === undefined ? saved : store.drafts.secretKeys(draftId);
    const kept = inDraft.filter((key) => !asStored.includes(key));
    const keys = new Set([...kept, ...saved.filter((key) => asStored.includes(key)), ...namesOf(secrets)]);
    return [...keys].filter((key) => secrets[key] !== null && secrets[key] !== "");
  }

  /** The form's own, so that it can be saved again when no answer came; another where another tab has saved that one. */
  function newId({ id, name }: OAuthProfile): string {
    const saved = store.profiles.get(id);
    return saved === undefined || saved.name === name.trim() ? id : crypto.randomUUID();
  }

  /** What a placeholder is part of is looked at when it is called. */
  function assertEndpointsAllowed(profile: OAuthProfile): void {
    const { authorizationUrl, tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl } = profile;
    const endpoints = [authorizationUrl, tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl];
    for (const endpoint of endpoints) if (endpoint !== "" && !endpoint.includes("{{")) managed.assertMayCall(endpoint);
  }

  return {
    async open(target) {
      if (target.kind === "duplicate") return duplicate(target.profileId);
      const draftId = target.kind === "edit" ? target.profileId : NEW_PROFILE_DRAFT;
      const stored = target.kind === "edit" ? store.profiles.expect(target.profileId) : undefined;
      const draft = store.drafts.get(draftId);
      if (draft?.kind === "profile") return { ...form(draftId, draft.profile, true), differs: saysMore(draft, stored) };
      return form(draftId, stored ?? newProfile(crypto.randomUUID(), 0), false);
    },
    keep: (content) => store.drafts.put(draftOf(content), content.secrets, content.asStored),
    async save(form, base) {
      const { draftId, asStored } = form;
      const stored = store.profiles.get(draftId);
      // A secret goes where the form says in which it was typed, wherever another has led the profile since.
      const isAlone = namesOf(form.secrets).length > 0;
      const content = stored && base && !isAlone ? { ...form, profile: withChanges(stored, base, form.profile) } : form;
      const id = stored?.id ?? newId(content.profile);
      // Of the administrator's, the secrets alone are the person's.
      if (stored !== undefined && isManaged(stored)) assertUnchanged(stored, content.profile);
      const others = store.profiles.all().filter((other) => other.id !== id);
      assertValidProfile(content.profile, {
        otherNames: others.map(({ name }) => name),
        secrets: secretKeys(content),
        lacksSecret: stored && missingSecret(stored, store.profiles.secretKeys(id)) === "needed",
      });
      if (stored === undefined || !isManaged(stored)) assertEndpointsAllowed(content.profile);
      const seq = stored?.seq ?? (await store.nextSeq());
      const profile = { ...content.profile, id, seq, name: content.profile.name.trim() };
      await store.profiles.put(profile, content.secrets, { draftId, asStored });
      return profile;
    },
    secretKeys,
  };
}

/** What is stored by now, with what was changed from `base` to `typed`. */
function withChanges(stored: OAuthProfile, base: OAuthProfile, typed: OAuthProfile): OAuthProfile {
  const members = Object.entries(typed) as [keyof OAuthProfile, unknown][];
  return { ...stored, ...Object.fromEntries(members.filter(([name, value]) => !isSame(base[name], value))) };
}

function freeName(nameOf: (number: number) => string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = nameOf(number);
    if (!taken.has(candidate)) return candidate;
  }
}
