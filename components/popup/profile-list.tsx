import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { PopupModel } from "../models/popup-model.ts";
import { searchByName } from "../models/search.ts";
import { GrowingList } from "../ui/growing-list.tsx";
import { later } from "../ui/later.tsx";
import { ListSearch } from "../ui/list-search.tsx";
import { ProfileItem } from "./profile-item.tsx";
import { t } from "../words/t.ts";

const FirstRun = later(async () => (await import("./first-run.tsx")).FirstRun);

/** Every profile with its status and its two buttons. */
export function ProfileList({ model }: { model: PopupModel }): VNode {
  const profiles = model.app.snapshot.value?.profiles;
  return (
    <section class="popup-section" aria-labelledby="profiles">
      <h2 id="profiles" class="section-title">
        {t("commonProfiles")}
      </h2>
      {profiles === undefined ? (
        <p class="skeleton" />
      ) : profiles.length === 0 ? (
        <FirstRun model={model} />
      ) : (
        <Profiles model={model} profiles={profiles} />
      )}
    </section>
  );
}

function Profiles({ model, profiles }: { model: PopupModel; profiles: readonly ProfileSummary[] }): VNode {
  const found = searchByName(profiles, model.search.value);
  return (
    <>
      <ListSearch
        label={t("commonSearchProfiles")}
        count={profiles.length}
        value={model.search.value}
        onInput={(text) => model.searchFor(text)}
      />
      {found.length === 0 ? (
        <output class="quiet">{t("commonNoProfileFound", model.search.value)}</output>
      ) : (
        <GrowingList
          class="profiles"
          labelledBy="profiles"
          entries={found}
          search={model.search.value}
          scroller=".popup-main"
        >
          {(profile) => <ProfileItem key={profile.id} app={model.app} profile={profile} />}
        </GrowingList>
      )}
    </>
  );
}
