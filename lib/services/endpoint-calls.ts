import { AppError, type ErrorData, toErrorData } from "../domain/errors.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import type { TraceKind, TracedRequest, TracedResponse } from "../domain/trace.ts";
import { type HttpReply, type HttpRequest, sendRequest } from "../oauth/http.ts";
import { traceReply, traceRequest } from "../oauth/masking.ts";
import type { Store } from "../store/store.ts";
import type { OriginShaper } from "./origin.ts";
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
  origin: OriginShaper,
  ports: Pick<BrowserPorts, "clock" | "fetch">,
): EndpointCalls {
  async function traced<T>(
    profile: OAuthProfile,
    kind: TraceKind,
    request: TracedRequest,
    exchange: (note: (response: TracedResponse) => void) => Promise<T>,
  ): Promise<T> {
    const id = crypto.randomUUID();
    const startedAtMs = ports.clock.now();
    let response: TracedResponse | undefined;
    const record = (error: ErrorData | undefined): void => {
      const durationMs = ports.clock.now() - startedAtMs;
      // A trace that can't be stored must not cost a token that could.
      store.traces
        .add({ id, profileId: profile.id, kind, startedAtMs, durationMs, request, response, error })
        .catch(() => undefined);
    };
    try {
      const result = await exchange((noted) => {
        response = noted;
      });
      record(undefined);
      return result;
    } catch (thrown) {
      const error = toErrorData(thrown);
      record(error);
      throw new AppError(error.code, { ...error, traceId: id }, { cause: thrown });
    }
  }

  return {
    traced,
    send({ profile, kind, request, signal, take }) {
      return traced(profile, kind, traceRequest(request), async (note) => {
        const reply = await origin.during(profile, request.url, () => {
          return sendRequest(request, { fetch: ports.fetch, now: () => ports.clock.now(), signal });
        });
        note(traceReply(reply, profile));
        return take(reply);
      });
    },
  };
}
