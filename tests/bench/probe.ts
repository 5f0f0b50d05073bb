/**
 * Runs before the worker's own code and tells pages of the same extension what has happened when, in milliseconds since
 * the epoch. A debugger would tell as well, and slow the worker's start by it.
 */
export const PROBE = `
const rules = [];
let waiting = [];
const sinceEpoch = () => performance.timeOrigin + performance.now();
if (chrome.declarativeNetRequest !== undefined) {
  const update = chrome.declarativeNetRequest.updateSessionRules.bind(chrome.declarativeNetRequest);
  chrome.declarativeNetRequest.updateSessionRules = async (change) => {
    await update(change);
    rules.push({ atMs: sinceEpoch(), added: change.addRules?.length ?? 0, removed: change.removeRuleIds?.length ?? 0 });
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
}
const measuredFetch = async ({ url, body, authorization }) => {
  const startedAt = performance.now();
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const reply = await fetch(url, { method: "POST", body, headers, credentials: "omit", cache: "no-store" });
  await reply.text();
  return { ok: reply.ok, ms: performance.now() - startedAt };
};
const answers = {
  ping: async () => "pong",
  fetch: measuredFetch,
  rules: async ({ afterMs, untilAdded }) => {
    const find = () => rules.find((update) => update.atMs > afterMs && update.added >= untilAdded);
    while (find() === undefined) await new Promise((resolve) => waiting.push(resolve));
    return { ...find(), startedAtMs: performance.timeOrigin, untimedMs: globalThis.untimedMs ?? 0 };
  },
};
chrome.runtime.onMessage.addListener((message, sender, respond) => {
  const answer = answers[message?.bench];
  if (answer === undefined) return;
  void answer(message).then(respond);
  return true;
});
`;
