import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { authorizeAnew, deleteProfile, forgetToken, revokeToken } from "../models/profile-actions.ts";
import type { Router } from "../models/router.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { goOnAfter } from "../ui/focus-on-entry.ts";
import { deleteProfileWords, hostNames } from "../words/oauths.ts";
import { t } from "../words/t.ts";

interface RowActionsProps {
  readonly app: AppModel;
  readonly router: Router;
  readonly profile: ProfileSummary;
}

type Question = "forget" | "revoke" | "delete";

/** What is done with a profile now and then. What can't be taken back is asked about first. */
export function RowActions({ app, router, profile }: RowActionsProps): VNode {
  const [asking, setAsking] = useState<Question>();
  const hasToken = profile.token !== undefined;
  const answered = (): void => setAsking(undefined);
  return (
    <div class="row-actions">
      <Button small look="quiet" onClick={() => router.go({ page: "editOAuth", profileId: profile.id })}>
        {t("commonEdit")}
      </Button>
      <Button small look="quiet" onClick={() => router.go({ page: "duplicateOAuth", profileId: profile.id })}>
        {t("commonDuplicate")}
      </Button>
      {hasToken && profile.grantType === "authorization_code" ? (
        <Button small look="quiet" onClick={() => authorizeAnew(app, profile)}>
          {t("oauthsSignInAgain")}
        </Button>
      ) : null}
      {hasToken ? (
        <Button small look="quiet" onClick={() => setAsking("forget")}>
          {t("oauthsForgetToken")}
        </Button>
      ) : null}
      {hasToken && profile.revocable ? (
        <Button small look="quiet" onClick={() => setAsking("revoke")}>
          {t("oauthsRevokeToken")}
        </Button>
      ) : null}
      {isManaged(profile) ? null : (
        <Button small look="quiet" class="button-delete" onClick={() => setAsking("delete")}>
          {t("commonDelete")}
        </Button>
      )}
      {asking === undefined ? null : <Ask question={asking} app={app} profile={profile} onAnswered={answered} />}
    </div>
  );
}

interface AskProps extends Omit<RowActionsProps, "router"> {
  readonly question: Question;
  readonly onAnswered: () => void;
}

function Ask({ question, app, profile, onAnswered }: AskProps): VNode {
  const hasToken = profile.token !== undefined;
  const [revoke, setRevoke] = useState(hasToken && profile.revocable);
  const remove = async (): Promise<void> => {
    const goOn = goOnAfter(`profile-${profile.id}`);
    if (await deleteProfile(app, profile, revoke)) goOn();
  };
  const confirm = (): void => {
    onAnswered();
    if (question === "delete") void remove();
    else void (question === "revoke" ? revokeToken : forgetToken)(app, profile);
  };
  const { title, text, action } = questionWords(question, profile, hostNames(app.index.hostsOf(profile.id)));
  return (
    <ConfirmDialog title={title} text={text} action={action} onConfirm={confirm} onCancel={onAnswered}>
      {question === "delete" && hasToken && profile.revocable ? (
        <Checkbox
          label={t("oauthsRevokeFirst")}
          hint={t("oauthsRevokeFirstHint")}
          checked={revoke}
          onChange={setRevoke}
        />
      ) : null}
    </ConfirmDialog>
  );
}

function questionWords(question: Question, { name, token }: ProfileSummary, hosts: readonly string[]) {
  switch (question) {
    case "forget":
      return { title: t("oauthsForgetTitle", name), text: t("oauthsForgetText"), action: t("oauthsForgetToken") };
    case "revoke":
      return { title: t("oauthsRevokeTitle", name), text: t("oauthsRevokeText"), action: t("oauthsRevokeToken") };
    case "delete":
      return {
        title: t("oauthsDeleteTitle", name),
        text: deleteProfileWords(hosts, token !== undefined),
        action: t("commonDelete"),
      };
  }
}
