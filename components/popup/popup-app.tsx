import type { VNode } from "preact";
import type { PopupModel } from "../models/popup-model.ts";
import { AppAlertView, StorageAlert } from "../ui/app-alert.tsx";
import { Button } from "../ui/button.tsx";
import { NoticeArea } from "../ui/notice-area.tsx";
import { commonWords } from "../words/common.ts";
import { ProfileList } from "./profile-list.tsx";
import { ThisPage } from "./this-page.tsx";

/** The toolbar popup. Its frame stands before the worker has answered. */
export function PopupApp({ model }: { model: PopupModel }): VNode {
  const { app } = model;
  return (
    <div class="popup">
      <main class="popup-main">
        <h1 class="visually-hidden">{commonWords.product}</h1>
        <StorageAlert app={app} />
        <AppAlertView app={app} subject={undefined} />
        <ThisPage model={model} />
        <ProfileList model={model} />
      </main>
      <NoticeArea app={app} />
      <footer class="popup-footer">
        <Button icon="plus" look="quiet" onClick={() => app.openPage("#/oauths/new")}>
          {commonWords.addOAuth}
        </Button>
        <Button icon="settings" look="quiet" onClick={() => app.openPage("#/oauths")}>
          {commonWords.manageOAuth}
        </Button>
      </footer>
    </div>
  );
}
