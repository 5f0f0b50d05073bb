import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { authorizeAnew, deleteProfile, forgetToken, revokeToken } from "../models/profile-actions.ts";
import type { Router } from "../models/router.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { commonWords } from "../words/common.ts";
import { optionsWords } from "../words/oauths.ts";

interface RowActionsProps {
  readonly app: AppModel;
  readonly router: Router;
  readonly profile: ProfileSummary;
  /** The API hosts that use the profile. */
  readonly hosts: readonly string[];
  readonly onDeleted: () => void;
}

type Question = "forget" | "revoke" | "delete";

/** What is done with a profile now and then. What can't be taken back is asked about first. */
export function RowActions({ app, router, profile, hosts, onDeleted }: RowActionsProps): VNode {
  const [asking, setAsking] = useState<Question>();
  const hasToken = profile.token !== undefined;
  const answered = (): void => setAsking(undefined);
  return (
    <div class="row-actions">
      <Button small look="quiet" onClick={() => router.go({ page: "editOAuth", profileId: profile.id })}>
        {commonWords.edit}
      </Button>
      <Button small look="quiet" onClick={() => router.go({ page: "duplicateOAuth", profileId: profile.id })}>
        {commonWords.duplicate}
      </Button>
      {hasToken && profile.grantType === "authorization_code" ? (
        <Button small look="quiet" onClick={() => authorizeAnew(app, profile)}>
          {optionsWords.signInAgain}
        </Button>
      ) : null}
      {hasToken ? (
        <Button small look="quiet" onClick={() => setAsking("forget")}>
          {optionsWords.forgetToken}
        </Button>
      ) : null}
      {hasToken && profile.revocable ? (
        <Button small look="quiet" onClick={() => setAsking("revoke")}>
          {optionsWords.revokeToken}
        </Button>
      ) : null}
      <Button small look="quiet" class="button-delete" onClick={() => setAsking("delete")}>
        {commonWords.delete}
      </Button>
      {asking === undefined ? null : (
        <Ask question={asking} app={app} profile={profile} hosts={hosts} onAnswered={answered} onDeleted={onDeleted} />
      )}
    </div>
  );
}

interface AskProps extends Omit<RowActionsProps, "router"> {
  readonly question: Question;
  readonly onAnswered: () => void;
}

function Ask({ question, app, profile, hosts, onAnswered, onDeleted }: AskProps): VNode {
  const hasToken = profile.token !== undefined;
  const [revoke, setRevoke] = useState(hasToken && profile.revocable);
  const remove = async (): Promise<void> => {
    if (await deleteProfile(app, profile, revoke)) onDeleted();
  };
  const confirm = (): void => {
    onAnswered();
    if (question === "delete") void remove();
    else void (question === "revoke" ? revokeToken : forgetToken)(app, profile);
  };
  const { title, text, action } = questionWords(question, profile, hosts);
  return (
    <ConfirmDialog title={title} text={text} action={action} onConfirm={confirm} onCancel={onAnswered}>
      {question === "delete" && hasToken && profile.revocable ? (
        <Checkbox
          label={optionsWords.revokeFirst}
          hint={optionsWords.revokeFirstHint}
          checked={revoke}
          onChange={setRevoke}
        />
      ) : null}
    </ConfirmDialog>
  );
}

function questionWords(question: Question, { name, token }: ProfileSummary, hosts: readonly string[]) {
  const words = optionsWords;
  switch (question) {
    case "forget":
      return { title: words.forgetTitle(name), text: words.forgetText, action: words.forgetToken };
    case "revoke":
      return { title: words.revokeTitle(name), text: words.revokeText, action: words.revokeToken };
    case "delete":
      return {
        title: words.deleteTitle(name),
        text: words.deleteText(hosts, token !== undefined),
        action: commonWords.delete,
      };
  }
}
