import type { VNode } from "preact";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { ShownJson } from "../../lib/domain/token-view.ts";
import type { TokenModel } from "../models/token-model.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { errorWords } from "../words/errors.ts";
import { t } from "../words/t.ts";
import { JsonSection, TokenSection } from "./token-section.tsx";

/** What the server says of the token and of the person, when it is asked. */
export function TokenQuestions({ model, profile }: { model: TokenModel; profile: ProfileSummary }): VNode {
  const { introspection, userinfo } = profile.questions;
  const active = model.introspection.value;
  const person = model.userinfo.value;
  return (
    <>
      <Question
        title={t("tokenIntrospection")}
        action={t("tokenIntrospect")}
        none={t("tokenNoIntrospectionUrl")}
        needed={introspection}
        busy={active.busy}
        error={active.error}
        answer={active.answer?.answer}
        note={active.answer === undefined ? undefined : activeWords(active.answer.active)}
        signed={active.answer?.signed ?? false}
        onAsk={(needed) => void model.introspect(needed)}
      />
      <Question
        title={t("tokenUserinfo")}
        action={t("tokenFetchUserinfo")}
        none={t("tokenNoUserinfoUrl")}
        needed={userinfo}
        busy={person.busy}
        error={person.error}
        answer={person.answer?.answer}
        note={person.answer?.subject === "other" ? t("tokenOtherSubject") : undefined}
        signed={person.answer?.signed ?? false}
        onAsk={(needed) => void model.askUserinfo(needed)}
      />
    </>
  );
}

interface QuestionProps {
  readonly title: string;
  readonly action: string;
  /** Why nobody can be asked. */
  readonly none: string;
  readonly needed: PermissionSet | undefined;
  readonly busy: boolean;
  readonly error: ErrorData | undefined;
  readonly answer: ShownJson | undefined;
  readonly note: string | undefined;
  readonly signed: boolean;
  readonly onAsk: (needed: PermissionSet) => void;
}

function Question(props: QuestionProps): VNode {
  const { needed, answer, error } = props;
  const content =
    needed === undefined ? (
      <p class="quiet">{props.none}</p>
    ) : (
      <>
        <div>
          <Button small busy={props.busy} onClick={() => props.onAsk(needed)}>
            {props.action}
          </Button>
        </div>
        {error === undefined ? null : (
          <Alert tone="bad" small>
            {errorWords(error).text}
          </Alert>
        )}
        {props.note === undefined ? null : <p>{props.note}</p>}
        {props.signed ? <p class="quiet">{t("tokenNotVerified")}</p> : null}
      </>
    );
  if (answer === undefined) return <TokenSection title={props.title}>{content}</TokenSection>;
  return (
    <JsonSection title={props.title} json={answer}>
      {content}
    </JsonSection>
  );
}

function activeWords(active: boolean | undefined): string {
  if (active === undefined) return t("tokenActiveUnknown");
  return active ? t("tokenActive") : t("tokenInactive");
}
