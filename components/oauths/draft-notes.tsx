import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import type { Router } from "../models/router.ts";
import { DraftNote } from "../ui/draft-note.tsx";
import { t } from "../words/t.ts";

/** New profiles that were begun and not saved. */
export function DraftNotes({ app, router }: { app: AppModel; router: Router }): VNode {
  const drafts = app.snapshot.value?.drafts.filter(({ profileId }) => profileId === null) ?? [];
  return (
    <>
      {drafts.map(({ id, name }) => (
        <DraftNote
          key={id}
          text={name === "" ? t("oauthsDraftUnnamed") : t("oauthsDraftNamed", name)}
          onContinue={() => router.go({ page: "newOAuth" })}
          onDiscard={() => void app.run("discardProfileForm", { draftId: id })}
        />
      ))}
    </>
  );
}
