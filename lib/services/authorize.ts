import type { CopyShape } from "../domain/copy-text.ts";
import { AppError } from "../domain/errors.ts";
import type { GrantWish, PendingStep } from "../domain/grant.ts";
import { isEmpty } from "../domain/permission-set.ts";
import { missingPermissions, profilePermissions } from "../domain/permissions.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { FailureLog } from "./failure-log.ts";
import type { BrowserPorts } from "./ports.ts";

/** How long a permission prompt may stay open before its intent is given up, milliseconds. */
const PROMPT_PATIENCE_MS = 10 * 60_000;
/** How long a copy waits for one, milliseconds: later, what is put on the clipboard would be a surprise. */
const COPY_PATIENCE_MS = 30_000;

/** How a grant went that `authorize` began. */
export interface Finished extends Pick<GrantWish, "fromPopup"> {
  readonly profileId: string;
  readonly succeeded: boolean;
  /** The token is to be copied, in this shape. */
  readonly copy: CopyShape | undefined;
}

export interface Authorizer {
  /**
   * Begins what the Authorize button means, and returns once it is under way. While a permission is missing, the
   * intent is written down: the page that asked may die under the prompt, and `resume` finishes the job.
   *
   * @param copy the token is to be copied in this shape then, by the worker: the page that asks is not sure to live
   */
  authorize(profileId: string, wish: GrantWish, copy?: CopyShape): Promise<void>;
  /** Nobody waits for a copy any more. */
  forgetCopy(): void;
  /** Carries on with every intent whose permissions are now granted. */
  resume(): Promise<void>;
  /** The prompt was denied: says so for each intent that waited for it. */
  giveUpPrompts(): Promise<void>;
  /** Says of every step that a worker's death cut off what became of it. Run once, at start. */
  recover(): Promise<void>;
}

type AuthorizePorts = Pick<BrowserPorts, "clock" | "permissions" | "announceChange">;

export function createAuthorizer(
  store: Store,
  acquirer: Acquirer,
  failures: FailureLog,
  ports: AuthorizePorts,
  onFinished: (how: Finished) => void,
): Authorizer {
  /**
   * The copy that the last click asked for, while the browser shows its prompt. Nobody tells when a prompt is denied
   * under which the popup has died: it is in memory only, for half a minute, and gone with the next click of its kind.
   */
  let copyWish: { readonly profileId: string; readonly shape: CopyShape; readonly untilMs: number } | undefined;

  function takeCopy(profileId: string): CopyShape | undefined {
    if (copyWish?.profileId !== profileId) return undefined;
    const { shape, untilMs } = copyWish;
    copyWish = undefined;
    return ports.clock.now() < untilMs ? shape : undefined;
  }

  function start(profileId: string, { mayRefresh, fromPopup = false }: GrantWish): void {
    const copy = takeCopy(profileId);
    // The outcome is on record and in the snapshot; there is nobody here to hand it to.
    acquirer.renew(profileId, "interactive", mayRefresh).then(
      () => onFinished({ profileId, succeeded: true, fromPopup, copy }),
      () => onFinished({ profileId, succeeded: false, fromPopup, copy }),
    );
  }

  function waiting() {
    return store.grants.all().flatMap(({ profileId, pending }) => {
      return pending?.kind === "permission" ? [{ profileId, pending }] : [];
    });
  }

  function isGivenUp({ startedAtMs }: { readonly startedAtMs: number }): boolean {
    return ports.clock.now() - startedAtMs > PROMPT_PATIENCE_MS;
  }

  async function fail(profileId: string, code: "permission_missing" | "authorization_interrupted"): Promise<void> {
    await failures.note(store.profiles.expect(profileId), new AppError(code), "interactive");
  }

  /**
   * A step that died with its worker. A code is used once and its reply is gone; client credentials, and a refresh
   * token that is known to last, can be sent again; one that may be used up can't without the person.
   */
  async function sayWhatBecame(
    profileId: string,
    pending: Exclude<PendingStep, { kind: "permission" }>,
  ): Promise<void> {
    const profile = store.profiles.expect(profileId);
    const isRepeatable =
      pending.kind === "refresh"
        ? store.grants.get(profileId)?.token?.refreshTokenRotates === false
        : profile.grantType === "client_credentials" || (pending.kind === "authorization" && pending.silent === true);
    // Nothing failed then: it is due as before.
    if (isRepeatable && store.grants.get(profileId)?.token !== undefined) {
      await store.grants.setPending(profileId, undefined);
    } else {
      const code = pending.kind === "refresh" ? "renewal_interrupted" : "authorization_interrupted";
      await failures.note(
        profile,
        new AppError(code),
        "background",
        pending.kind === "refresh" ? "renewal" : "sign_in",
      );
    }
  }

  return {
    async authorize(profileId, wish, copy) {
      const nowMs = ports.clock.now();
      copyWish = copy && { profileId, shape: copy, untilMs: nowMs + COPY_PATIENCE_MS };
      if (acquirer.isInFlight(profileId, "interactive")) return;
      const needed = profilePermissions(store.profiles.expect(profileId));
      if (isEmpty(missingPermissions(needed, await ports.permissions.granted()))) {
        start(profileId, wish);
        return;
      }
      await store.grants.setPending(profileId, { kind: "permission", startedAtMs: nowMs, needed, ...wish });
      // The prompt may have been answered while that was written.
      await this.resume();
      ports.announceChange();
    },
    async resume() {
      if (waiting().length === 0) return;
      const granted = await ports.permissions.granted();
      for (const { profileId, pending } of waiting()) {
        // The browser tells of what was granted, and the page that asked does.
        if (acquirer.isInFlight(profileId, "interactive")) continue;
        // Nobody expects a window days after a prompt that was denied, when the host is granted for another reason.
        if (isGivenUp(pending)) await fail(profileId, "permission_missing");
        else if (isEmpty(missingPermissions(pending.needed, granted))) start(profileId, pending);
      }
    },
    forgetCopy() {
      copyWish = undefined;
    },
    async giveUpPrompts() {
      this.forgetCopy();
      for (const { profileId } of waiting()) await fail(profileId, "permission_missing");
      ports.announceChange();
    },
    async recover() {
      for (const { profileId, pending } of store.grants.all()) {
        if (pending === undefined) continue;
        if (pending.kind === "permission") {
          if (isGivenUp(pending)) await fail(profileId, "permission_missing");
        } else {
          await sayWhatBecame(profileId, pending);
        }
      }
      await this.resume();
    },
  };
}
