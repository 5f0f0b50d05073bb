import { text } from "node:stream/consumers";
import type { Context, InteractionDetails, Provider } from "oidc-provider";
import { escapeHtml, htmlPage } from "./html.ts";

/** User name to password. */
export type Users = Readonly<Record<string, string>>;

/** The path of the sign-in and consent pages of one interaction. */
export function interactionPath(uid: string): string {
  return `/interaction/${uid}`;
}

/**
 * Serves our own sign-in and consent pages in front of oidc-provider. They need no script.
 * The controls' accessible names are "Username", "Password", "Sign in", "Allow" and "Deny".
 */
export function serveInteractionPages(provider: Provider, users: Users): void {
  provider.use(async (context, next) => {
    if (!context.path.startsWith("/interaction/")) return next();
    const details = await provider.interactionDetails(context.req, context.res);
    if (context.method === "POST") return answerForm(provider, users, context, details);
    show(context, details.prompt.name === "login" ? signInPage() : consentPage(details));
  });
}

function show(context: Context, page: string): void {
  context.status = 200;
  context.type = "html";
  context.body = page;
}

async function answerForm(
  provider: Provider,
  users: Users,
  context: Context,
  details: InteractionDetails,
): Promise<void> {
  const form = new URLSearchParams(await text(context.req));
  if (details.prompt.name === "login") {
    const username = form.get("username") ?? "";
    if (!Object.hasOwn(users, username) || users[username] !== form.get("password")) {
      return show(context, signInPage("Wrong user name or password."));
    }
    return finish(provider, context, { login: { accountId: username } });
  }
  if (form.get("decision") !== "allow") {
    return finish(provider, context, { error: "access_denied", error_description: "The user denied the request" });
  }
  return finish(provider, context, { consent: { grantId: await grantAll(provider, details) } });
}

async function finish(provider: Provider, context: Context, result: Record<string, unknown>): Promise<void> {
  const isError = "error" in result || "login" in result;
  await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: !isError });
}

async function grantAll(provider: Provider, { grantId, session, params, prompt }: InteractionDetails): Promise<string> {
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant =
    existing ?? new provider.Grant({ accountId: session?.accountId ?? "", clientId: params["client_id"] ?? "" });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(" "));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {}))
    grant.addResourceScope(resource, scopes.join(" "));
  return grant.save();
}

function signInPage(problem?: string): string {
  return htmlPage(
    "Sign in",
    `<h1>Sign in</h1><p>Test authorization server</p>
${problem === undefined ? "" : `<p role="alert">${escapeHtml(problem)}</p>`}
<form method="post">
<label for="username">Username</label><input id="username" name="username" autocomplete="off" autofocus required>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="off" required>
<div class="actions"><button type="submit">Sign in</button></div>
</form>`,
  );
}

function consentPage({ params }: InteractionDetails): string {
  const scopes = (params["scope"] ?? "").split(" ").filter(Boolean);
  const list = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join("");
  return htmlPage(
    "Allow access",
    `<h1>Allow access?</h1><p><strong>${escapeHtml(params["client_id"] ?? "")}</strong> asks for access to your account.</p>
${list === "" ? "" : `<ul>${list}</ul>`}
<form method="post"><div class="actions">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</div></form>`,
  );
}
