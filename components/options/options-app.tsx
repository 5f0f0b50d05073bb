import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { ActivityPage } from "../activity/activity-page.tsx";
import { HostsPage } from "../hosts/hosts-page.tsx";
import type { AppModel } from "../models/app-model.ts";
import type { Route, Router } from "../models/router.ts";
import { OAuthsPage } from "../oauths/oauths-page.tsx";
import { ProfileFormPage } from "../oauths/profile-form-page.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { Shortcuts } from "../shortcuts/shortcuts.tsx";
import { StorageNotes } from "../storage/storage-notes.tsx";
import { StorageTrouble } from "../storage/storage-trouble.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { useKeptFocus } from "../ui/keep-focus.ts";
import { NoticeArea } from "../ui/notice-area.tsx";
import { TokenPage } from "../token/token-page.tsx";
import { UndoArea } from "../ui/undo-area.tsx";
import { LockedPanel } from "../vault/locked-panel.tsx";
import { useAskBeforeLoss } from "./ask-before-loss.ts";
import { Navigation } from "./navigation.tsx";

/** Manage OAuth: the navigation and the page that the address names. */
export function OptionsApp({ app, router }: { app: AppModel; router: Router }): VNode {
  const route = router.route.value;
  const root = useRef<HTMLDivElement>(null);
  useKeptFocus(root);
  useAskBeforeLoss(app.unkeptForms);
  return (
    <div class="options" ref={root}>
      <Navigation route={route} />
      <main class="options-main">
        <StorageNotes app={app} />
        <AppAlertView app={app} subject={undefined} />
        <LockedPanel app={app} class="card" />
        <Content app={app} router={router} route={route} />
      </main>
      <Shortcuts app={app} root={root} onAdd={() => router.go(addRoute(route))} />
      <div class="toasts">
        <UndoArea app={app} />
        <NoticeArea app={app} />
      </div>
    </div>
  );
}

/** Where `n` leads: to what the page in front has a list of. */
function addRoute(route: Route): Route {
  const isHosts = route.page === "hosts" || route.page === "newHost";
  return isHosts ? { page: "newHost" } : { page: "newOAuth" };
}

function Content(props: { app: AppModel; router: Router; route: Route }): VNode {
  const snapshot = props.app.snapshot.value;
  if (snapshot === undefined) return <p class="skeleton" />;
  if (snapshot.storageProblem !== undefined)
    return <StorageTrouble app={props.app} problem={snapshot.storageProblem} />;
  return <CurrentPage {...props} />;
}

function CurrentPage({ app, router, route }: { app: AppModel; router: Router; route: Route }): VNode {
  switch (route.page) {
    case "oauths":
      return <OAuthsPage app={app} router={router} />;
    case "newOAuth":
      return (
        <ProfileFormPage
          key={`new-${route.start ?? ""}`}
          app={app}
          router={router}
          target={{ kind: "new" }}
          startWith={route.start}
        />
      );
    case "duplicateOAuth":
      return (
        <ProfileFormPage
          key={`copy-${route.profileId}`}
          app={app}
          router={router}
          target={{ kind: "duplicate", profileId: route.profileId }}
        />
      );
    case "editOAuth":
      return (
        <ProfileFormPage
          key={route.profileId}
          app={app}
          router={router}
          target={{ kind: "edit", profileId: route.profileId }}
          toSecret={route.part === "secret" ? route : undefined}
        />
      );
    case "token":
      return <TokenPage key={`token-${route.profileId}`} app={app} profileId={route.profileId} />;
    case "hosts":
      return <HostsPage key="hosts" app={app} router={router} newHost={undefined} />;
    case "newHost":
      return <HostsPage key="hosts" app={app} router={router} newHost={route} />;
    case "activity":
      return <ActivityPage key="activity" app={app} traceId={route.traceId} />;
    case "settings":
      return <SettingsPage app={app} toImport={route.part === "import"} />;
  }
}
