import type { VNode } from "preact";
import { isEmpty } from "../../lib/domain/permission-set.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import {
  authorize,
  cancelAuthorize,
  copyToken,
  enterSecret,
  lacksSecret,
  showSignIn,
  wantsSecret,
} from "../models/profile-actions.ts";
import { Button } from "../ui/button.tsx";
import { useBusy } from "../ui/use-busy.ts";
import { CopyMenu } from "./copy-menu.tsx";
import { authorizeWords } from "../words/status.ts";
import { t } from "../words/t.ts";

export interface ProfileButtonsProps {
  readonly app: AppModel;
  readonly profile: ProfileSummary;
  readonly onDetails: () => void;
}

/**
 * The two things done with a profile all day; the likelier one stands out. Each has a key, or the one would be drawn in
 * place of another that has the focus.
 */
export function ProfileButtons({ app, profile, onDetails }: ProfileButtonsProps): VNode {
  const busy = useBusy(app, profile.id);
  const { status } = profile;
  if (status.kind === "authorizing") {
    const canAllow = status.step === "permission" && !isEmpty(profile.missing);
    return (
      <div class="profile-buttons">
        {canAllow ? (
          <Button key="authorize" look="tonal" small onClick={() => authorize(app, profile)}>
            {authorizeWords(profile)}
          </Button>
        ) : null}
        {status.step === "authorization" ? (
          <Button key="show" look="tonal" small onClick={() => void showSignIn(app, profile)}>
            {t("commonShowSignIn")}
          </Button>
        ) : null}
        <Button key="cancel" small onClick={() => cancelAuthorize(app, profile)}>
          {t("commonCancel")}
        </Button>
      </div>
    );
  }
  const wanted = wantsSecret(profile);
  const blocked = app.isLocked.value
    ? t("vaultUnlockFirst")
    : lacksSecret(profile)
      ? t("commonSecretFirst")
      : undefined;
  const more = profile.token === undefined ? [] : [{ label: t("tokenDetails"), onChoose: onDetails }];
  const usable = status.kind === "valid" || status.kind === "renewing";
  return (
    <div class="profile-buttons">
      {wanted ? (
        <Button key="secret" small look="tonal" onClick={() => enterSecret(app, profile)}>
          {t("commonEnterSecret")}
        </Button>
      ) : null}
      <Button
        key="authorize"
        small
        look={usable || wanted ? "plain" : "tonal"}
        busy={busy}
        blocked={blocked}
        onClick={() => authorize(app, profile)}
      >
        {authorizeWords(profile)}
      </Button>
      <Button
        key="copy"
        small
        icon="copy"
        look={usable ? "tonal" : "plain"}
        busy={busy}
        blocked={blocked}
        title={profile.token === undefined && profile.grantType === "authorization_code" ? t("copySignIn") : undefined}
        onClick={() => void copyToken(app, profile)}
      >
        {t("commonCopyToken")}
      </Button>
      <CopyMenu app={app} profile={profile} label={t("copyMore")} markOnly more={more} />
    </div>
  );
}
