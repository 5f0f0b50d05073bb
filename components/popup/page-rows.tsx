import type { VNode } from "preact";
import { letPageCall } from "../models/host-actions.ts";
import { hostsForPage, type PageHosts } from "../models/page-hosts.ts";
import type { PopupModel } from "../models/popup-model.ts";
import type { PageInFront } from "../models/this-page.ts";
import { Button } from "../ui/button.tsx";
import { PageHostRow } from "./page-host-row.tsx";
import { t } from "../words/t.ts";

/** More API hosts than this are folded away. */
const SHOWN_OTHERS = 2;

/** The API hosts that the page in front may call, and those that it could. */
export function PageRows({ model, page }: { model: PopupModel; page: PageInFront }): VNode {
  const snapshot = model.app.snapshot.value;
  // Both at once, so that nothing moves when the second comes.
  if (snapshot === undefined || !model.requests.isLoaded.value) return <p class="skeleton" />;
  const requests = model.requests.byHost.value;
  const hosts = hostsForPage(snapshot.hosts, page, new Set(requests.keys()));
  const shown = [...hosts.inPlay, ...hosts.called];
  return (
    <>
      {shown.length === 0 ? null : (
        <ul class="page-hosts" aria-label={t("popupHostsInPlay")}>
          {shown.map((summary) => (
            <PageHostRow
              key={summary.host.id}
              app={model.app}
              summary={summary}
              profiles={snapshot.profiles}
              requests={requests.get(summary.host.id) ?? []}
              unlisted={hosts.called.includes(summary) ? page.origin : undefined}
            />
          ))}
        </ul>
      )}
      <Others model={model} page={page} hosts={hosts} />
    </>
  );
}

function Others({ model, page, hosts }: { model: PopupModel; page: PageInFront; hosts: PageHosts }): VNode | null {
  const { app } = model;
  const buttons = hosts.others.map((summary) => (
    <Button
      key={summary.host.id}
      small
      look="quiet"
      icon="plus"
      title={summary.host.pattern}
      onClick={() => letPageCall(app, summary, page.origin)}
    >
      {t("popupLetThisPageCall", summary.host.pattern.replace(/^https:\/\//u, ""))}
    </Button>
  ));
  if (hosts.inPlay.length + hosts.called.length > 0) {
    if (buttons.length === 0) return null;
    return (
      <details class="more-hosts">
        <summary>{t("popupOtherHosts")}</summary>
        <div class="page-offers">{buttons}</div>
      </details>
    );
  }
  const none = buttons.length === 0;
  // The first step is a profile, and the list below says so.
  if (none && app.snapshot.value?.profiles.length === 0) return <p class="quiet">{t("popupNoToken")}</p>;
  return (
    <>
      <p class="quiet">{none ? t("popupNoHostsYet") : t("popupNotListed")}</p>
      <div class="page-offers">
        {buttons.slice(0, SHOWN_OTHERS)}
        {buttons.length > SHOWN_OTHERS ? (
          <details class="more-hosts">
            <summary>{t("popupOtherHosts")}</summary>
            <div class="page-offers">{buttons.slice(SHOWN_OTHERS)}</div>
          </details>
        ) : null}
        <Button
          small
          look={none ? "plain" : "quiet"}
          icon="plus"
          onClick={() => app.openPage(`#/hosts/new?page=${encodeURIComponent(page.origin)}`)}
        >
          {t("popupAddApiHost")}
        </Button>
      </div>
    </>
  );
}
