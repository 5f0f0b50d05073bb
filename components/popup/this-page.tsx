import type { VNode } from "preact";
import type { PopupModel } from "../models/popup-model.ts";
import { later } from "../ui/later.tsx";
import { t } from "../words/t.ts";

/** Fetched while the worker is asked, whose answer it waits for in any case. */
const PageRows = later(
  async () => (await import("./page-rows.tsx")).PageRows,
  () => <p class="skeleton" />,
);

/** Whether all of it is drawn: what stands below would be moved by it before. */
export function isPageDrawn({ page, app, requests }: PopupModel): boolean {
  if (page.value === null) return true;
  return page.value !== undefined && app.snapshot.value !== undefined && requests.isLoaded.value && PageRows.isThere();
}

/** Which token the requests of the tab in front carry. */
export function ThisPage({ model }: { model: PopupModel }): VNode {
  const page = model.page.value;
  return (
    <section class="popup-section" aria-labelledby="this-page">
      <div class="section-head">
        <h2 id="this-page" class="section-title">
          {t("popupThisPage")}
        </h2>
        <span class="page-host-name" dir="ltr" title={page?.host}>
          {page?.host}
        </span>
      </div>
      {page === undefined ? (
        <p class="skeleton" />
      ) : page === null ? (
        <p class="quiet">{t("popupNoPage")}</p>
      ) : (
        <PageRows model={model} page={page} />
      )}
    </section>
  );
}
