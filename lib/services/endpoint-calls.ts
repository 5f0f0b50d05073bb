import { isEmpty } from "../domain/permission-set.ts";
import { endpointPermissions, missingPermissions } from "../domain/permissions.ts";
import { AppError, type ErrorData, toErrorData } from "../domain/errors.ts";
import { placeholderNames } from "../domain/placeholders.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { TraceKind, TracedRequest, TracedResponse } from "../domain/trace.ts";
import { type HttpReply, type HttpRequest, sendRequest } from "../oauth/http.ts";
import { traceReply, traceRequest } from "../oauth/masking.ts";
import type { Store } from "../store/store.ts";
import type { Managed } from "./managed.ts";
import type { OwnCalls } from "./own-calls.ts";
import type { BrowserPorts } from "./ports.ts";

export interface EndpointCalls {
  /**
   * Sends one request, once. `take` reads the reply and keeps what is in it before anything else is done; then the
   * exchange goes into a trace, masked, whatever its outcome.
   */
  send<T>(call: {
    readonly profile: OAuthProfile;
    readonly kind: TraceKind;
    readonly request: HttpRequest;
    readonly signal: AbortSignal;
    readonly take: (reply: HttpReply) => Promise<T>;
  }): Promise<T>;
  /** Traces an exchange that is not a fetch of ours. An error it throws leaves with the trace's id. */
  traced<T>(
    profile: OAuthProfile,
    kind: TraceKind,
    request: TracedRequest,
    exchange: (note: (response: TracedResponse) => void) => Promise<T>,
  ): Promise<T>;
}

export function createEndpointCalls(
  store: Store,
  ownCalls: OwnCalls,
  managed: Pick<Managed, "assertMayCall" | "assertMayObtain">,
  ports: Pick<BrowserPorts, "clock" | "fetch" | "network" | "permissions">,
): EndpointCalls {
  /** A URL that the callback has a say in may lead anywhere: nothing goes to a host that nobody has granted. */
  async function assertGranted(profile: OAuthProfile, url: string): Promise<void> {
    const { tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl } = profile;
    const templates = [tokenUrl, refreshUrl, revocationUrl, introspectionUrl, userinfoUrl];
    if (!templates.flatMap(placeholderNames).some((name) => name.startsWith("callback."))) return;
    const missing = missingPermissions(endpointPermissions(url), await ports.permissions.granted());
    if (!isEmpty(missing)) throw new AppError("permission_missing", { host: missing.origins.join(", ") });
  }

  async function traced<T>(
    profile: OAuthProfile,
    kind: TraceKind,
    request: TracedRequest,
    exchange: (note: (response: TracedResponse) => void) => Promise<T>,
  ): Promise<T> {
    const id = crypto.randomUUID();
    const startedAtMs = ports.clock.now();
    let response: TracedResponse | undefined;
    const record = async (failure: ErrorData | undefined): Promise<void> => {
      const durationMs = ports.clock.now() - startedAtMs;
      const trace = { id, profileId: profile.id, kind, startedAtMs, durationMs, request, response, error: failure };
      // Not waited for, and a trace that can't be stored must not cost a token that could.
      await store.traces.add(trace).catch(() => undefined);
    };
    try {
      const result = await exchange((noted) => {
        response = noted;
      });
      void record(undefined);
      return result;
    } catch (thrown) {
      const error = toErrorData(thrown);
      void record(error);
      throw new AppError(error.code, { ...error, traceId: id }, { cause: thrown });
    }
  }

  /** A failure to connect is told apart from a reply that was lost: the second may have used up what was sent. */
  async function sendWatched(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    const witness = ports.network.watch(request.url);
    try {
      return await sendRequest(request, { fetch: ports.fetch, now: () => ports.clock.now(), signal });
    } catch (error) {
      const isNetwork = error instanceof AppError && error.code === "network";
      if (!isNetwork || !(await witness.surelyUnsent())) throw error;
      throw new AppError("network", { ...error.details, unsent: true }, { cause: error });
    } finally {
      witness.stop();
    }
  }

  return {
    traced,
    send({ profile, kind, request, signal, take }) {
      return traced(profile, kind, traceRequest(request), async (note) => {
        let isSent = false;
        const send = (): Promise<HttpReply> => {
          isSent = true;
          return sendWatched(request, signal);
        };
        let reply: HttpReply;
        try {
          // What there is already may be taken back, whatever the administrator wants first.
          if (kind === "revocation") managed.assertMayCall(request.url);
          else managed.assertMayObtain(request.url);
          await assertGranted(profile, request.url);
          reply = await ownCalls.during(profile, request.url, send);
        } catch (error) {
          throw isSent ? error : asUnsent(error);
        }
        note(traceReply(reply, profile));
        return take(reply);
      });
    },
  };
}

/** What failed before the request was made has lost nothing. */
function asUnsent(error: unknown): AppError {
  const { code, ...details } = toErrorData(error);
  return new AppError(code, { ...details, unsent: true }, { cause: error });
}
