import { isEmpty } from "../../lib/domain/permission-set.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { Commands } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { t } from "../words/t.ts";

/** It gets no token before its Client Secret is there. */
export function lacksSecret({ missingSecret, status }: ProfileSummary): boolean {
  return missingSecret === "needed" && status.kind !== "valid" && status.kind !== "renewing";
}

/** The Client Secret is what is to be seen to next: it is known to lack, or the server does not know the client without. */
export function wantsSecret(profile: ProfileSummary): boolean {
  const { missingSecret, status } = profile;
  const isRefused = status.kind === "failed" && status.problem.error.error === "invalid_client";
  return lacksSecret(profile) || (missingSecret === "sent" && isRefused);
}

/** Leads to the field of the Client Secret. */
export function enterSecret(app: AppModel, { id }: ProfileSummary): void {
  app.openPage(`#/oauths/${encodeURIComponent(id)}/secret`);
}

/** Starts the grant and, in the same click, asks the browser for what it needs. */
export function authorize(app: AppModel, profile: ProfileSummary): void {
  // Without it nothing would come but a refusal.
  if (lacksSecret(profile)) {
    enterSecret(app, profile);
    return;
  }
  app.renewals.add(profile);
  void app.run("authorize", { profileId: profile.id }, profile.id);
  app.askPermissions(profile.missing);
}

/** Runs the whole grant, whatever token there is: for another user, or when a renewal may have used it up. */
export function authorizeAnew(app: AppModel, profile: ProfileSummary): void {
  void app.run("authorize", { profileId: profile.id, anew: true }, profile.id);
  app.askPermissions(profile.missing);
}

export function cancelAuthorize(app: AppModel, profile: ProfileSummary): void {
  void app.run("cancelAuthorize", { profileId: profile.id }, profile.id);
}

/** Brings the window in which the person signs in to the front, or says why there is none. */
export async function showSignIn(app: AppModel, profile: ProfileSummary): Promise<void> {
  const answer = await app.run("showSignIn", {}, profile.id);
  if (!answer.ok || answer.result) return;
  const status = answer.snapshot.profiles.find(({ id }) => id === profile.id)?.status;
  // Chromium opens it once its page has loaded. Where the sign-in is over by now, the status says so.
  if (status?.kind === "authorizing" && status.step === "authorization") app.tell(t("commonSignInLoading"));
}

/** Copies the token; where a fresh one needs a permission first, the browser is asked in the same click. */
export async function copyToken(
  app: AppModel,
  profile: ProfileSummary,
  request: Omit<Commands["copyToken"]["request"], "profileId"> = {},
): Promise<void> {
  const { which = "access_token", ...copy } = request;
  if (which === "access_token" && profile.status.kind !== "valid" && !isEmpty(profile.missing)) {
    // The popup dies under Chromium's prompt. The worker then copies the token by itself.
    void app.run("authorize", { profileId: profile.id, copy }, profile.id);
    if (!(await app.askedPermissions(profile.missing))) return;
  }
  const answer = await app.run("copyToken", { ...request, profileId: profile.id }, profile.id);
  if (answer.ok) app.tell(t("commonCopiedToken", profile.name));
}

export async function forgetToken(app: AppModel, profile: ProfileSummary): Promise<void> {
  const answer = await app.run("forgetToken", { profileId: profile.id }, profile.id);
  if (answer.ok) app.tell(t("oauthsForgot", profile.name));
}

/** Takes the token back at the server, and then forgets it. */
export async function revokeToken(app: AppModel, profile: ProfileSummary): Promise<void> {
  const revoking = app.run("revokeToken", { profileId: profile.id }, profile.id);
  app.askPermissions(profile.missing);
  const answer = await revoking;
  if (answer.ok) app.tell(t("oauthsRevoked", profile.name));
}

/** Answers whether it is gone. With `revoke`, the server is told first; if that fails, nothing is deleted. */
export async function deleteProfile(app: AppModel, profile: ProfileSummary, revoke: boolean): Promise<boolean> {
  const answer = await app.run("deleteProfile", { profileId: profile.id, revoke }, profile.id);
  return answer.ok;
}
