import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { errorWords } from "../words/errors.ts";
import { authorizeWords } from "../words/status.ts";
import { Alert } from "./alert.tsx";
import { IconButton } from "./icon-button.tsx";
import { TraceLink } from "./trace-link.tsx";
import { t } from "../words/t.ts";

/** The last command's failure, where it belongs: under its subject, or on top for one without. */
export function AppAlertView({ app, subject }: { app: AppModel; subject: string | undefined }): VNode | null {
  const alert = app.alert.value;
  if (alert === undefined || alert.subject !== subject) return null;
  const profile = app.index.profile(subject ?? null);
  const dismiss = <IconButton icon="close" label={t("commonDismiss")} onClick={() => app.showAlert(undefined)} />;
  return (
    <Alert tone="bad" fresh small={subject !== undefined} action={dismiss}>
      {errorWords(alert.error, profile && authorizeWords(profile)).text}{" "}
      <TraceLink app={app} traceId={alert.error.traceId} />
    </Alert>
  );
}
