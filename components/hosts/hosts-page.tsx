import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import type { Router } from "../models/router.ts";
import { Button } from "../ui/button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { hostWords } from "../words/hosts.ts";
import { HostCard } from "./host-card.tsx";
import { NewHostForm } from "./new-host-form.tsx";

export interface HostsPageProps {
  readonly app: AppModel;
  readonly router: Router;
  /** Present while a new API host is typed. */
  readonly newHost: { readonly callingPage: string | undefined } | undefined;
}

/** Every API host, each a card that is edited in place. */
export function HostsPage({ app, router, newHost }: HostsPageProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const hosts = app.snapshot.value?.hosts ?? [];
  const close = (): void => {
    router.go({ page: "hosts" });
    heading.current?.focus();
  };
  const add = (
    <Button icon="plus" look="primary" onClick={() => router.go({ page: "newHost", callingPage: undefined })}>
      {hostWords.addHost}
    </Button>
  );
  return (
    <>
      <PageHead
        title={hostWords.title}
        lead={hostWords.lead}
        headingRef={heading}
        {...(newHost === undefined ? { actions: add } : {})}
      />
      {newHost === undefined ? null : <NewHostForm app={app} callingPage={newHost.callingPage} onDone={close} />}
      {hosts.length === 0 && newHost === undefined ? (
        <div class="card empty">
          <h2 class="empty-title">{hostWords.emptyTitle}</h2>
          <p class="quiet">{hostWords.emptyText}</p>
        </div>
      ) : null}
      {hosts.length === 0 ? null : (
        <ul class="cards" aria-label={hostWords.title}>
          {hosts.map((summary) => (
            <HostCard key={summary.host.id} app={app} summary={summary} onDeleted={() => heading.current?.focus()} />
          ))}
        </ul>
      )}
    </>
  );
}
