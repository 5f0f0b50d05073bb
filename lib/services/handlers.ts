import { previewRequests } from "../oauth/preview.ts";
import type { SecretKey, Secrets } from "../domain/profile.ts";
import { AppError } from "../domain/errors.ts";
import { limitSettings } from "../domain/limits.ts";
import { parseSettings } from "../domain/settings.ts";
import type { CommandHandlers } from "../messages/server.ts";
import { redirectUrlOf } from "../domain/redirect-url.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { Attacher } from "./attach.ts";
import type { Authorizer } from "./authorize.ts";
import type { BadgeKeeper } from "./badge.ts";
import type { ClipboardKeeper } from "./clipboard.ts";
import type { Copier } from "./copy.ts";
import { createDemo } from "./demo.ts";
import type { Discoverer } from "./discovery.ts";
import { NEW_HOST_DRAFT, keepHostForm } from "./host-forms.ts";
import { saveHost, setTestMode } from "./hosts.ts";
import { type Managed, assertNotManaged } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";
import type { ProfileForms } from "./profile-forms.ts";
import type { Revoker } from "./revoke.ts";
import { createStorageHandlers } from "./storage-handlers.ts";
import type { ObservedRequests } from "./observed-requests.ts";
import type { LossWatch } from "./storage-loss.ts";
import { hasUnreadableToken } from "./storage-notes.ts";
import { createUndoable } from "./undo.ts";
import type { TokenDetails } from "./token-details.ts";
import { createVaultHandlers } from "./vault-handlers.ts";
import type { VaultKeeper } from "./vault.ts";

interface Services {
  readonly store: Store;
  readonly ports: BrowserPorts;
  readonly attacher: Attacher;
  readonly acquirer: Acquirer;
  readonly authorizer: Authorizer;
  readonly revoker: Revoker;
  readonly badge: BadgeKeeper;
  readonly clipboard: ClipboardKeeper;
  readonly copier: Copier;
  readonly tokenDetails: TokenDetails;
  readonly forms: ProfileForms;
  readonly discoverer: Discoverer;
  readonly vault: VaultKeeper;
  readonly managed: Managed;
  /** Brings what is stored to the administrator's policy. */
  readonly followPolicy: () => Promise<boolean>;
  readonly loss: LossWatch;
  readonly observed: ObservedRequests;
}

