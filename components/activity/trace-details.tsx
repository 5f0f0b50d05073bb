import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { Trace, TracedResponse } from "../../lib/domain/trace.ts";
import type { ActivityModel } from "../models/activity-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { errorWords } from "../words/errors.ts";
import { requestLines } from "../words/request-lines.ts";
import { t } from "../words/t.ts";

/** An exchange in full: request and response as they were, secrets masked. */
export function TraceDetails({ model, trace }: { model: ActivityModel; trace: Trace }): VNode {
  return (
    <div class="trace-details">
      {trace.error === undefined ? null : (
        <Alert tone="bad" small>
          {errorWords(trace.error).text}
        </Alert>
      )}
      <TracePart title={t("activityRequest")} text={requestLines(trace.request)} />
      {trace.response === undefined ? (
        <p class="quiet">{t(trace.kind === "authorization" ? "activityNoRedirect" : "activityNoResponse")}</p>
      ) : (
        <TracePart title={t("activityResponse")} text={responseText(trace.response)} />
      )}
      <div class="trace-actions">
        <Button small icon="copy" onClick={() => void model.copy(trace)}>
          {t("activityCopyTrace")}
        </Button>
      </div>
    </div>
  );
}

function TracePart({ title, text }: { title: string; text: string }): VNode {
  const id = useId();
  return (
    <div class="trace-part">
      <h2 id={id}>{title}</h2>
      <CodeBlock labelledBy={id} text={text} />
    </div>
  );
}

function responseText(response: TracedResponse): string {
  if (response.kind === "redirect")
    return `${t("activityRedirectedTo")}\n${response.url.replace(/[?&#]/gu, (sign) => `\n  ${sign}`)}`;
  const headers = response.headers.map(([name, value]) => `${name}: ${value}`);
  const end = response.shortened ? [t("activityShortened")] : [];
  return [`HTTP ${response.status}`, ...headers, "", prettyBody(response.body), ...end].join("\n");
}

function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
