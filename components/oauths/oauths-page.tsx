import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import type { Router } from "../models/router.ts";
import { searchProfiles } from "../models/search.ts";
import { Button } from "../ui/button.tsx";
import { useFocusOnEntry } from "../ui/focus-on-entry.ts";
import { GrowingList } from "../ui/growing-list.tsx";
import { ListSearch } from "../ui/list-search.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { DraftNotes } from "./draft-notes.tsx";
import { ProfileRow } from "./profile-row.tsx";
import { RedirectUrl } from "./redirect-url.tsx";
import { countWords } from "../words/count.ts";
import { t } from "../words/t.ts";

/** Cards are twice as high as the rows of the popup. */
const SCREENFUL = 10;

/** Every profile, to be set up, used and deleted. */
export function OAuthsPage({ app, router }: { app: AppModel; router: Router }): VNode {
  const search = app.profileSearch.text.value;
  const { profiles = [], partial } = app.snapshot.value ?? {};
  const found = searchProfiles(profiles, search);
  // Who has edited a profile, or added one at the end of a long list, is brought to it.
  const [entry] = useState(() => router.takeEntry());
  useFocusOnEntry(entry && `profile-${entry}`);
  // The same each time, so that what is drawn of a profile stands for as long as that is as it was.
  const draw = useCallback(
    (profile: ProfileSummary) => <ProfileRow key={profile.id} app={app} router={router} profile={profile} />,
    [app, router],
  );
  const add = (
    <Button icon="plus" look="primary" onClick={() => router.go({ page: "newOAuth" })}>
      {t("commonAddOAuth")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("oauthsOauths")} lead={t("oauthsLead")} actions={add} />
      <DraftNotes app={app} router={router} />
      <ListSearch
        label={t("commonSearchProfiles")}
        placeholder={t("commonSearchProfilesBy")}
        count={profiles.length}
        countWords={countWords("oauthsCount", { search, found: found.length, all: profiles.length, partial })}
        value={search}
        onInput={(text) => app.profileSearch.type(text)}
      />
      {profiles.length === 0 ? (
        <EmptyList app={app} />
      ) : found.length === 0 ? (
        <p class="quiet">{t("commonNoProfileFound", search)}</p>
      ) : (
        <GrowingList
          class="cards"
          label={t("commonProfiles")}
          entries={found}
          search={search}
          screenful={SCREENFUL}
          upTo={found.find(({ id }) => id === entry)}
        >
          {draw}
        </GrowingList>
      )}
    </>
  );
}

function EmptyList({ app }: { app: AppModel }): VNode {
  return (
    <div class="card empty">
      <h2 class="empty-title">{t("oauthsEmptyTitle")}</h2>
      <p class="quiet">{t("oauthsEmptyText")}</p>
      <RedirectUrl app={app} label={t("oauthsRedirectTitle")} />
    </div>
  );
}
