import { render } from "preact";
import "../../components/styles/popup.css";
import { PopupModel } from "../../components/models/popup-model.ts";
import { followTheme } from "../../components/models/theme.ts";
import { PopupApp } from "../../components/popup/popup-app.tsx";
import { loadTheRest } from "../../components/ui/later.tsx";
import { markLanguage, setCatalogue } from "../../components/words/t.ts";
import { catalogue } from "../../lib/browser/catalogue.ts";
import { createPageTransport } from "../../lib/browser/page-transport.ts";

setCatalogue(catalogue);
markLanguage(document.documentElement);

const transport = createPageTransport();
let opening: Promise<void> | undefined;
const model = new PopupModel(transport, {
  openPage(hash) {
    // Once: a double click would open two tabs.
    opening ??= transport.openOptions(hash).finally(() => {
      opening = undefined;
      window.close();
    });
  },
});

const root = document.getElementById("app");
root?.replaceChildren();
if (root !== null) render(<PopupApp model={model} />, root);
followTheme(model.app, document.documentElement);
void model.start().then(loadTheRest);
