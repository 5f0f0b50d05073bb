import { digestText } from "../domain/digest.ts";
import { AppError } from "../domain/errors.ts";
import type { Clipboard } from "../services/ports.ts";
import { answered } from "./answered.ts";
import { IS_FIREFOX, browser, chromium } from "./api.ts";

/** The offscreen document asks for its job with this; only it is answered. */
const TAKE_CLIPBOARD_JOB = "takeClipboardJob";
const OFFSCREEN_PAGE = "offscreen.html";

/** What an offscreen document is opened for. What it reads stays in it: a message would reach every page of ours. */
type ClipboardJob =
  | { readonly kind: "write"; readonly text: string }
  | { readonly kind: "clear"; readonly digest: string };

/**
 * Reaches the clipboard from the background, so that a copy succeeds though the popup is gone. Firefox's event page may
 * do it; Chromium's worker has no clipboard and borrows an offscreen document, which fetches its job itself: a message
 * to it would reach every open page of ours as well.
 */
export function createClipboard(): Clipboard {
  if (IS_FIREFOX) return { write: writeDirectly, clearIfHolds: clearDirectly };
  return {
    write: (text) => runOffscreen({ kind: "write", text }),
    clearIfHolds: (digest) => runOffscreen({ kind: "clear", digest }),
  };
}

async function writeDirectly(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    throw new AppError("clipboard_failed", {}, { cause: error });
  }
}

async function clearDirectly(digest: string): Promise<void> {
  // Without the permission Firefox would show a button to paste, and wait for it.
  if (!(await browser.permissions.contains({ permissions: ["clipboardRead"] }))) throw new AppError("clipboard_failed");
  const text = await answered(navigator.clipboard.readText());
  if ((await digestText(text)) === digest) await writeDirectly("");
}

interface PendingJob {
  readonly job: ClipboardJob;
  readonly done: (succeeded: boolean) => void;
}
let pendingJob: PendingJob | undefined;
let lastJob: Promise<unknown> = Promise.resolve();

/** One at a time: Chromium allows one offscreen document. */
function runOffscreen(job: ClipboardJob): Promise<void> {
  const run = lastJob.then(() => runInDocument(job));
  lastJob = run.catch(() => undefined);
  return run;
}

async function runInDocument(job: ClipboardJob): Promise<void> {
  const succeeded = new Promise<boolean>((done) => {
    pendingJob = { job, done };
  });
  try {
    await closeLeftover();
    await answered(
      chromium.offscreen.createDocument({
        url: OFFSCREEN_PAGE,
        reasons: [chromium.offscreen.Reason.CLIPBOARD],
        justification: "Copy the token that the person asked for, and take it off the clipboard again",
      }),
    );
    if (!(await answered(succeeded))) throw new AppError("clipboard_failed");
  } finally {
    pendingJob = undefined;
    await chromium.offscreen.closeDocument().catch(() => undefined);
  }
}

/** A worker that died in the middle of a job leaves its document behind. */
async function closeLeftover(): Promise<void> {
  if (await chromium.offscreen.hasDocument()) await chromium.offscreen.closeDocument();
}

/**
 * Registers, synchronously at start, the answer to the offscreen document. It takes its job once and says whether it
 * was done.
 */
export function listenForClipboard(): void {
  if (IS_FIREFOX) return;
  chromium.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
    if (sender.id !== chromium.runtime.id || sender.url !== chromium.runtime.getURL(OFFSCREEN_PAGE)) return;
    const { clipboard } = message as { clipboard?: unknown };
    if (clipboard === TAKE_CLIPBOARD_JOB) reply(pendingJob?.job ?? null);
    else if (typeof clipboard === "boolean") pendingJob?.done(clipboard);
  });
}

/** The offscreen document's whole work: take the job, do it, say how that went. */
export async function runClipboardJob(area: HTMLTextAreaElement): Promise<void> {
  const job = (await browser.runtime.sendMessage({ clipboard: TAKE_CLIPBOARD_JOB })) as ClipboardJob | null;
  const succeeded = job !== null && (job.kind === "write" ? write(area, job.text) : await clear(area, job.digest));
  await browser.runtime.sendMessage({ clipboard: succeeded });
}

function write(area: HTMLTextAreaElement, text: string): boolean {
  area.value = text;
  area.select();
  // `navigator.clipboard.writeText` wants focus, which an offscreen document never has.
  const copied = document.execCommand("copy");
  area.value = "";
  return copied;
}

/** Answers false where the browser does not let it read. */
async function clear(area: HTMLTextAreaElement, digest: string): Promise<boolean> {
  area.select();
  if (!document.execCommand("paste")) return false;
  const text = area.value;
  area.value = "";
  return (await digestText(text)) === digest ? empty(area) : true;
}

/** An empty selection is not copied at all, so the event is answered with nothing in place of what is selected. */
function empty(area: HTMLTextAreaElement): boolean {
  area.addEventListener(
    "copy",
    (event) => {
      event.clipboardData?.setData("text/plain", "");
      event.preventDefault();
    },
    { once: true },
  );
  return write(area, "nothing");
}
