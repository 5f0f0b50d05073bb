import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { FoundBy } from "../profile/found-by.tsx";
import { hidesLifetime, LifetimeBar } from "../profile/lifetime-bar.tsx";
import { ProfileButtons } from "../profile/profile-buttons.tsx";
import { StatusLine } from "../profile/status-line.tsx";
import { Breakable } from "../ui/breakable.tsx";
import { later } from "../ui/later.tsx";
import { statusProblem } from "../words/status.ts";
import { t } from "../words/t.ts";

const ProfileProblem = later(async () => (await import("../profile/profile-problem.tsx")).ProfileProblem);

interface ProfileItemProps {
  readonly app: AppModel;
  readonly profile: ProfileSummary;
  /** What the list is searched for. */
  readonly search: string;
}

/** One profile of the popup's list. */
export function ProfileItem({ app, profile, search }: ProfileItemProps): VNode {
  const nameId = `profile-${profile.id}`;
  return (
    <li class="profile" aria-labelledby={nameId}>
      <div class="profile-line">
        <h3 id={nameId} class="profile-name" dir="auto" aria-label={profile.name}>
          <Breakable text={profile.name} />
        </h3>
        <StatusLine app={app} profile={profile} />
      </div>
      {profile.missingSecret === "sent" && profile.token === undefined ? (
        <p class="facts">{t("oauthsWithoutSecret")}</p>
      ) : null}
      <FoundBy profile={profile} search={search} />
      <div class="profile-rest">
        {hidesLifetime(profile) ? null : <LifetimeBar app={app} token={profile.token} />}
        <ProfileButtons
          app={app}
          profile={profile}
          onDetails={() => app.openPage(`#/oauths/${encodeURIComponent(profile.id)}/token`)}
        />
      </div>
      {hasProblem(app, profile) ? <ProfileProblem app={app} profile={profile} /> : null}
    </li>
  );
}

function hasProblem(app: AppModel, { id, status, apiRefusal }: ProfileSummary): boolean {
  return app.alert.value?.subject === id || statusProblem(status) !== undefined || apiRefusal !== undefined;
}
