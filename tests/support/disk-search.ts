import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

export type DiskEncoding = "utf-8" | "utf-16le" | "percent-encoded" | "base64" | "base64url" | "hex";

/** One needle in one file in one encoding. */
export interface DiskHit {
  readonly file: string;
  readonly needle: string;
  readonly encoding: DiskEncoding;
}

interface Pattern {
  readonly needle: string;
  readonly encoding: DiskEncoding;
  readonly bytes: Buffer;
}

/**
 * Searches every file below a folder for each needle, as UTF-8, UTF-16LE, percent-encoded, base64 (at every alignment) and hex.
 * Reads in pieces, so files may be of any size. Compressed content is not found. What vanishes meanwhile is passed over:
 * the last processes of a browser tidy up after it has ended.
 */
export async function searchFolder(dir: string, needles: readonly string[]): Promise<DiskHit[]> {
  return searchBelow(dir, needles.flatMap(patternsOf));
}

async function searchBelow(dir: string, patterns: readonly Pattern[]): Promise<DiskHit[]> {
  const hits: DiskHit[] = [];
  for (const entry of (await unlessGone(readdir(dir, { withFileTypes: true }))) ?? []) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) hits.push(...(await searchBelow(path, patterns)));
    if (!entry.isFile()) continue;
    const found = (await unlessGone(searchFile(path, patterns))) ?? [];
    for (const { needle, encoding } of found) hits.push({ file: path, needle, encoding });
  }
  return hits;
}

async function unlessGone<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function searchFile(file: string, patterns: readonly Pattern[]): Promise<Set<Pattern>> {
  const found = new Set<Pattern>();
  const overlap = Math.max(0, ...patterns.map(({ bytes }) => bytes.length - 1));
  let tail: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    // The end of the piece before is searched again, for needles that lie across the border.
    const piece = Buffer.concat([tail, chunk as Buffer]);
    for (const pattern of patterns) if (!found.has(pattern) && piece.includes(pattern.bytes)) found.add(pattern);
    tail = piece.subarray(Math.max(0, piece.length - overlap));
  }
  return found;
}

function patternsOf(needle: string): Pattern[] {
  if (needle.length < 8) throw new Error(`The needle "${needle}" is too short to mean anything`);
  const utf8 = Buffer.from(needle, "utf8");
  const texts: [DiskEncoding, Buffer][] = [
    ["utf-8", utf8],
    ["utf-16le", Buffer.from(needle, "utf16le")],
    ["hex", Buffer.from(utf8.toString("hex"))],
  ];
  const percentEncoded = encodeURIComponent(needle);
  if (percentEncoded !== needle) texts.push(["percent-encoded", Buffer.from(percentEncoded)]);
  for (const offset of [0, 1, 2]) {
    for (const encoding of ["base64", "base64url"] as const)
      texts.push([encoding, alignedBase64(utf8, offset, encoding)]);
  }
  return texts.map(([encoding, bytes]) => ({ needle, encoding, bytes }));
}

/** The characters of the base64 text that depend on the needle alone when `offset` unknown bytes stand before it. */
function alignedBase64(bytes: Buffer, offset: number, encoding: "base64" | "base64url"): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString(encoding)
    .replace(/=+$/u, "");
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  return Buffer.from(text.slice(first, last));
}
