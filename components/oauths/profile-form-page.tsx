import type { VNode } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { FormTarget } from "../../lib/messages/protocol.ts";
import type { AppModel } from "../models/app-model.ts";
import { cancelAuthorize } from "../models/profile-actions.ts";
import { ProfileFormModel } from "../models/profile-form-model.ts";
import type { FormStart, Router } from "../models/router.ts";
import { StartModel } from "../models/start-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { errorWords } from "../words/errors.ts";
import { ProfileFormView } from "./profile-form.tsx";
import { StartButton, StartSection } from "./start-section.tsx";
import { t } from "../words/t.ts";

/** In a narrower window the ways to fill the form would take all of it; their button stands there. Pixels. */
const START_WIDTH = 560;

export interface ProfileFormPageProps {
  readonly app: AppModel;
  readonly router: Router;
  readonly target: FormTarget;
  /** The way that was chosen to fill a new form. */
  readonly startWith?: FormStart | undefined;
  /** The person came for the Client Secret: another object each time. */
  readonly toSecret?: object | undefined;
}

/** The form of one profile, new or not. */
export function ProfileFormPage({ app, router, target, startWith, toSecret }: ProfileFormPageProps): VNode {
  const [model] = useState(() => createModel(app, router, target));
  const [start] = useState(() => new StartModel(model, target.kind === "new" && isStartOffered(startWith)));
  const [isAskedFor] = useState(() => router.isAskedFor);
  useEffect(() => void model.open(), [model]);
  const draftId = model.form.value?.draftId;
  const isKept = app.snapshot.value?.drafts.some(({ id }) => id === draftId) === true;
  const isDiscarded = app.snapshot.value?.deleted.some(({ id, kind }) => kind === "profileDraft" && id === draftId);
  useEffect(() => void model.followDraft(isKept, isDiscarded === true), [isKept, isDiscarded, model]);
  const isLocked = app.isLocked.value;
  useEffect(() => model.followVault(isLocked), [isLocked, model]);
  const profile = model.profile.value;
  const saved = app.snapshot.value?.profiles.find(({ id }) => id === model.form.value?.profileId);
  const title = titleWords(target.kind === "edit" || saved !== undefined ? (saved?.name ?? "") : undefined);
  const asksForName = target.kind === "new" && isAskedFor && (startWith ?? "scratch") === "scratch";
  // Saved by Authorize, a restored form is none any more, and nobody comes to it anew.
  const isBegun = model.restored.value || model.authorizingId.value !== undefined;
  const focusOn = toSecret !== undefined ? "secret" : asksForName && !isBegun ? "name" : undefined;
  const profileId = target.kind === "edit" ? target.profileId : undefined;
  const onFocused = useCallback(() => {
    // Asked for again at the same address, nobody would hear of it.
    if (toSecret !== undefined && profileId !== undefined) router.rename({ page: "editOAuth", profileId });
  }, [toSecret, profileId, router]);
  const back = (): void => router.go({ page: "oauths" }, saved?.id);
  const cancel = async (): Promise<void> => {
    const { isSaved, authorizingId } = model;
    // Authorize has saved the profile, and is stopped with the form that has begun it.
    if (saved !== undefined && saved.id === authorizingId.value && saved.status.kind === "authorizing") {
      cancelAuthorize(app, saved);
    }
    if (!isSaved.value) await model.discard();
    if (saved !== undefined && saved.id === authorizingId.value) app.tell(t("formSaved", saved.name));
    back();
  };
  return (
    <>
      <PageHead
        title={title}
        {...(profile === undefined || isManaged(profile) ? {} : { actions: <StartButton start={start} /> })}
      />
      {model.restored.value ? (
        <Alert
          tone="info"
          action={
            <Button small onClick={() => void model.startOver().then(() => start.reset())}>
              {t("commonDiscard")}
            </Button>
          }
        >
          {t("formRestored")}
        </Alert>
      ) : null}
      {profile !== undefined ? (
        <>
          <StartSection start={start} profile={profile} focusOn={startWith} />
          <ProfileFormView
            model={model}
            profile={profile}
            focusOn={focusOn}
            onFocused={onFocused}
            onCancel={() => void cancel()}
          />
        </>
      ) : model.error.value === undefined ? (
        <p class="skeleton skeleton-form" />
      ) : (
        <Alert tone="bad" fresh action={<Button onClick={back}>{t("formBack")}</Button>}>
          {errorWords(model.error.value).text}
        </Alert>
      )}
    </>
  );
}

function createModel(app: AppModel, router: Router, target: FormTarget): ProfileFormModel {
  return new ProfileFormModel(app, target, {
    saved(profileId, name) {
      app.tell(t("formSaved", name));
      router.go({ page: "oauths" }, profileId);
    },
    savedAndAuthorizing(profileId) {
      router.rename({ page: "editOAuth", profileId });
    },
  });
}

function isStartOffered(startWith: FormStart | undefined): boolean {
  return startWith === undefined ? window.innerWidth >= START_WIDTH : startWith !== "scratch";
}

/** @param name of the profile that is edited; undefined for a new one */
function titleWords(name: string | undefined): string {
  if (name === undefined) return t("formTitleNew");
  return name === "" ? t("formTitleEditUnnamed") : t("formTitleEdit", name);
}
