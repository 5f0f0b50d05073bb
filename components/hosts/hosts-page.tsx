import type { VNode } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import type { NewHostStart, Router } from "../models/router.ts";
import { Button } from "../ui/button.tsx";
import { DraftNote } from "../ui/draft-note.tsx";
import { useFocusOnEntry } from "../ui/focus-on-entry.ts";
import { GrowingList } from "../ui/growing-list.tsx";
import { HostFolds } from "../models/host-folds.ts";
import { searchHosts } from "../models/search.ts";
import { ListSearch } from "../ui/list-search.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { HostCard } from "./host-card.tsx";
import { NewHostForm } from "./new-host-form.tsx";
import { countWords } from "../words/count.ts";
import { t } from "../words/t.ts";

/** A folded one is as high as two rows of another list. */
const SCREENFUL = 10;

export interface HostsPageProps {
  readonly app: AppModel;
  readonly router: Router;
  /** Present while a new API host is typed. */
  readonly newHost: NewHostStart | undefined;
}

/** Every API host, each a row that opens to be edited in place. */
export function HostsPage({ app, router, newHost }: HostsPageProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const { hosts = [], profiles = [], partial } = app.snapshot.value ?? {};
  const search = app.hostSearch.text.value;
  const found = searchHosts(hosts, profiles, search);
  const [folds] = useState(() => new HostFolds(app));
  // Who has added one at the end of a long list is brought to it.
  const [added, setAdded] = useState<string>();
  useFocusOnEntry(added && `host-${added}`);
  const close = (hostId?: string): void => {
    setAdded(hostId);
    if (hostId !== undefined) {
      folds.set(hostId, true);
      app.hostSearch.type("");
    }
    router.go({ page: "hosts" });
    heading.current?.focus();
  };
  // The same each time, so that what is drawn of an API host stands for as long as that is as it was.
  const draw = useCallback(
    (summary: HostSummary) => <HostCard key={summary.host.id} app={app} summary={summary} folds={folds} />,
    [app, folds],
  );
  const add = (
    <Button icon="plus" look="primary" onClick={() => router.go({ page: "newHost" })}>
      {t("hostsAddHost")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("hostsTitle")}
        lead={t("hostsLead")}
        headingRef={heading}
        {...(newHost === undefined ? { actions: add } : {})}
      />
      {newHost === undefined ? (
        <NewHostNote app={app} router={router} />
      ) : (
        // Who comes from another page, or from a profile's form, brings it along.
        <NewHostForm app={app} start={newHost} onTaken={() => router.rename({ page: "newHost" })} onDone={close} />
      )}
      {hosts.length === 0 && newHost === undefined ? (
        <div class="card empty">
          <h2 class="empty-title">{t("hostsEmptyTitle")}</h2>
          <p class="quiet">{t("hostsEmptyText")}</p>
        </div>
      ) : null}
      <ListSearch
        label={t("hostsSearch")}
        count={hosts.length}
        countWords={countWords("hostsCount", { search, found: found.length, all: hosts.length, partial })}
        value={search}
        onInput={(text) => app.hostSearch.type(text)}
      />
      {hosts.length === 0 ? null : found.length === 0 ? (
        <p class="quiet">{t("hostsNoneFound", search)}</p>
      ) : (
        <GrowingList
          class="cards host-cards"
          label={t("hostsTitle")}
          entries={found}
          search={search}
          screenful={SCREENFUL}
          upTo={found.find(({ host }) => host.id === added)}
        >
          {draw}
        </GrowingList>
      )}
    </>
  );
}

/** A new API host that was begun and not saved. */
function NewHostNote({ app, router }: { app: AppModel; router: Router }): VNode | null {
  const draft = app.snapshot.value?.hostDrafts.find(({ hostId }) => hostId === null);
  if (draft === undefined) return null;
  const { pattern } = draft.host;
  return (
    <DraftNote
      text={pattern === "" ? t("hostsDraftUnnamed") : t("oauthsDraftNamed", pattern)}
      onContinue={() => router.go({ page: "newHost" })}
      onDiscard={() => void app.run("discardHostForm", {})}
    />
  );
}
