import type { ErrorData } from "../../lib/domain/errors.ts";
import { fieldProblemWords } from "./field-problems.ts";
import { advancedLabels } from "./profile-form.ts";

/** An error for the screen: a few words for a status, and what happened, why, and what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly text: string;
}

/** The words for every error there is. Text from servers is quoted, never interpreted. */
export function errorWords(error: ErrorData): ErrorWords {
  switch (error.code) {
    case "invalid_field":
      return { title: "Not saved", text: fieldProblemWords(error.field, error.problem, isAdvanced(error.field)) };
    case "not_found":
      return words("Gone", "This no longer exists: it was deleted in another window. Go back to the list.");
    case "authorization_in_progress":
      return words(
        "Another sign-in is open",
        "The browser runs one sign-in window at a time. Finish or cancel the other one, then try again.",
      );
    case "authorization_canceled":
      return words("Canceled", "The authorization was canceled. Press Authorize to start again.");
    case "authorization_window_closed":
      return words(
        "Window closed",
        "The sign-in window was closed before the server had answered. Press Authorize to try again.",
      );
    case "authorization_page_unreachable":
      return words(
        "Sign-in page unreachable",
        `The sign-in page${at(error)} could not be loaded. Check the Authorization URL and that the server is running.`,
      );
    case "authorization_refused":
      return words(
        refused(error),
        `The authorization server refused.${serverSaid(error)} Check Client ID, Scope and the registered redirect URL.`,
      );
    case "response_parameter_repeated":
      return words(
        "Answer not trusted",
        "The authorization server's answer has a parameter twice, which is not allowed (RFC 6749 §3.1). No token was asked for.",
      );
    case "state_missing":
      return words(
        "Answer not trusted",
        "The answer came back without “state”, so it can't be told from a forged one. If the server never returns it, exclude “state” under Auth parameters.",
      );
    case "state_mismatch":
      return words(
        "Answer not trusted",
        "The answer carries another “state” than was sent: it may belong to another sign-in or be forged. Press Authorize to start afresh.",
      );
    case "issuer_missing":
      return words(
        "Answer not trusted",
        "The server promises to name itself in its answer (“iss”, RFC 9207) and did not. Check Issuer (under Advanced).",
      );
    case "issuer_mismatch":
      return words(
        "Answer not trusted",
        `The answer names another issuer than the profile.${issuers(error)} Check Issuer (under Advanced); if it is right, do not go on: the answer came from someone else.`,
      );
    case "redirect_mismatch":
      return words(
        "Answer not trusted",
        "The server answered to another address than the redirect URL that was sent. Register exactly the Redirect URL that the profile shows.",
      );
    case "code_missing":
      return words(
        "No code in the answer",
        "The sign-in ended without a code. If the server uses another name for it, set Code field (under Advanced).",
      );
    case "token_in_fragment":
      return words(
        "Answer not trusted",
        "The server sent a token in the address instead of a code (the implicit flow), which is not taken. Set response_type to “code” under Auth parameters.",
      );
    case "interaction_required":
      return words("Sign-in needed", `The server wants you to sign in again.${serverSaid(error)} Press Authorize.`);
    case "token_refused":
      return words(
        refused(error),
        `The token endpoint${at(error)} refused${status(error)}.${serverSaid(error)} Check Client ID, Client Secret and Client authentication (under Advanced).`,
      );
    case "token_missing":
      return words(
        "No token in the reply",
        "The server said yes, but the reply has no token where the profile looks for it. See the exchange, and set Token field (under Advanced).",
      );
    case "http_status":
      if (error.status === 404) {
        return words(
          "HTTP 404",
          `HTTP 404: check the Access token URL. The server${at(error)} has nothing there; a renewal or a revocation may have its own URL (under Advanced).${serverSaid(error)}`,
        );
      }
      return words(
        `HTTP ${error.status ?? "error"}`,
        `The server${at(error)} answered with an error${status(error)}.${serverSaid(error)} See the exchange for its reply.`,
      );
    case "network":
      return words(
        "Unreachable",
        `No connection${to(error)}. Check the address, your network, and that the server is running.`,
      );
    case "offline":
      return words("Offline", "The browser has no network, so nothing was sent. It is tried again by itself.");
    case "browser_silent":
      return words(
        "The browser does not answer",
        "The browser did not answer the extension. Close all its windows, start it again, and try again.",
      );
    case "timeout":
      return words("No answer in time", `The server${at(error)} took too long to answer. Try again.`);
    case "redirected":
      return words(
        "Redirect refused",
        `The endpoint${at(error)} redirects somewhere else, and following would send your secret there. Enter the final address in the profile.`,
      );
    case "reply_empty":
      return words(
        "Empty reply",
        `The server${at(error)} answered${status(error)} with nothing in it. Check that the Access token URL is the right one.`,
      );
    case "reply_too_large":
      return words(
        "Reply too large",
        `The server${at(error)} sent far more than a token. Check that the Access token URL is the right one.`,
      );
    case "reply_unreadable":
      return words(
        "Reply unreadable",
        `The server${at(error)} sent neither JSON nor a form${status(error)}: perhaps a web page. Check that the Access token URL is the right one.`,
      );
    case "retry_later":
      return words(
        "Asked to wait",
        `The server${at(error)} asks for a pause${status(error)}. It is tried again by itself.`,
      );
    case "discovery_failed":
      return words(
        "Nothing found",
        `No OAuth description was found${at(error)}. Check the issuer, or fill in the URLs by hand.`,
      );
    case "discovery_issuer_mismatch":
      return words(
        "Issuer differs",
        `The document found names another issuer than the one typed, so nothing was filled in.${issuers(error)} Type the issuer exactly as its server writes it.`,
      );
    case "token_not_attachable":
      return words(
        "Copy only",
        "The token is of a type or has characters that a Bearer header can't carry. It can be copied, but is not attached. “Attach tokens of any type” (under Advanced) changes that.",
      );
    case "permission_missing":
      return words(
        "Access not allowed",
        `The browser has not allowed access${to(error)}. Press the button again and choose Allow.`,
      );
    case "rule_limit":
      return words("Too many hosts", "The browser allows no more rules. Turn off API hosts that you don't need.");
    case "clipboard_failed":
      return words("Not copied", "The browser refused access to the clipboard. Click into this page, then copy again.");
    case "authorization_interrupted":
      return words(
        "Interrupted",
        "The browser stopped the extension during the authorization, and the answer is lost. Press Authorize to start again.",
      );
    case "renewal_interrupted":
      return words(
        "Renewal interrupted",
        "The browser stopped the extension while the token was renewed. If the old token no longer works, press Authorize.",
      );
    case "renewal_unknown":
      return words(
        "Renewal uncertain",
        `The server's answer to the last renewal${at(error)} never arrived. The refresh token may be used up, and using one twice can end the sign-in, so it is not tried again by itself. Press Renew to try it once more, or Authorize to sign in again.`,
      );
    case "needs_authorization":
      return words("Not authorized", `The token can't be renewed without you.${serverSaid(error)} Press Authorize.`);
    case "storage_failed":
      return words(
        "Not stored",
        "The browser could not write to its disk: it may be full. Free some space and try again. Nothing was changed.",
      );
    case "storage_newer":
      return words(
        "Newer data",
        "The stored data comes from a newer version of Bearer Bar. Update the extension; nothing was changed.",
      );
    case "storage_corrupt":
      return words(
        "Damaged data",
        "What is stored for this was damaged or changed from outside, so it is not used. Enter the profile's secrets again.",
      );
    case "token_unreadable":
      return words(
        "Token unreadable",
        "The stored token can't be opened any more, so it is not used. Press Authorize for a new one.",
      );
    case "locked":
      return words("Locked", "Tokens are locked. Unlock with your passphrase, then try again.");
    case "wrong_passphrase":
      return words(
        "Wrong passphrase",
        "That is not the passphrase. Check Caps Lock and the keyboard layout, then try again.",
      );
    case "vault_tampered":
      return words(
        "Damaged vault",
        "The stored passphrase check was damaged or changed from outside, so nothing can be unlocked with it. Reset under Settings deletes everything and starts anew.",
      );
    case "bad_message":
    case "forbidden_sender":
    case "unexpected":
      return words("Failed", "Something went wrong inside Bearer Bar. Try again; if it stays, reload the extension.");
  }
}

function words(title: string, text: string): ErrorWords {
  return { title, text };
}

function isAdvanced(field: string | undefined): boolean {
  return field !== undefined && advancedLabels.has(field);
}

function refused(error: ErrorData): string {
  if (error.error !== undefined) return `Refused: ${error.error}`;
  return error.status === undefined ? "Refused" : `Refused: HTTP ${error.status}`;
}

function serverSaid({ error, errorDescription }: ErrorData): string {
  if (error === undefined && errorDescription === undefined) return "";
  const said = [error, errorDescription].filter((part) => part !== undefined).join(": ");
  return ` It said: “${said}”.`;
}

function issuers({ expected, actual }: ErrorData): string {
  return expected === undefined || actual === undefined ? "" : ` Expected “${expected}”, got “${actual}”.`;
}

function at(error: ErrorData): string {
  return error.host === undefined ? "" : ` at ${error.host}`;
}

function to(error: ErrorData): string {
  return error.host === undefined ? "" : ` to ${error.host}`;
}

function status(error: ErrorData): string {
  return error.status === undefined ? "" : ` (HTTP ${error.status})`;
}
