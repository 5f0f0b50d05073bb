import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { Snapshot } from "../../lib/domain/snapshot.ts";
import type { PopupModel } from "../models/popup-model.ts";
import { lockVault } from "../models/vault-actions.ts";
import { Shortcuts } from "../shortcuts/shortcuts.tsx";
import { Button } from "../ui/button.tsx";
import { useKeptFocus } from "../ui/keep-focus.ts";
import { later } from "../ui/later.tsx";
import { useMeasuredHeight } from "../ui/measured-height.ts";
import { NoticeArea } from "../ui/notice-area.tsx";
import { useAlertsInView } from "./alerts-in-view.ts";
import { ProfileList } from "./profile-list.tsx";
import { useScrollKeys } from "./scroll-keys.ts";
import { ThisPage, isPageDrawn } from "./this-page.tsx";
import { t } from "../words/t.ts";

// On most days none of them is seen.
const AppAlertView = later(async () => (await import("../ui/app-alert.tsx")).AppAlertView);
const StorageNotes = later(async () => (await import("../storage/storage-notes.tsx")).StorageNotes);
const PopupStorageTrouble = later(async () => (await import("../storage/popup-trouble.tsx")).PopupStorageTrouble);
const LockedPanel = later(async () => (await import("../vault/locked-panel.tsx")).LockedPanel);

/** The toolbar popup. Its frame stands before the worker has answered. */
export function PopupApp({ model }: { model: PopupModel }): VNode {
  const { app } = model;
  const root = useRef<HTMLDivElement>(null);
  useKeptFocus(root);
  const content = useRef<HTMLDivElement>(null);
  useAlertsInView(root);
  // From which the browser takes how high to make the popup; with less room the content scrolls above the footer.
  useMeasuredHeight(content, "--popup-content");
  const scroller = useRef<HTMLElement>(null);
  useScrollKeys(scroller);
  return (
    <div class="popup" ref={root}>
      <main class="popup-main" ref={scroller}>
        <h1 class="visually-hidden">{t("commonProduct")}</h1>
        <div class="popup-content" ref={content}>
          {hasNotes(app.snapshot.value) ? <StorageNotes app={app} /> : null}
          {app.alert.value === undefined ? null : <AppAlertView app={app} subject={undefined} />}
          <Content model={model} />
        </div>
      </main>
      <Shortcuts app={app} root={root} onAdd={() => app.openPage("#/oauths/new")} />
      <NoticeArea app={app} />
      <footer class="popup-footer">
        <Button icon="plus" look="quiet" onClick={() => app.openPage("#/oauths/new")}>
          {t("commonAddOAuth")}
        </Button>
        <Button icon="settings" look="quiet" onClick={() => app.openPage()}>
          {t("commonManageOAuth")}
        </Button>
        {app.snapshot.value?.vault === "unlocked" ? (
          <Button icon="lock" look="quiet" onClick={() => void lockVault(app)}>
            {t("vaultLock")}
          </Button>
        ) : null}
      </footer>
    </div>
  );
}

function Content({ model }: { model: PopupModel }): VNode {
  const { app } = model;
  const { storageProblem, vault } = app.snapshot.value ?? {};
  if (storageProblem !== undefined) return <PopupStorageTrouble app={app} problem={storageProblem} />;
  if (vault === "locked") return <LockedPanel app={app} takesFocus class="popup-section" />;
  return (
    <>
      <ThisPage model={model} />
      {isPageDrawn(model) ? <ProfileList model={model} /> : null}
    </>
  );
}

function hasNotes(snapshot: Snapshot | undefined): boolean {
  return (snapshot?.storageNotes ?? []).length + (snapshot?.policy?.problems ?? []).length > 0;
}
