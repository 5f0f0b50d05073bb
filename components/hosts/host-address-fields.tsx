import type { VNode } from "preact";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost } from "../models/host-actions.ts";
import type { HostCardModel } from "../models/host-card-model.ts";
import { AuthenticationSelect } from "../profile/authentication-select.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { fieldErrorWords } from "../words/field-problems.ts";
import { t } from "../words/t.ts";

/** The card's address, kept on Save or Enter, and its Authentication type, kept at once. */
export function HostAddressFields({
  app,
  model,
  summary,
}: {
  app: AppModel;
  model: HostCardModel;
  summary: HostSummary;
}): VNode {
  const { host } = summary;
  const pattern = model.pattern.value;
  const changed = pattern !== undefined && pattern !== host.pattern;
  return (
    <form
      class="host-fields"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void model.savePattern(summary);
      }}
    >
      <TextField
        label={t("hostsApiHost")}
        value={pattern ?? host.pattern}
        code
        inputMode="url"
        error={fieldErrorWords(model.error.value, "hostsApiHost")}
        errorIsNews
        onInput={(text) => model.typePattern(text)}
        onBlur={() => model.complete()}
        aside={
          changed ? (
            <>
              <Button submit look="primary">
                {t("commonSave")}
              </Button>
              <Button look="quiet" onClick={() => model.revertPattern()}>
                {t("commonCancel")}
              </Button>
            </>
          ) : null
        }
      />
      <Field label={t("commonAuthenticationType")}>
        {({ id }) => (
          <AuthenticationSelect
            id={id}
            app={app}
            profileId={host.profileId}
            onChange={(profileId) => changeHost(app, host, { profileId })}
          />
        )}
      </Field>
    </form>
  );
}
