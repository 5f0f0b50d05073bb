import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { TokenView } from "../../lib/domain/token-view.ts";
import type { AppModel } from "../models/app-model.ts";
import { copyToken } from "../models/profile-actions.ts";
import { TokenModel } from "../models/token-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { errorWords } from "../words/errors.ts";
import { t } from "../words/t.ts";
import { TokenClaims } from "./token-claims.tsx";
import { TokenQuestions } from "./token-questions.tsx";
import { JsonSection, TokenSection } from "./token-section.tsx";
import { TokenFact, TokenSummary } from "./token-summary.tsx";

/** Everything that may be shown of one profile's token. */
export function TokenPage({ app, profileId }: { app: AppModel; profileId: string }): VNode {
  const [model] = useState(() => new TokenModel(app, profileId));
  const snapshot = app.snapshot.value;
  const profile = snapshot?.profiles.find(({ id }) => id === profileId);
  const obtainedAtMs = profile?.token?.obtainedAtMs;
  // Again after each new token, and once the vault is open.
  useEffect(() => void model.load(), [model, obtainedAtMs, snapshot?.vault]);
  const { answer: view, error } = model.view.value;
  return (
    <>
      <p>
        <a class="token-back" href="#/oauths">
          {t("tokenBack")}
        </a>
      </p>
      <PageHead title={t("tokenDetails")} {...(profile === undefined ? {} : { lead: profile.name })} />
      {error === undefined ? null : <Alert tone="info">{loadErrorWords(error)}</Alert>}
      {profile === undefined || view === undefined ? null : (
        <>
          <TokenParts view={view} nowMs={app.now.value} />
          <TokenQuestions model={model} profile={profile} />
          <OtherTokens app={app} profile={profile} />
        </>
      )}
    </>
  );
}

function loadErrorWords(error: ErrorData): string {
  return error.code === "not_found" ? t("tokenNone") : errorWords(error).text;
}

function TokenParts({ view, nowMs }: { view: TokenView; nowMs: number }): VNode {
  const { accessToken, idToken, scope, reply, callback } = view;
  const hasCallback = Object.keys(callback).length > 0;
  return (
    <>
      <TokenSummary view={view} nowMs={nowMs} />
      <TokenClaims facts={accessToken} title={t("tokenClaims")} headerTitle={t("tokenHeader")} />
      {idToken === undefined ? null : (
        <TokenClaims facts={idToken} title={t("tokenIdClaims")} headerTitle={t("tokenIdHeader")} />
      )}
      <TokenSection title={t("tokenScope")}>
        <dl class="token-facts">
          <ScopeLine label={t("tokenAsked")} scopes={scope.asked} />
          {scope.granted === undefined ? null : <ScopeLine label={t("tokenGranted")} scopes={scope.granted} />}
          {scope.missing.length === 0 ? null : <ScopeLine label={t("tokenMissing")} scopes={scope.missing} />}
          {scope.extra.length === 0 ? null : <ScopeLine label={t("tokenExtra")} scopes={scope.extra} />}
        </dl>
        {scope.granted === undefined ? <p>{t("tokenAsAsked")}</p> : null}
      </TokenSection>
      <JsonSection title={t("tokenReply")} note={t("tokenReplyHint")} json={reply} />
      {hasCallback ? (
        <JsonSection title={t("tokenCallback")} json={{ text: JSON.stringify(callback, null, 2), shortened: false }} />
      ) : null}
    </>
  );
}

function ScopeLine({ label, scopes }: { label: string; scopes: readonly string[] }): VNode {
  return (
    <TokenFact name={label}>
      <bdi>{scopes.length === 0 ? t("tokenNothing") : scopes.join(" ")}</bdi>
    </TokenFact>
  );
}

/** Behind a disclosure: neither is needed all day, and the refresh token is the key to all others. */
function OtherTokens({ app, profile }: { app: AppModel; profile: ProfileSummary }): VNode | null {
  const { hasIdToken = false, hasRefreshToken = false } = profile.token ?? {};
  if (!hasIdToken && !hasRefreshToken) return null;
  return (
    <details class="card token-section">
      <summary>{t("copyOthers")}</summary>
      <p class="quiet">{t("copyOthersHint")}</p>
      <div class="form-buttons">
        {hasIdToken ? (
          <Button small icon="copy" onClick={() => void copyToken(app, profile, { which: "id_token" })}>
            {t("copyIdToken")}
          </Button>
        ) : null}
        {hasRefreshToken ? (
          <Button small icon="copy" onClick={() => void copyToken(app, profile, { which: "refresh_token" })}>
            {t("copyRefreshToken")}
          </Button>
        ) : null}
      </div>
    </details>
  );
}
