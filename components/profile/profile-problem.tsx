import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Alert } from "../ui/alert.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { activityWords } from "../words/activity.ts";
import { errorWords } from "../words/errors.ts";
import { statusProblem } from "../words/status.ts";

/** A failure this long before the page was opened is still news, milliseconds: the popup may have died meanwhile. */
const FRESH_MS = 120_000;

/** What went wrong with a profile: a command just now, or the last attempt. */
export function ProfileProblem({ app, profile }: { app: AppModel; profile: ProfileSummary }): VNode | null {
  if (app.alert.value?.subject === profile.id) return <AppAlertView app={app} subject={profile.id} />;
  const problem = statusProblem(profile.status);
  if (problem === undefined) return null;
  const { traceId } = problem.error;
  return (
    <Alert tone={profile.status.kind === "valid" ? "warning" : "bad"} small fresh={problem.atMs > app.startedAtMs - FRESH_MS}>
      {errorWords(problem.error).text}{" "}
      {traceId === undefined ? null : (
        <button type="button" class="link" onClick={() => openActivity(app, traceId)}>
          {activityWords.seeTrace}
        </button>
      )}
    </Alert>
  );
}

function openActivity(app: AppModel, traceId: string): void {
  app.openPage(`#/activity/${encodeURIComponent(traceId)}`);
}
