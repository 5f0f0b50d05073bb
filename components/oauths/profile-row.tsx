import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
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
import { usePart } from "../ui/use-part.ts";
import { RowActions } from "./row-actions.tsx";
import { grantTypeWords, hostListWords, hostNames } from "../words/oauths.ts";
import { t } from "../words/t.ts";

export interface ProfileRowProps {
  readonly app: AppModel;
  readonly router: Router;
  readonly profile: ProfileSummary;
}

/** One profile of Manage OAuth. */
export function ProfileRow({ app, router, profile }: ProfileRowProps): VNode {
  const nameId = `profile-${profile.id}`;
  const { id } = profile;
  const hosts = usePart(useCallback(() => hostListWords(hostNames(app.index.hostsOf(id))), [app, id]));
  const unsaved = usePart(
    useCallback(() => app.snapshot.value?.drafts.some(({ profileId }) => profileId === id) ?? false, [app, id]),
  );
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
                hosts === "" ? "" : t("oauthsAttachedTo", hosts),
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
      <RowActions app={app} router={router} profile={profile} />
    </li>
  );
}
