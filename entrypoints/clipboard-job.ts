import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { runClipboardJob } from "../lib/browser/clipboard.ts";

/** The offscreen document's script, in one file: most of the browser's API is not there, and other code would fail. */
export default defineUnlistedScript({
  exclude: ["firefox"],
  main() {
    const area = document.querySelector("textarea");
    if (area !== null) void runClipboardJob(area);
  },
});
