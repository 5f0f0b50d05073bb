import type { Snapshot } from "../domain/snapshot.ts";
import type { CommandHandlers } from "../messages/server.ts";
import type { Store } from "../store/store.ts";
import { createAcquirer } from "./acquire.ts";
import { createAttacher } from "./attach.ts";
import { createAuthorizer } from "./authorize.ts";
import { createBadgeKeeper } from "./badge.ts";
import { createHandlers } from "./handlers.ts";
import { createEndpointCalls } from "./endpoint-calls.ts";
import { createGrantRunner } from "./grant-runner.ts";
import { createOriginShaper } from "./origin.ts";
import type { BrowserPorts } from "./ports.ts";
import { createProfileForms } from "./profile-forms.ts";
import { createRenewal } from "./renewal.ts";
import { takeSnapshot } from "./snapshot.ts";

/** The running worker: what its listeners call once it has booted. */
export interface Worker {
  readonly handlers: CommandHandlers;
  takeSnapshot(): Promise<Snapshot>;
  /** The browser granted or withdrew permissions. */
  permissionsChanged(): Promise<void>;
  /** The alarm went off, or the browser woke from sleep. */
  renewalDue(): Promise<void>;
}

/**
 * Puts the services together and brings everything to where it should be: interrupted steps are told, session rules
 * are made anew, what is due is renewed. The same whether the browser has just started or only this worker has.
 */
export async function startWorker(store: Store, browserPorts: BrowserPorts): Promise<Worker> {
  const badge = createBadgeKeeper(store, browserPorts.session, browserPorts);
  const ports: BrowserPorts = {
    ...browserPorts,
    announceChange() {
      browserPorts.announceChange();
      // The badge only repeats what the snapshot says.
      badge.update().catch(() => undefined);
      renewal.schedule().catch(() => undefined);
    },
  };
  const origin = createOriginShaper(ports);
  const attacher = createAttacher(store, ports);
  const runner = createGrantRunner(store, createEndpointCalls(store, origin, ports), ports);
  const acquirer = createAcquirer(store, runner, attacher, ports);
  const renewal = createRenewal(store, acquirer, attacher, ports);
  const authorizer = createAuthorizer(store, acquirer, ports, (_, succeeded) => {
    const told = succeeded ? badge.noteSuccess() : badge.update();
    told.then(() => ports.badge.reopenPopup()).catch(() => undefined);
  });

  await origin.clear();
  await authorizer.recover();
  await attacher.reconcile();
  await renewal.schedule();
  await badge.update();

  return {
    handlers: createHandlers({
      store,
      ports,
      attacher,
      acquirer,
      authorizer,
      badge,
      forms: createProfileForms(store, ports.clock),
    }),
    takeSnapshot: () => takeSnapshot(store, attacher, ports),
    async permissionsChanged() {
      await authorizer.resume();
      await attacher.reconcile();
      ports.announceChange();
    },
    renewalDue: () => renewal.run(),
  };
}
