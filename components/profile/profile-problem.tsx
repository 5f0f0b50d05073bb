import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { authorizeAnew } from "../models/profile-actions.ts";
import { Alert } from "../ui/alert.tsx";
import { AppAlertView } from "../ui/app-alert.tsx";
import { Button } from "../ui/button.tsx";
import { TraceLink } from "../ui/trace-link.tsx";
import { apiRefusalWords, problemWords } from "../words/problems.ts";
import { authorizeWords, statusProblem } from "../words/status.ts";
import { t } from "../words/t.ts";

/** A failure this long before the page was opened is still news, milliseconds: the popup may have died meanwhile. */
const FRESH_MS = 120_000;

/** What went wrong with a profile: a command just now, or the last attempt. */
export function ProfileProblem({ app, profile }: { app: AppModel; profile: ProfileSummary }): VNode | null {
  if (app.alert.value?.subject === profile.id) return <AppAlertView app={app} subject={profile.id} />;
  const problem = statusProblem(profile.status);
  if (problem === undefined) return <RefusalNote profile={profile} />;
  const fresh = problem.atMs > app.startedAtMs - FRESH_MS;
  const again =
    problem.error.code === "renewal_unknown" ? (
      <Button small onClick={() => authorizeAnew(app, profile)}>
        {t("commonAuthorize")}
      </Button>
    ) : undefined;
  return (
    <Alert tone={profile.status.kind === "valid" ? "warning" : "bad"} small fresh={fresh} action={again}>
      {problemWords(problem, authorizeWords(profile))} <TraceLink app={app} traceId={problem.error.traceId} />
    </Alert>
  );
}

function RefusalNote({ profile }: { profile: ProfileSummary }): VNode | null {
  if (profile.apiRefusal === undefined || profile.status.kind !== "valid") return null;
  return (
    <Alert tone="warning" small>
      {apiRefusalWords(profile.apiRefusal)}
    </Alert>
  );
}
