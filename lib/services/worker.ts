import type { Snapshot, SnapshotView } from "../domain/snapshot.ts";
import type { CommandHandlers } from "../messages/server.ts";
import type { Store } from "../store/store.ts";
import { createAcquirer } from "./acquire.ts";
import { createAttacher } from "./attach.ts";
import { createAuthorizer } from "./authorize.ts";
import { createBadgeKeeper } from "./badge.ts";
import { createClipboardKeeper } from "./clipboard.ts";
import { createCopier } from "./copy.ts";
import { createDiscoverer } from "./discovery.ts";
import { createHandlers } from "./handlers.ts";
import { createEndpointCalls } from "./endpoint-calls.ts";
import { createFailureLog } from "./failure-log.ts";
import { createGrantRunner } from "./grant-runner.ts";
import { createOwnCalls } from "./own-calls.ts";
import { createQueue } from "./in-turn.ts";
import type { BrowserPorts } from "./ports.ts";
import { createProfileForms } from "./profile-forms.ts";
import { createRefusals } from "./refusals.ts";
import { createRenewal } from "./renewal.ts";
import { createRevoker } from "./revoke.ts";
import { createTokenDetails } from "./token-details.ts";
import { createTokenSaver } from "./token-saver.ts";
import { createManaged } from "./managed.ts";
import { createIdleLock } from "./idle-lock.ts";
import { createObservedRequests } from "./observed-requests.ts";
import { endTestModes } from "./sending.ts";
import { createTrafficWatch } from "./traffic.ts";
import { takeSnapshot } from "./snapshot.ts";
import { watchForLoss } from "./storage-loss.ts";
import { purgeDeleted } from "./undo.ts";
import { createVaultKeeper } from "./vault.ts";

/** The running worker: what its listeners call once it has booted. */
export interface Worker {
  readonly handlers: CommandHandlers;
  takeSnapshot(view?: SnapshotView): Promise<Snapshot>;
  /** The browser granted or withdrew permissions. */
  permissionsChanged(): Promise<void>;
  /** The administrator has changed something. */
  policyChanged(): Promise<void>;
  /** The alarm went off, or the browser woke from sleep. */
  renewalDue(): Promise<void>;
  /** The keyboard shortcut that locks was pressed. */
  lockVault(): Promise<void>;
  /** The one that copies was pressed, with this page in front; undefined where the browser does not tell. */
  copyForPage(url: string | undefined): Promise<void>;
  /** Time to look whether anybody is still there. */
  idleDue(): Promise<void>;
  /** What was copied may have been on the clipboard for long enough. */
  clipboardDue(): Promise<void>;
}

/** Once the page that woke the worker is likely to have what it wanted. */
const VERIFY_AFTER_MS = 1_000;

/**
 * Puts the services together and brings everything to where it should be. The same whether the browser has just started
 * or only this worker has. In this order, and why:
 *
 * 1. What only has to be read, all at once; the browser has been asked for most of it already, see head-start.ts.
 * 2. What must be true before anybody is answered, one after the other, each building on those before it: what the
 *    administrator allows, what is over, the lock, interrupted steps, then the rules. A rule with a token that is over
 *    or locked away is gone before a page is told that it is.
 * 3. The answers to the pages begin.
 * 4. Beside them what no answer depends on: alarms, the badge, the clipboard, a policy that the browser tells late; a
 *    little later, whether the browser's rules are what they were presumed to be. A worker that dies before has lost
 *    nothing: the next one does it, and each alarm that was set stands until then.
 */
