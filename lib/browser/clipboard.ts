import { AppError } from "../domain/errors.ts";
import type { Clipboard } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { IS_FIREFOX, browser, chromium } from "./api.ts";

/** The offscreen document asks for its text with this; only it is answered. */
const TAKE_CLIPBOARD_TEXT = "takeClipboardText";
const OFFSCREEN_PAGE = "offscreen.html";

/**
 * Writes from the background, so that a copy succeeds though the popup is gone. Firefox's event page may write;
 * Chromium's worker has no clipboard and borrows an offscreen document, which fetches the text itself: a message to
 * it would reach every open page of ours as well.
 */
export function createClipboard(): Clipboard {
  return { write: IS_FIREFOX ? writeDirectly : writeOffscreen };
}

async function writeDirectly(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    throw new AppError("clipboard_failed", {}, { cause: error });
  }
}

interface PendingWrite {
  readonly text: string;
  readonly done: (copied: boolean) => void;
}
let pendingWrite: PendingWrite | undefined;
let lastWrite: Promise<unknown> = Promise.resolve();

/** One at a time: Chromium allows one offscreen document. */
function writeOffscreen(text: string): Promise<void> {
  const write = lastWrite.then(() => writeThroughDocument(text));
  lastWrite = write.catch(() => undefined);
  return write;
}

async function writeThroughDocument(text: string): Promise<void> {
  const copied = new Promise<boolean>((done) => {
    pendingWrite = { text, done };
  });
  try {
    await closeLeftover();
    await answered(
      chromium.offscreen.createDocument({
        url: OFFSCREEN_PAGE,
        reasons: [chromium.offscreen.Reason.CLIPBOARD],
        justification: "Copy the token that the person asked for",
      }),
    );
    if (!(await answered(copied))) throw new AppError("clipboard_failed");
  } finally {
    pendingWrite = undefined;
    await chromium.offscreen.closeDocument().catch(() => undefined);
  }
}

/** A worker that died in the middle of a copy leaves its document behind. */
async function closeLeftover(): Promise<void> {
  if (await chromium.offscreen.hasDocument()) await chromium.offscreen.closeDocument();
}

/**
 * Registers, synchronously at start, the answer to the offscreen document. It takes the text once and says whether it
 * was copied.
 */
export function listenForClipboard(): void {
  if (IS_FIREFOX) return;
  chromium.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
    if (sender.id !== chromium.runtime.id || sender.url !== chromium.runtime.getURL(OFFSCREEN_PAGE)) return;
    const { clipboard } = message as { clipboard?: unknown };
    if (clipboard === TAKE_CLIPBOARD_TEXT) reply(pendingWrite?.text ?? null);
    else if (typeof clipboard === "boolean") pendingWrite?.done(clipboard);
  });
}

/** The offscreen document's whole job: take the text, copy it, say how that went. */
export async function copyInOffscreenDocument(area: HTMLTextAreaElement): Promise<void> {
  const text: unknown = await browser.runtime.sendMessage({ clipboard: TAKE_CLIPBOARD_TEXT });
  let copied = false;
  if (typeof text === "string") {
    area.value = text;
    area.select();
    // `navigator.clipboard.writeText` wants focus, which an offscreen document never has.
    copied = document.execCommand("copy");
    area.value = "";
  }
  await browser.runtime.sendMessage({ clipboard: copied });
}
