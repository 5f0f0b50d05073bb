import type { ResolvedParameter } from "./parameters.ts";

/** Encodes one name or value as application/x-www-form-urlencoded in UTF-8 (RFC 6749 Appendix B); a space is `+`. */
export function formEncode(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/** Encodes one name or value for a query: a space is `%20`, which servers read that do not take `+` for a space. */
export function queryEncode(text: string): string {
  return formEncode(text).replaceAll("+", "%20");
}

/** Base64 of the text's UTF-8 bytes. */
export function base64Utf8(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** `name=value` pairs joined by `&`, each encoded by `encode`. */
export function encodePairs(parameters: readonly ResolvedParameter[], encode: (text: string) => string): string {
  return parameters.map((parameter) => `${encode(parameter.name)}=${encodeValue(parameter, encode)}`).join("&");
}

function encodeValue({ value, literalPlus }: ResolvedParameter, encode: (text: string) => string): string {
  return literalPlus ? value.split("+").map(encode).join("+") : encode(value);
}
