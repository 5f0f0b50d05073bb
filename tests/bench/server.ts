import { type HttpListener, listen } from "../support/http-listener.ts";

/** One server for all hosts of the bench: an API, a page, and a token endpoint that answers at once. */
export async function startBenchServer(): Promise<HttpListener> {
  let tokens = 0;
  return listen((request, response) => {
    request.resume();
    request.on("end", () => {
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("access-control-allow-headers", "authorization");
      response.setHeader("cache-control", "no-store");
      if (request.url === "/token") {
        tokens += 1;
        const reply = { access_token: `bench-${tokens}`.padEnd(800, "x"), token_type: "Bearer", expires_in: 3_600 };
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(reply));
      } else if (request.url === "/page") {
        response.setHeader("content-type", "text/html");
        response.end("<!doctype html><title>Page</title><p>Page");
      } else {
        response.end(request.headers.authorization === undefined ? "none" : "token");
      }
    });
  });
}
