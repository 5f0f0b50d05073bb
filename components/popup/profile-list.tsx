import type { VNode } from "preact";
import { useCallback, useRef } from "preact/hooks";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { PopupModel } from "../models/popup-model.ts";
import { searchProfiles } from "../models/search.ts";
import { GrowingList } from "../ui/growing-list.tsx";
import { later } from "../ui/later.tsx";
import { ListSearch } from "../ui/list-search.tsx";
import { ProfileItem } from "./profile-item.tsx";
import { t } from "../words/t.ts";

const FirstRun = later(async () => (await import("./first-run.tsx")).FirstRun);

/** Every profile with its status and its two buttons. */
export function ProfileList({ model }: { model: PopupModel }): VNode {
  const profiles = model.app.snapshot.value?.profiles;
  const section = useRef<HTMLElement>(null);
  return (
    <section class="popup-section" aria-labelledby="profiles" ref={section}>
      <h2 id="profiles" class="section-title">
        {t("commonProfiles")}
      </h2>
      {profiles === undefined ? (
        <p class="skeleton" />
      ) : profiles.length === 0 ? (
        <FirstRun model={model} />
      ) : (
        <Profiles model={model} profiles={profiles} onGoToFirst={() => focusMainButton(section.current)} />
      )}
    </section>
  );
}

/** Of the first profile's buttons the one that stands out, as the likelier; nothing is pressed. */
function focusMainButton(section: HTMLElement | null): void {
  const buttons = section?.querySelector(".profile-buttons");
  (buttons?.querySelector<HTMLElement>(".button-tonal") ?? buttons?.querySelector("button"))?.focus();
}

interface ProfilesProps {
  readonly model: PopupModel;
  readonly profiles: readonly ProfileSummary[];
  readonly onGoToFirst: () => void;
}

function Profiles({ model, profiles, onGoToFirst }: ProfilesProps): VNode {
  const { app } = model;
  const search = model.search.value;
  const found = searchProfiles(profiles, search);
  // The same each time, so that what is drawn of a profile stands for as long as that is as it was.
  const draw = useCallback(
    (profile: ProfileSummary) => <ProfileItem key={profile.id} app={app} profile={profile} search={search} />,
    [app, search],
  );
  return (
    <>
      <ListSearch
        label={t("commonSearchProfiles")}
        placeholder={t("commonSearchProfilesBy")}
        count={profiles.length}
        value={search}
        onInput={(text) => model.searchFor(text)}
        onDone={(key) => {
          // Which of several is meant, Enter can't know.
          if (key === "ArrowDown" || found.length === 1) onGoToFirst();
        }}
      />
      {found.length === 0 ? (
        <output class="quiet">{t("commonNoProfileFound", search)}</output>
      ) : (
        <GrowingList class="profiles" labelledBy="profiles" entries={found} search={search} scroller=".popup-main">
          {draw}
        </GrowingList>
      )}
    </>
  );
}
