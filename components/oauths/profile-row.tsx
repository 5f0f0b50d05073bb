import type { VNode } from "preact";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import type { Router } from "../models/router.ts";
import { FoundBy } from "../profile/found-by.tsx";
import { hidesLifetime, LifetimeBar } from "../profile/lifetime-bar.tsx";
import { ProfileButtons } from "../profile/profile-buttons.tsx";
import { ProfileProblem } from "../profile/profile-problem.tsx";
import { StatusLine } from "../profile/status-line.tsx";
import { Breakable } from "../ui/breakable.tsx";
import { RowActions } from "./row-actions.tsx";
import { grantTypeWords, hostListWords } from "../words/oauths.ts";
import { t } from "../words/t.ts";

export interface ProfileRowProps {
  readonly app: AppModel;
  readonly router: Router;
  readonly profile: ProfileSummary;
  /** The row is about to go: the focus must go elsewhere. */
  readonly onDeleted: () => void;
}

/** One profile of Manage OAuth. */
export function ProfileRow({ app, router, profile, onDeleted }: ProfileRowProps): VNode {
  const nameId = `profile-${profile.id}`;
  const hosts = hostsOf(app, profile);
  const unsaved = app.snapshot.value?.drafts.some(({ profileId }) => profileId === profile.id) ?? false;
  return (
    <li class="card profile-card" aria-labelledby={nameId}>
      <div class="profile-head">
        <div class="profile-words">
          <h2 id={nameId} class="profile-name" dir="auto" aria-label={profile.name}>
            <Breakable text={profile.name} />
          </h2>
          <p class="facts">
            <Breakable
              text={[
                grantTypeWords(profile.grantType),
                isManaged(profile) ? t("managedTitle") : "",
                profile.missingSecret === "sent" ? t("oauthsWithoutSecret") : "",
                hosts.length === 0 ? "" : t("oauthsAttachedTo", hostListWords(hosts)),
                unsaved ? t("oauthsDraftEdit") : "",
              ]
                .filter((fact) => fact !== "")
                .join(" · ")}
            />
          </p>
          <FoundBy profile={profile} search={app.profileSearch.text.value} />
        </div>
        <ProfileButtons
          app={app}
          profile={profile}
          onDetails={() => router.go({ page: "token", profileId: profile.id })}
        />
      </div>
      <div class="profile-state">
        <StatusLine app={app} profile={profile} />
        {hidesLifetime(profile) ? null : <LifetimeBar app={app} token={profile.token} />}
      </div>
      <ProfileProblem app={app} profile={profile} />
      <RowActions app={app} router={router} profile={profile} hosts={hosts} onDeleted={onDeleted} />
    </li>
  );
}

function hostsOf(app: AppModel, profile: ProfileSummary): readonly string[] {
  const hosts = app.hostsByProfile.value.get(profile.id) ?? [];
  return hosts.map(({ host }) => host.pattern.replace(/^https:\/\//u, ""));
}
