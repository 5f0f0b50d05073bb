import type { VNode } from "preact";
import type { HostSummary, ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost } from "../models/host-actions.ts";
import { AttachLine } from "../hosts/attach-line.tsx";
import { AuthenticationSelect } from "../profile/authentication-select.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { pageHostWords } from "../words/attach.ts";

export interface PageHostRowProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly profiles: readonly ProfileSummary[];
}

/** One API host that the page may call: which token it gets, and what stops it. */
export function PageHostRow({ app, summary, profiles }: PageHostRowProps): VNode {
  const { host } = summary;
  const nameId = `page-host-${host.id}`;
  return (
    <li class="page-host" aria-labelledby={nameId}>
      <div class="page-host-head">
        <span id={nameId} class="page-host-pattern" dir="ltr" title={host.pattern}>
          {host.pattern.replace(/^https:\/\//u, "")}
        </span>
        <AuthenticationSelect
          profiles={profiles}
          profileId={host.profileId}
          describedBy={nameId}
          onChange={(profileId) => changeHost(app, host, { profileId })}
        />
      </div>
      <AttachLine app={app} summary={summary} profiles={profiles} words={pageHostWords} />
      <AppAlertView app={app} subject={host.id} />
    </li>
  );
}
