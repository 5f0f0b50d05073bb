import { Connection } from "puppeteer-core";

/** Where everything passes that puppeteer sends. It has no option for what is changed here. */
const SEND = "_rawSend";

type Send = (this: unknown, callbacks: unknown, method: string, params: object, ...rest: unknown[]) => Promise<unknown>;

/**
 * Keeps puppeteer from attaching to service workers by itself, and from having anything wait at its start until it is
 * attached: a worker that is ended at that moment, or starts anew, would wait for good, answer nothing, and never end.
 */
export function leaveWorkersAlone(): void {
  const sender = Connection.prototype as unknown as { [SEND]: Send };
  const { [SEND]: send } = sender;
  sender[SEND] = function sendMended(callbacks, method, params, ...rest) {
    return send.call(this, callbacks, method, method === "Target.setAutoAttach" ? mend(params) : params, ...rest);
  };
}

function mend(params: { readonly filter?: readonly object[] }): object {
  const filter = [{ type: "service_worker", exclude: true }, ...(params.filter ?? [{}])];
  return { ...params, filter, waitForDebuggerOnStart: false };
}