export async function startWorker(store: Store, browserPorts: BrowserPorts): Promise<Worker> {
  const marking = watchForLoss(store, browserPorts.storageMarker);
  const badge = createBadgeKeeper(store, browserPorts.session, browserPorts);
  const ports: BrowserPorts = {
    ...browserPorts,
    announceChange() {
      browserPorts.announceChange();
      // The badge only repeats what the snapshot says.
      badge.update().catch(() => undefined);
      renewal.schedule().catch(() => undefined);
      idleLock.follow().catch(() => undefined);
      loss.note().catch(() => undefined);
    },
  };
  const managed = createManaged(store, ports);
  const ownCalls = createOwnCalls(ports, () => attacher.hasRules());
  const attacher = createAttacher(store, ports, managed, () => {
    traffic.follow();
    ownCalls.settle().catch(() => undefined);
  });
  const calls = createEndpointCalls(store, ownCalls, managed, ports);
  const saver = createTokenSaver(store, ports.clock);
  const failures = createFailureLog(store, ports);
  const runner = createGrantRunner({ store, calls, saver, managed, ports });
  const acquirer = createAcquirer({ store, runner, attacher, saver, failures, ports });
  const refusals = createRefusals({ store, acquirer, attacher, ports });
  const observed = createObservedRequests(ports);
  const traffic = createTrafficWatch({ store, attacher, managed, observed, refusals, ports });
  const renewal = createRenewal(store, acquirer, attacher, ports);
  const clipboard = createClipboardKeeper(store, ports);
  const copier = createCopier({ store, acquirer, badge, clipboard, managed, ports });
  const authorizer = createAuthorizer(store, acquirer, failures, ports, (how) => {
    const { profileId, succeeded, fromPopup, copy } = how;
    const finish = async (): Promise<void> => {
      await (succeeded ? badge.noteSuccess() : badge.update());
      if (succeeded && copy !== undefined) await copier.copyUnseen({ ...copy, profileId });
      // A page that asked is still there, and would be covered.
      if (fromPopup) await ports.badge.reopenPopup();
    };
    finish().catch(() => undefined);
  });
  const vault = createVaultKeeper(store, { attacher, acquirer, authorizer, renewal }, managed, ports);
  const idleLock = createIdleLock(store, vault, managed, ports);
  const loss = await marking;

  /** What is no longer handed out goes once nothing of it is under way. */
  const followPolicy = (): Promise<boolean> =>
    managed.follow(async (profileId, remove) => {
      await acquirer.abandon(profileId);
      await acquirer.alone(profileId, remove);
    });
  const inTurn = createQueue();
  const policyChanged = (): Promise<void> =>
    inTurn(async () => {
      await managed.read();
      if (!(await followPolicy())) return;
      await attacher.reconcile();
      ports.announceChange();
    });
  let isPolicyToCome = false;

  const beginPolicy = async (): Promise<void> => {
    isPolicyToCome = await managed.begin();
  };
  await Promise.allSettled([beginPolicy(), refusals.restore(), observed.restore()]);
  await runEach([
    () => followPolicy(),
    () => purgeDeleted(store, ports.clock),
    () => idleLock.check(),
    () => authorizer.recover(),
    () => endTestModes(store, ports.clock.now()),
    () => attacher.reconcile(),
  ]);
  const beside = [renewal.schedule(), idleLock.follow(), badge.update(), clipboard.check()];
  if (isPolicyToCome) beside.push(policyChanged());
  for (const step of beside) step.catch(() => undefined);
  ports.clock.after(VERIFY_AFTER_MS, () => void attacher.verify().catch(() => undefined));

  return {
    handlers: createHandlers({
      store,
      ports,
      attacher,
      acquirer,
      authorizer,
      revoker: createRevoker({ store, acquirer, calls, ports }),
      badge,
      clipboard,
      copier,
      tokenDetails: createTokenDetails({ store, calls }),
      vault,
      managed,
      followPolicy,
      loss,
      observed,
      forms: createProfileForms(store, managed, ports),
      discoverer: createDiscoverer({ calls, ports }),
    }),
    takeSnapshot: (view) => takeSnapshot(store, attacher, managed, refusals, loss.isLost(), ports, view),
    async permissionsChanged() {
      await runEach([
        () => attacher.reconcile(),
        () => authorizer.resume(),
        () => renewal.permissionsChanged(),
        () => clipboard.followPermission(),
        async () => ports.announceChange(),
      ]);
    },
    policyChanged: () => policyChanged().catch(() => undefined),
    async renewalDue() {
      // After a night's sleep it is the lock that is due, not a token.
      await idleLock.check();
      await renewal.run();
    },
    lockVault: () => vault.lock(),
    copyForPage: (url) => copier.copyForPage(url),
    idleDue: () => idleLock.check(),
    clipboardDue: () => clipboard.check(),
  };
}

/** A step that fails (a disk that is full) must not keep the pages from a worker that tells them so. */
async function runEach(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) await step().catch(() => undefined);
}
