import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { secretNames } from "../models/secret-names.ts";
import { ProfileProblem } from "../profile/profile-problem.tsx";
import { hidesLifetime, LifetimeBar } from "../profile/lifetime-bar.tsx";
import { StatusLine } from "../profile/status-line.tsx";
import { cancelAuthorize, copyToken, showSignIn } from "../models/profile-actions.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useMeasuredHeight } from "../ui/measured-height.ts";
import { goToPassphrase } from "../vault/go-to-passphrase.ts";
import { errorWords, formErrorWords } from "../words/errors.ts";
import { secretsNotKeptWords } from "../words/profile-form.ts";
import { statusWords } from "../words/status.ts";
import { t } from "../words/t.ts";

interface FormActionsProps {
  readonly model: ProfileFormModel;
  /** What was last typed into. */
  readonly typedIn: EventTarget | null;
  readonly onCancel: () => void;
}

/**
 * Save, Authorize, Cancel, of which the last takes nothing back where Authorize has saved all there is, as is said beside
 * it; and what is wrong now, or how the grant goes that this form has started.
 */
export function FormActions({ model, typedIn, onCancel }: FormActionsProps): VNode {
  const error = model.error.value;
  const saving = model.saving.value;
  const isSaved = model.isSaved.value;
  const isLocked = model.app.isLocked.value;
  const bar = useRef<HTMLDivElement>(null);
  useMeasuredHeight(bar, "--form-actions");
  return (
    <div class="form-actions" ref={bar}>
      {error === undefined ? null : (
        <Alert
          tone="bad"
          small
          fresh
          action={error.code === "locked" && isLocked ? <ToPassphrase typedIn={typedIn} /> : undefined}
        >
          {formErrorWords(error)}
        </Alert>
      )}
      <NotKeptNote model={model} typedIn={typedIn} />
      {error === undefined || isSigningIn(model) ? <GrantProgress model={model} /> : null}
      <div class="form-buttons">
        <Button submit busy={saving}>
          {t("commonSave")}
        </Button>
        <Button look="primary" busy={saving || isSigningIn(model)} onClick={() => void model.authorize()}>
          {t("commonAuthorize")}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t("commonCancel")}
        </Button>
        <output class="quiet">{isSaved ? t("formIsSaved") : null}</output>
      </div>
    </div>
  );
}

/** Whether the grant of the profile in the form is on its way, whoever started it. */
function isSigningIn({ app, form, authorizingId }: ProfileFormModel): boolean {
  const id = authorizingId.value ?? form.value?.profileId;
  return app.snapshot.value?.profiles.find((profile) => profile.id === id)?.status.kind === "authorizing";
}

/** What is typed would be lost with the page, which the person can't see. */
function NotKeptNote({ model, typedIn }: Omit<FormActionsProps, "onCancel">): VNode | null {
  const notKept = model.keeper.notKept.value;
  if (notKept === undefined) return null;
  const { error, secrets } = notKept;
  // The same button stands beside the error above already.
  const isLocked = error.code === "locked" && model.error.value?.code !== "locked";
  return (
    <Alert tone="warning" small fresh action={isLocked ? <ToPassphrase typedIn={typedIn} /> : undefined}>
      {error.code === "locked"
        ? secretsNotKeptWords(secretNames(model.profile.peek(), secrets))
        : `${t("formNotKept")} ${errorWords(error).text}`}
    </Alert>
  );
}

/** The passphrase is asked for on top of the page, out of view of who types further down. */
function ToPassphrase({ typedIn }: Pick<FormActionsProps, "typedIn">): VNode {
  return (
    <Button small look="tonal" onClick={() => goToPassphrase(typedIn)}>
      {t("vaultGoToPassphrase")}
    </Button>
  );
}

function GrantProgress({ model }: { model: ProfileFormModel }): VNode | null {
  const { app } = model;
  const profile = app.snapshot.value?.profiles.find(({ id }) => id === model.authorizingId.value);
  if (profile === undefined) return null;
  return (
    <div class="grant-progress">
      <output class="visually-hidden">
        {profile.status.kind === "valid" ? t("formObtained") : statusWords(profile.status, 0).text}
      </output>
      <div class="grant-progress-line">
        <StatusLine app={app} profile={profile} />
        {profile.status.kind === "authorizing" && profile.status.step === "authorization" ? (
          <Button small look="tonal" onClick={() => void showSignIn(app, profile)}>
            {t("commonShowSignIn")}
          </Button>
        ) : null}
        {profile.status.kind === "authorizing" ? (
          <Button small onClick={() => cancelAuthorize(app, profile)}>
            {t("commonStop")}
          </Button>
        ) : null}
        {profile.status.kind === "valid" ? (
          <Button small icon="copy" look="tonal" onClick={() => void copyToken(app, profile)}>
            {t("commonCopyToken")}
          </Button>
        ) : null}
        {profile.status.kind === "valid" && app.index.hostsOf(profile.id).length === 0 ? (
          <Button
            small
            icon="plus"
            onClick={() => app.openPage(`#/hosts/new?profile=${encodeURIComponent(profile.id)}`)}
          >
            {t("hostsAddHost")}
          </Button>
        ) : null}
      </div>
      {hidesLifetime(profile) ? null : <LifetimeBar app={app} token={profile.token} />}
      <ProfileProblem app={app} profile={profile} />
    </div>
  );
}
