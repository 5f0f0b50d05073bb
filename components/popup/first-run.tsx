import type { VNode } from "preact";
import { formatRoute } from "../models/router.ts";
import type { PopupModel } from "../models/popup-model.ts";
import { RedirectUrl } from "../oauths/redirect-url.tsx";
import { Button } from "../ui/button.tsx";
import { t } from "../words/t.ts";

const WAYS = [
  [{ page: "newOAuth", start: "provider" }, "popupFromProvider"],
  [{ page: "newOAuth", start: "issuer" }, "popupFromIssuer"],
  [{ page: "newOAuth", start: "scratch" }, "popupFromScratch"],
  [{ page: "settings", part: "import" }, "backupImport"],
] as const;

/** A popup with nothing in it yet: the ways to a first profile. */
export function FirstRun({ model }: { model: PopupModel }): VNode {
  const { app } = model;
  const needed = model.demo.value;
  return (
    <div class="empty">
      <h3 class="empty-title">{t("popupNoProfilesTitle")}</h3>
      <p class="quiet">{t("popupNoProfilesText")}</p>
      <div class="first-ways">
        {WAYS.map(([route, words], at) => (
          <Button key={words} look={at === 0 ? "primary" : "plain"} onClick={() => app.openPage(formatRoute(route))}>
            {t(words)}
          </Button>
        ))}
      </div>
      {needed === undefined ? null : (
        <>
          <Button look="tonal" describedBy="demo-hint" onClick={() => model.tryDemo(needed)}>
            {t("popupTryDemo")}
          </Button>
          <p id="demo-hint" class="field-hint">
            {t("popupTryDemoHint")}
          </p>
        </>
      )}
      <RedirectUrl app={app} label={t("popupRedirectTitle")} />
    </div>
  );
}
