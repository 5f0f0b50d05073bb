import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { formatRoute } from "../models/router.ts";
import { t } from "../words/t.ts";

/** Leads from an error to the exchange that it comes from. */
export function TraceLink({ app, traceId }: { app: AppModel; traceId: string | undefined }): VNode | null {
  if (traceId === undefined) return null;
  return (
    <button type="button" class="link" onClick={() => app.openPage(formatRoute({ page: "activity", traceId }))}>
      {t("activitySeeTrace")}
    </button>
  );
}
