/**
 * The SHA-256 of a text in hexadecimal, for telling later whether another text is the same. Ends of lines all count as
 * one kind, because a clipboard may change them.
 */
export async function digestText(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text.replaceAll(/\r\n?/gu, "\n"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
