import { type CopyShape, copyText, copyUrl, tokenHeader } from "../domain/copy-text.ts";
import { AppError } from "../domain/errors.ts";
import { profilesOfPage } from "../domain/calling-pages.ts";
import type { TokenKind } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { BadgeKeeper } from "./badge.ts";
import type { ClipboardKeeper } from "./clipboard.ts";
import type { Presence } from "./flights.ts";
import type { Managed } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";

/** What is copied, and in what shape. */
export interface CopyRequest extends CopyShape {
  readonly profileId: string;
  /** Default: the access token. */
  readonly which?: TokenKind;
}

/**
 * No token has any (RFC 6749 §A.12). Quotes keep a shell from reading them, not a terminal from taking them for keys that
 * end the line before.
 */
const CONTROLS = /\p{Cc}/u;

/** Puts tokens on the clipboard. They go nowhere else. */
export interface Copier {
  /**
   * Copies what was asked for. An access token is acquired where there is no fresh one; id and refresh token are
   * copied as they are stored.
   *
   * @throws AppError `locked`, `not_found` for a profile or host that is gone or a token that there is none of,
   *   `token_has_controls` where that is to be part of a command or a header, `clipboard_failed`, and whatever acquiring ends with
   */
  copy(request: CopyRequest): Promise<void>;
  /** Copies for a page that may be gone, and says on the badge whether it could. */
  copyUnseen(request: CopyRequest): Promise<void>;
  /**
   * Copies the token of the page in front, where its API hosts have one profile between them, and says so on the
   * badge. Where they have none or several, or it can't be had without the person, the popup is opened.
   *
   * @param url undefined where the browser does not tell
   */
  copyForPage(url: string | undefined): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly acquirer: Acquirer;
  readonly badge: BadgeKeeper;
  readonly clipboard: ClipboardKeeper;
  readonly managed: Pick<Managed, "isBarred">;
  readonly ports: Pick<BrowserPorts, "badge">;
}

export function createCopier({ store, acquirer, badge, clipboard, managed, ports }: Parts): Copier {
  function assertUnlocked(): void {
    if (store.vault.state() === "locked") throw new AppError("locked");
    if (managed.isBarred()) throw new AppError("passphrase_required");
  }

  async function findToken(profileId: string, which: TokenKind, presence: Presence): Promise<string> {
    if (which === "access_token") return (await acquirer.acquire(profileId, presence)).accessToken;
    const tokenSet = await store.grants.tokenSet(profileId);
    const token = which === "id_token" ? tokenSet?.idToken : tokenSet?.refreshToken;
    if (token === undefined) throw new AppError("not_found");
    return token;
  }

  /** Of the only API host that the profile is used for. */
  function onlyPattern(profileId: string): string | undefined {
    const [only, ...others] = store.hosts.all().filter((host) => host.profileId === profileId);
    return others.length === 0 ? only?.pattern : undefined;
  }

  async function copy(request: CopyRequest, presence: Presence): Promise<void> {
    const { profileId, which = "access_token", format = "token", hostId } = request;
    assertUnlocked();
    const token = await findToken(profileId, which, presence);
    if (format !== "token" && CONTROLS.test(token)) throw new AppError("token_has_controls");
    const header = tokenHeader(store.profiles.expect(profileId), token);
    const pattern = hostId === undefined ? onlyPattern(profileId) : store.hosts.get(hostId)?.pattern;
    if (hostId !== undefined && pattern === undefined) throw new AppError("not_found");
    // Locked while it was on its way: nothing leaves a locked vault.
    assertUnlocked();
    await clipboard.copy(copyText(format, { token, header, url: copyUrl(pattern) }));
  }

  return {
    copy: (request) => copy(request, "interactive"),
    async copyUnseen(request) {
      await copy(request, "background").then(
        () => badge.flash("copied"),
        () => badge.flash("attention"),
      );
    },
    async copyForPage(url) {
      const [profileId, ...others] = profilesOfPage(store.hosts.all(), url);
      try {
        if (profileId === undefined || others.length > 0) throw new AppError("not_found");
        await copy({ profileId }, "background");
        await badge.flash("copied");
      } catch {
        // The popup shows what there is to choose, or what has failed.
        if (!(await ports.badge.reopenPopup())) await badge.flash("attention");
      }
    },
  };
}
