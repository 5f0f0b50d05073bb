import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { placeholderNames } from "../../lib/domain/placeholders.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { Provider } from "../../lib/domain/providers/provider.ts";
import { filledMembers, type FormFill } from "../models/form-fill.ts";
import { grantsOf, type StartModel } from "../models/start-model.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { grantTypeWords } from "../words/oauths.ts";
import { variableLabel } from "../words/provider-variables.ts";
import { filledWords } from "../words/start.ts";
import { t } from "../words/t.ts";

interface FilledFromProps {
  readonly start: StartModel;
  readonly fill: FormFill;
  readonly profile: OAuthProfile;
}

/** What has filled the form and with what, the way back, and what it still asks for. */
export function FilledFrom({ start, fill, profile }: FilledFromProps): VNode {
  const section = useRef<HTMLElement>(null);
  const { provider, from } = fill;
  useEffect(() => {
    // What was chosen with is gone; reading goes on with what is asked for next. A server's answer comes at any time.
    const next = section.current?.querySelector<HTMLElement>("input[type=text]") ?? section.current;
    if (provider !== undefined || document.activeElement === document.body) next?.focus();
  }, [from, provider]);
  return (
    <section class="card filled" aria-label={t("startFilledFrom", from)} tabIndex={-1} ref={section}>
      <div class="filled-line">
        <p class="filled-words">
          <strong>{t("startFilledFrom", from)}</strong>: {filledWords(filledMembers(fill))}
        </p>
        <Button small onClick={() => start.undo()}>
          {t("startUndo")}
        </Button>
      </div>
      {provider === undefined ? null : (
        <ProviderQuestions start={start} provider={provider} fill={fill} profile={profile} />
      )}
    </section>
  );
}

function ProviderQuestions({ start, provider, fill, profile }: FilledFromProps & { provider: Provider }): VNode {
  // Of those that only another grant uses the person need not know.
  const used = placeholderNames(JSON.stringify(fill.after));
  const asked = (provider.variables ?? []).filter(({ name }) => used.includes(name));
  const change = (name: string, value: string): void =>
    start.form.change((current) => ({ ...current, variables: { ...current.variables, [name]: value } }));
  return (
    <>
      {asked.length === 0 ? null : (
        <div class="filled-variables">
          {asked.map(({ name, label, example }) => (
            <TextField
              key={name}
              label={variableLabel(label)}
              value={profile.variables[name] ?? ""}
              placeholder={example}
              code
              onInput={(value) => change(name, value)}
            />
          ))}
        </div>
      )}
      <div class="filled-line">
        <fieldset class="grants">
          <legend>{t("startGrantsOf", provider.name)}</legend>
          {grantsOf(provider).map((grantType) => (
            <label class="grant" key={grantType}>
              <input
                type="radio"
                name={`grant-${provider.id}`}
                checked={fill.after.grantType === grantType}
                onChange={() => start.choose(provider, grantType)}
              />
              {grantTypeWords(grantType)}
            </label>
          ))}
        </fieldset>
        <a href={provider.source} target="_blank" rel="noreferrer">
          {t("startDocumentation", provider.name)}
        </a>
      </div>
    </>
  );
}
