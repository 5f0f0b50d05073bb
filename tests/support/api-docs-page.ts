import { escapeHtml, htmlPage } from "./html.ts";

/** The calling page of the demo: buttons that call the API at `apiOrigin` and show its reply. */
export function apiDocsPage(apiOrigin: string): string {
  const origin = escapeHtml(apiOrigin);
  return htmlPage(
    "API docs",
    `<h1>API docs</h1>
<p>Try the calls of <code>${origin}</code> from this page.</p>
<div class="actions">
<button data-method="GET" data-path="/me">GET /me</button>
<button data-method="GET" data-path="/open" class="quiet">GET /open</button>
<button data-method="POST" data-path="/open" class="quiet">POST /open</button>
</div>
<pre aria-label="Reply" aria-live="polite"><code>No call yet</code></pre>
<script>
const reply = document.querySelector("pre code");
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    const { method, path } = button.dataset;
    reply.textContent = "…";
    try {
      const response = await fetch("${encodeURI(apiOrigin)}" + path, { method });
      reply.textContent = method + " " + path + "\\n" + response.status + " " + response.statusText + "\\n\\n"
        + JSON.stringify(await response.json(), null, 2);
    } catch (error) {
      reply.textContent = String(error);
    }
  });
}
</script>`,
    { wide: true },
  );
}
