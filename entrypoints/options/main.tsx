import { render } from "preact";
import "../../components/styles/options.css";
import { AppModel } from "../../components/models/app-model.ts";
import { Router } from "../../components/models/router.ts";
import { followTheme } from "../../components/models/theme.ts";
import { OptionsApp } from "../../components/options/options-app.tsx";
import { markLanguage, setCatalogue, t } from "../../components/words/t.ts";
import { catalogue } from "../../lib/browser/catalogue.ts";
import { createPageTransport } from "../../lib/browser/page-transport.ts";

setCatalogue(catalogue);
markLanguage(document.documentElement);
document.title = t("commonManageOAuth");

const router = new Router(window);
const app = new AppModel(createPageTransport(), { openPage: (hash) => (window.location.hash = hash ?? "") });

const root = document.getElementById("app");
if (root !== null) render(<OptionsApp app={app} router={router} />, root);
followTheme(app, document.documentElement);
app.start();
