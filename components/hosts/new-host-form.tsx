import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import type { NewHostStart } from "../models/router.ts";
import { HostFormModel } from "../models/host-form-model.ts";
import { AuthenticationSelect } from "../profile/authentication-select.tsx";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { fieldErrorWords } from "../words/field-problems.ts";
import { HostError } from "./host-error.tsx";
import { HostChoices } from "./host-choices.tsx";
import { PagesField } from "./pages-field.tsx";
import { t } from "../words/t.ts";

export interface NewHostFormProps {
  readonly app: AppModel;
  readonly start: NewHostStart;
  /** What `start` asks for has become part of what is typed. */
  readonly onTaken: () => void;
  /** @param hostId of the API host that was saved; undefined where none was */
  readonly onDone: (hostId?: string) => void;
}

/** A new API host. Save asks the browser for it in the same click. */
export function NewHostForm({ app, start, onTaken, onDone }: NewHostFormProps): VNode {
  const form = useRef<HTMLFormElement>(null);
  const [model] = useState(
    () =>
      new HostFormModel(app, start, () => {
        // Saving can fail once another page is shown.
        if (form.current !== null) onTaken();
      }),
  );
  const failures = model.failures.value;
  useEffect(() => {
    model.askFor(start);
    form.current?.querySelector<HTMLElement>("input")?.focus();
  }, [model, start]);
  useEffect(() => {
    if (failures > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failures]);
  const save = async (): Promise<void> => {
    const { pattern, profileId } = model.host.peek();
    const hostId = await model.save();
    if (hostId === undefined) return;
    app.tell(profileId === null ? t("hostsSavedWithout") : t("hostsSaved", pattern));
    onDone(hostId);
  };
  return (
    <form
      ref={form}
      class="card host-card"
      aria-label={t("hostsNewHost")}
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 class="card-title">{t("hostsNewHost")}</h2>
      {model.restored.value ? (
        <Alert
          tone="info"
          small
          action={
            <Button small onClick={() => void model.discard()}>
              {t("commonDiscard")}
            </Button>
          }
        >
          {t("formRestored")}
        </Alert>
      ) : null}
      <NewHostFields app={app} model={model} callingPage={start.callingPage} />
      <HostError error={model.error.value} />
      <div class="form-buttons">
        <Button submit look="primary" busy={model.saving.value}>
          {t("commonSave")}
        </Button>
        <Button look="quiet" onClick={() => void model.discard().then(() => onDone())}>
          {t("commonCancel")}
        </Button>
      </div>
    </form>
  );
}

function NewHostFields({
  app,
  model,
  callingPage,
}: {
  app: AppModel;
  model: HostFormModel;
  callingPage: string | undefined;
}): VNode {
  const host = model.host.value;
  const error = model.error.value;
  const addressButton =
    callingPage === undefined || host.pattern !== "" ? null : (
      <Button
        onClick={() =>
          model.edit({ pattern: callingPage, callingPages: host.callingPages.filter((page) => page !== callingPage) })
        }
      >
        {t("hostsTakeAddress", callingPage.replace(/^https?:\/\//u, ""))}
      </Button>
    );
  return (
    <>
      <div class="host-fields">
        <TextField
          label={t("hostsApiHost")}
          value={host.pattern}
          code
          inputMode="url"
          hint={t("hostsApiHostHint")}
          placeholder="https://api.example.com"
          error={fieldErrorWords(error, "hostsApiHost")}
          errorIsNews
          onInput={(pattern) => model.edit({ pattern })}
          onBlur={() => model.complete()}
          aside={addressButton}
        />
        <Field label={t("commonAuthenticationType")}>
          {({ id }) => (
            <AuthenticationSelect
              id={id}
              app={app}
              profileId={host.profileId}
              onChange={(profileId) => model.edit({ profileId })}
            />
          )}
        </Field>
      </div>
      <PagesField
        pages={host.callingPages}
        typed={model.page.value}
        error={fieldErrorWords(error, "hostsPage")}
        onType={(text) => model.typePage(text)}
        onBlur={() => model.complete()}
        onAdd={() => model.addPage()}
        onRemove={(page) => model.edit({ callingPages: host.callingPages.filter((other) => other !== page) })}
      />
      <HostChoices
        host={host}
        onPageLoads={(pageLoads) => model.edit({ pageLoads })}
        onWebSockets={(webSockets) => model.edit({ webSockets })}
      />
    </>
  );
}
