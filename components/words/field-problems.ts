import type { FieldProblem } from "../../lib/domain/errors.ts";

/**
 * Why a field can't be saved as it is, and what to do about it; `field` is its label on the screen. Away from the field,
 * `advanced` says where to look for it.
 */
export function fieldProblemWords(
  field: string | undefined,
  problem: FieldProblem | undefined,
  advanced = false,
): string {
  const name = field === undefined ? "A field" : `“${field}”${advanced ? " (under Advanced)" : ""}`;
  switch (problem) {
    case "required":
      return `${name} is empty. Fill it in.`;
    case "too_short":
      return `${name} is too short: anybody could try them all out. Take at least 8 characters.`;
    case "duplicate":
      return `${name} is taken. Choose another, so that the two can be told apart.`;
    case "not_a_url":
      return `${name} is not a web address. Write it in full, like https://login.example.com/oauth2/token.`;
    case "has_fragment":
      return `${name} has a part after “#”, which OAuth does not allow there. Remove it.`;
    case "has_credentials":
      return `${name} has a user name or password in it. Remove them.`;
    case "insecure_http":
      return `${name} uses plain http, where anyone on the way can read the secrets. Use https, or allow plain http for this profile.`;
    case "not_a_number":
      return `${name} is not a number above zero. Correct it or leave it empty.`;
    case "not_a_header_name":
      return `${name} is not a header's name. Letters, digits and hyphens are safe, like X-Api-Token.`;
    case "not_a_header_value":
      return `${name} has characters that a header can't carry. Use plain letters, digits and signs.`;
    case "forbidden_header":
      return `${name} is a header that only the browser may set. Use another.`;
    case "not_an_api_host":
      return `${name} is not an API's address. Write it like https://api.example.com or https://*.example.com, with a port or a path if wanted.`;
    case "not_an_origin":
      return `${name} is not an address like https://docs.example.com. Correct it.`;
    case "has_query":
      return `${name} has a part after “?”, which can't be matched. Remove it.`;
    case "unsupported_character":
      return `${name} has a character that the browser's rules can't match (*, | or ^). Remove it.`;
    case "unknown_placeholder":
      return `${name} has a placeholder in {{…}} that has no value. Give it one under Variables, or correct its name.`;
    case "unsafe_redirect":
      return `${name} leads to an address that is not this extension's. Use the Redirect URL shown.`;
    case undefined:
      return `${name} can't be saved as it is. Correct it.`;
  }
}
