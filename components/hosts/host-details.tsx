import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { AppModel } from "../models/app-model.ts";
import { changeHost, setWebSockets } from "../models/host-actions.ts";
import type { HostCardModel } from "../models/host-card-model.ts";
import { CopyMenu } from "../profile/copy-menu.tsx";
import { ReadOnly } from "../ui/read-only.tsx";
import { usePart } from "../ui/use-part.ts";
import { fieldErrorWords } from "../words/field-problems.ts";
import { HostAddressFields } from "./host-address-fields.tsx";
import { HostChoices } from "./host-choices.tsx";
import { HostError } from "./host-error.tsx";
import { PagesField } from "./pages-field.tsx";
import { TestChoice } from "./test-mode.tsx";
import { t } from "../words/t.ts";

export interface HostDetailsProps {
  readonly app: AppModel;
  readonly model: HostCardModel;
  readonly summary: HostSummary;
}

/** What an API host's card shows while it is open: every choice is kept at once, a typed address on its own Save. */
export function HostDetails({ app, model, summary }: HostDetailsProps): VNode {
  const { host } = summary;
  const profile = usePart(useCallback(() => app.index.profile(host.profileId), [app, host.profileId]));
  const managed = isManaged(host);
  const error = model.error.value;
  return (
    <>
      {managed ? (
        <p class="facts">
          {t("managedTitle")}. {t("managedHostText")}
        </p>
      ) : null}
      <ReadOnly when={managed}>
        <HostAddressFields app={app} model={model} summary={summary} />
        <PagesField
          pages={host.callingPages}
          typed={model.page.value}
          error={fieldErrorWords(error, "hostsPage")}
          onType={(text) => model.typePage(text)}
          onBlur={() => model.complete()}
          onAdd={() => model.addPage(summary)}
          onRemove={(removedPage) => changeHost(app, host, { removedPage })}
        />
        <HostChoices
          host={host}
          onPageLoads={(pageLoads) => changeHost(app, host, { pageLoads })}
          onWebSockets={(on) => setWebSockets(app, summary, on)}
        />
      </ReadOnly>
      <div class="host-more">
        <TestChoice app={app} summary={summary} />
        {profile === undefined ? null : <CopyMenu app={app} profile={profile} hostId={host.id} label={t("copyAs")} />}
      </div>
      <HostError error={error} />
    </>
  );
}
