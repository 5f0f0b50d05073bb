import type { VNode } from "preact";
import { parseUrl } from "../../lib/domain/url.ts";
import { isLoopback } from "../../lib/domain/endpoint.ts";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { DiscoveryModel } from "../models/discovery-model.ts";
import { insecureHosts } from "../models/insecure-endpoints.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { TraceLink } from "../ui/trace-link.tsx";
import { urlExample } from "../words/fields.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { discoveryErrorWords } from "../words/start.ts";
import { AllowPlainHttp } from "./allow-plain-http.tsx";
import { t } from "../words/t.ts";

/** Fills the form with what a server says of itself. */
export function IssuerDiscovery({ discovery, profile }: { discovery: DiscoveryModel; profile: OAuthProfile }): VNode {
  const { form } = discovery.start;
  const error = discovery.error.value;
  const isField = error?.code === "invalid_field";
  // The form itself asks where an endpoint needs it.
  const hosts = insecureHosts(profile).length > 0 ? [] : insecureIssuer(discovery.issuer.value);
  return (
    <>
      <TextField
        label={t("startIssuer")}
        value={discovery.issuer.value}
        placeholder={urlExample("formIssuer")}
        code
        inputMode="url"
        error={isField ? fieldProblemWords({ ...error, field: t("startIssuer") }) : undefined}
        onInput={(issuer) => discovery.type(issuer)}
        onBlur={() => discovery.complete()}
        onEnter={() => void discovery.discover()}
        aside={
          <Button busy={discovery.running.value} onClick={() => void discovery.discover()}>
            {t("startDiscover")}
          </Button>
        }
      />
      <AllowPlainHttp model={form} profile={profile} hosts={hosts} />
      {error === undefined || isField ? null : <DiscoveryProblem discovery={discovery} error={error} />}
    </>
  );
}

function DiscoveryProblem({ discovery, error }: { discovery: DiscoveryModel; error: ErrorData }): VNode {
  return (
    <Alert tone="bad" small fresh>
      {discoveryErrorWords(error)} <TraceLink app={discovery.start.form.app} traceId={error.traceId} />
    </Alert>
  );
}

function insecureIssuer(issuer: string): readonly string[] {
  const url = parseUrl(issuer.trim());
  return url?.protocol === "http:" && url.hostname !== "" && !isLoopback(url.hostname) ? [url.host] : [];
}
