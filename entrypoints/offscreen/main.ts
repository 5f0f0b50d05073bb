import { runClipboardJob } from "../../lib/browser/clipboard.ts";

const area = document.querySelector("textarea");
if (area !== null) void runClipboardJob(area);
