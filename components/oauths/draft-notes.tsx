import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import type { Router } from "../models/router.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { t } from "../words/t.ts";

/** New profiles that were begun and not saved. */
export function DraftNotes({ app, router }: { app: AppModel; router: Router }): VNode | null {
  const drafts = app.snapshot.value?.drafts.filter(({ profileId }) => profileId === null) ?? [];
  if (drafts.length === 0) return null;
  return (
    <>
      {drafts.map((draft) => (
        <Alert
          key={draft.id}
          tone="info"
          action={
            <>
              <Button small onClick={() => router.go({ page: "newOAuth" })}>
                {t("oauthsContinue")}
              </Button>
              <Button small look="quiet" onClick={() => void app.run("discardProfileForm", { draftId: draft.id })}>
                {t("commonDiscard")}
              </Button>
            </>
          }
        >
          {draft.name === "" ? t("oauthsDraftUnnamed") : t("oauthsDraftNamed", draft.name)}
        </Alert>
      ))}
    </>
  );
}
