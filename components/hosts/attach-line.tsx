import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import type { AttachState, HostSummary, ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { allowHost, changeHost } from "../models/host-actions.ts";
import { authorize } from "../models/profile-actions.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useBusy } from "../ui/use-busy.ts";
import { usePart } from "../ui/use-part.ts";
import { authorizeWords, statusWords } from "../words/status.ts";
import { t } from "../words/t.ts";

export interface AttachLineProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly words: (state: AttachState, profile: string, host: string) => string;
}

/** What an API host's requests carry now, in words, and the one button that mends it. */
export function AttachLine({ app, summary, words }: AttachLineProps): VNode {
  const { profileId } = summary.host;
  const profile = usePart(useCallback(() => app.index.profile(profileId), [app, profileId]));
  const good = summary.attaching === "attaching";
  const busy = profile?.status.kind === "authorizing";
  const text = busy
    ? statusWords(profile.status, app.now.value).text
    : words(summary.attaching, profile?.name ?? "", summary.host.pattern);
  const tone = busy
    ? "busy"
    : good
      ? "good"
      : summary.attaching === "off" || summary.attaching === "no_profile"
        ? "neutral"
        : "warning";
  return (
    <div class="attach-line">
      <p class={`status status-${tone}`}>
        <Icon name={tone} />
        <span>{text}</span>
      </p>
      {busy ? null : <MendingButton app={app} summary={summary} profile={profile} />}
    </div>
  );
}

interface MendingButtonProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
  readonly profile: ProfileSummary | undefined;
}

function MendingButton({ app, summary, profile }: MendingButtonProps): VNode | null {
  const busy = useBusy(app, summary.host.id);
  const isAuthorizing = useBusy(app, profile?.id ?? "");
  switch (summary.attaching) {
    case "no_permission":
      return (
        <Button small look="tonal" onClick={() => allowHost(app, summary)}>
          {t("commonAllowAccess")}
        </Button>
      );
    case "off":
      return (
        <Button small busy={busy} onClick={() => changeHost(app, summary.host, { enabled: true })}>
          {t("popupTurnOn")}
        </Button>
      );
    case "not_authorized":
    case "expired":
    case "unreadable":
      return profile === undefined ? null : (
        <Button small look="tonal" busy={isAuthorizing} onClick={() => authorize(app, profile)}>
          {authorizeWords(profile)}
        </Button>
      );
    case "attaching":
    case "no_profile":
    case "not_attachable":
    case "locked":
    case "rule_limit":
    case "test_mode":
    case "host_not_allowed":
    case "passphrase_required":
      return null;
  }
}
