/**
 * Reads a body as UTF-8 text. Bytes that are not UTF-8 become replacement characters.
 *
 * @returns undefined when it has more than `maxBytes` bytes; the rest is not read
 * @throws the signal's reason, or whatever broke the stream
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
  maxBytes: number,
): Promise<string | undefined> {
  if (body === null) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await untilAborted(() => reader.read(), signal);
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    // Not awaited: a stream that hangs may hang here too. After the end it does nothing.
    void reader.cancel().catch(() => undefined);
  }
}

/** Runs a step, but does not wait for it beyond the signal, whether the step listens to it or not. */
export async function untilAborted<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([step(), promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
