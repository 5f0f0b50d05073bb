import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { formatRoute } from "../models/router.ts";
import { hidesLifetime, LifetimeBar } from "../profile/lifetime-bar.tsx";
import { ProfileButtons } from "../profile/profile-buttons.tsx";
import { ProfileProblem } from "../profile/profile-problem.tsx";
import { StatusLine } from "../profile/status-line.tsx";

/** One profile of the popup's list. */
export function ProfileItem({ app, profile }: { app: AppModel; profile: ProfileSummary }): VNode {
  const nameId = `profile-${profile.id}`;
  return (
    <li class="profile" aria-labelledby={nameId}>
      <div class="profile-head">
        <div class="profile-words">
          <h3 id={nameId} class="profile-name" dir="auto" title={profile.name}>
            {profile.name}
          </h3>
          <StatusLine app={app} profile={profile} />
        </div>
        <ProfileButtons
          app={app}
          profile={profile}
          onDetails={() => app.transport.openOptions(formatRoute({ page: "token", profileId: profile.id }))}
        />
      </div>
      {hidesLifetime(profile) ? null : <LifetimeBar app={app} token={profile.token} />}
      <ProfileProblem app={app} profile={profile} />
    </li>
  );
}
