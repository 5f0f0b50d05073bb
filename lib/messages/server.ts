import { parseUrl } from "../domain/url.ts";
import { AppError, toErrorData } from "../domain/errors.ts";
import type { Snapshot, SnapshotView } from "../domain/snapshot.ts";
import type { CommandMessage, CommandName, Commands } from "./protocol.ts";
import type { SnapshotParts } from "./snapshot-parts.ts";

/** Who sent a message, as the browser vouches for it. */
export interface MessageSender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  readonly origin?: string | undefined;
}

export interface CommandContext {
  /** The command came from the toolbar popup, which may be gone before the answer. */
  readonly fromPopup: boolean;
}

/** One handler a command; the compiler sees to it that none is missing. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    request: Commands[Name]["request"],
    context: CommandContext,
  ) => Promise<Commands[Name]["result"]>;
};

export interface CommandServer {
  /**
   * Answers a command with the envelope of CommandAnswer, in which a large snapshot is only begun, and a message that
   * names such a `rest` with the part that follows, or null where it is gone; never rejects.
   */
  answer(message: unknown, sender: MessageSender): Promise<object | null>;
}

/**
 * Dispatches the commands of our own pages. A sender counts by the extension's id and origin, which the browser sets;
 * a content script has our id but its page's origin, and there is none anyway.
 *
 * @param extensionOrigin `chrome-extension://<id>` or `moz-extension://<uuid>`
 */
export function createCommandServer(options: {
  readonly extensionId: string;
  readonly extensionOrigin: string;
  readonly handlers: CommandHandlers;
  readonly takeSnapshot: (view: SnapshotView) => Promise<Snapshot>;
  readonly parts: SnapshotParts;
}): CommandServer {
  const { handlers, parts } = options;
  const takeSnapshot = async (message: unknown) => parts.first(await options.takeSnapshot(parseView(message)));
  return {
    async answer(message, sender) {
      try {
        assertOwnPage(sender, options);
        const rest = parseRest(message);
        if (rest !== undefined) return parts.next(rest) ?? null;
        const command = parseCommand(message, handlers);
        const result = await dispatch(handlers, command, { fromPopup: isPopup(sender, options.extensionOrigin) });
        return { ok: true, result, snapshot: await takeSnapshot(message) };
      } catch (error) {
        const data = toErrorData(error);
        if (data.code === "forbidden_sender") return { ok: false, error: data };
        return { ok: false, error: data, snapshot: await takeSnapshot(message).catch(() => undefined) };
      }
    },
  };
}

function assertOwnPage(sender: MessageSender, own: { extensionId: string; extensionOrigin: string }): void {
  const origin = sender.origin ?? (sender.url === undefined ? undefined : originOf(sender.url));
  const urlIsOwn = sender.url === undefined || sender.url.startsWith(`${own.extensionOrigin}/`);
  if (sender.id !== own.extensionId || origin !== own.extensionOrigin || !urlIsOwn) {
    throw new AppError("forbidden_sender");
  }
}

/** `URL.origin` is "null" for extension schemes in Node; scheme and host say the same everywhere. */
function originOf(url: string): string | undefined {
  const parsed = parseUrl(url);
  return parsed === undefined ? undefined : `${parsed.protocol}//${parsed.host}`;
}

function isPopup(sender: MessageSender, extensionOrigin: string): boolean {
  return sender.url?.startsWith(`${extensionOrigin}/popup.html`) ?? false;
}

function parseCommand(message: unknown, handlers: CommandHandlers): CommandMessage {
  if (typeof message !== "object" || message === null || !("command" in message)) throw new AppError("bad_message");
  const { command } = message;
  if (typeof command !== "string" || !Object.hasOwn(handlers, command)) throw new AppError("bad_message");
  // The sender is one of our own pages, built from the same types.
  return message as CommandMessage;
}

function parseRest(message: unknown): string | undefined {
  const isRest = typeof message === "object" && message !== null && "rest" in message;
  return isRest && typeof message.rest === "string" ? message.rest : undefined;
}

/** What makes no sense limits nothing. */
function parseView(message: unknown): SnapshotView {
  if (typeof message !== "object" || message === null || !("view" in message)) return {};
  const { first, page, hosts } = (message.view ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof first === "number" ? { first } : {}),
    ...(typeof page === "string" || page === null ? { page } : {}),
    ...(Array.isArray(hosts) ? { hosts: hosts.filter((id) => typeof id === "string") } : {}),
  };
}

function dispatch(handlers: CommandHandlers, message: CommandMessage, context: CommandContext): Promise<unknown> {
  // The handler under a command's name takes that command's message; TypeScript can't follow the pairing.
  const handler = handlers[message.command] as (request: CommandMessage, context: CommandContext) => Promise<unknown>;
  return handler(message, context);
}