/** What each command of the pages does. */
export function createHandlers(services: Services): CommandHandlers {
  const { store, ports, attacher, acquirer, authorizer, revoker, badge, forms } = services;
  const demo = createDemo(store, ports);
  const undo = createUndoable(store, acquirer, ports.clock);

  /** After every change of what rules are made of. */
  async function changed(): Promise<void> {
    await services.followPolicy();
    await attacher.reconcile();
    await services.clipboard.followPermission();
    ports.announceChange();
  }

  function assertUnlocked(): void {
    if (store.vault.state() === "locked") throw new AppError("locked");
    if (services.managed.isBarred()) throw new AppError("passphrase_required");
  }

  return {
    ...createVaultHandlers(services.vault),
    ...createStorageHandlers({ store, acquirer, loss: services.loss, observed: services.observed, changed }),
    async getSnapshot(_, { fromPopup }) {
      // The popup need not wait for the badge behind it.
      if (fromPopup) badge.noteSeen().catch(() => undefined);
      return null;
    },
    openProfileForm: ({ target }) => forms.open(target),
    async keepProfileForm(content) {
      await forms.keep(content);
      ports.announceChange();
      return null;
    },
    async discardProfileForm({ draftId }) {
      await undo.discardDraft(draftId);
      ports.announceChange();
      return null;
    },
    async previewRequests(content) {
      const redirectUri = redirectUrlOf(ports.authWindow.redirectUrl(), content.profile);
      return previewRequests(content.profile, standIns(forms.secretKeys(content)), redirectUri);
    },
    discoverServer: ({ issuer, profile }) => services.discoverer.discover(issuer, profile),
    async saveProfile(content, { fromPopup }) {
      if (content.authorize) assertUnlocked();
      const profile = await forms.save(content, content.base);
      await changed();
      if (content.authorize) await authorizer.authorize(profile.id, { mayRefresh: false, fromPopup });
      return profile.id;
    },
    async deleteProfile({ profileId, revoke = false }) {
      assertNotManaged({ id: profileId });
      if (revoke) await revoker.revoke(profileId);
      await undo.deleteProfile(profileId);
      await changed();
      return null;
    },
    async authorize({ profileId, anew = false, copy }, { fromPopup }) {
      assertUnlocked();
      // Nobody will ever read it: the grant begins anew.
      if (hasUnreadableToken(store, profileId)) await store.grants.forget(profileId);
      // Another page is still there after the prompt, and copies by itself.
      await authorizer.authorize(profileId, { mayRefresh: !anew, fromPopup }, fromPopup ? copy : undefined);
      return null;
    },
    async cancelAuthorize({ profileId }) {
      await acquirer.cancel(profileId);
      return null;
    },
    showSignIn: () => ports.authWindow.show(),
    async copyToken(request) {
      await services.copier.copy(request);
      return null;
    },
    viewToken: ({ profileId }) => services.tokenDetails.view(profileId),
    introspectToken: ({ profileId }) => services.tokenDetails.introspect(profileId),
    fetchUserinfo: ({ profileId }) => services.tokenDetails.userinfo(profileId),
    async forgetToken({ profileId }) {
      await acquirer.abandon(profileId);
      await acquirer.alone(profileId, () => store.grants.forget(profileId));
      await changed();
      return null;
    },
    async revokeToken({ profileId }) {
      try {
        await revoker.revoke(profileId);
      } finally {
        await changed();
      }
      return null;
    },
    async saveHost({ host }) {
      const saved = await saveHost(store, host, services.managed.limits());
      await changed();
      return saved.id;
    },
    async keepHostForm(content) {
      await keepHostForm(store, content, ports.clock.now());
      ports.announceChange();
      return null;
    },
    async discardHostForm() {
      await undo.discardDraft(NEW_HOST_DRAFT);
      ports.announceChange();
      return null;
    },
    async setTestMode({ hostId, testMode }) {
      await setTestMode(store, hostId, testMode, ports.clock.now());
      await changed();
      return null;
    },
    async deleteHost({ hostId }) {
      assertNotManaged({ id: hostId });
      await undo.deleteHost(hostId);
      await changed();
      return null;
    },
    async undoDelete({ id }) {
      await store.deleted.undo(id);
      await changed();
      return null;
    },
    async finishDelete({ id }) {
      await store.deleted.purge((deleted) => deleted.id === id);
      ports.announceChange();
      return null;
    },
    findDemo: () => demo.find(),
    async tryDemo(_, { fromPopup }) {
      assertUnlocked();
      const profileId = await demo.setUp();
      await changed();
      await authorizer.authorize(profileId, { mayRefresh: false, fromPopup });
      return profileId;
    },
    async permissionsAnswered({ granted }) {
      if (granted) await authorizer.resume();
      else await authorizer.giveUpPrompts();
      await changed();
      return null;
    },
    async saveSettings({ settings }) {
      await store.settings.put(limitSettings(parseSettings(settings), services.managed.limits()));
      await changed();
      return null;
    },
    listTraces: () => store.traces.all(),
    listRequests: async ({ tabId }) => services.observed.list(tabId),
    async clearTraces() {
      await store.traces.clear();
      await services.observed.clear();
      return null;
    },
  };
}

/** The preview masks every secret, so that it needs to know only that there is one. */
function standIns(keys: readonly SecretKey[]): Secrets {
  return Object.fromEntries(keys.map((key) => [key, "stand-in"]));
}
