import { render } from "preact";
import "../../components/styles/options.css";
import { AppModel } from "../../components/models/app-model.ts";
import { Router } from "../../components/models/router.ts";
import { followTheme } from "../../components/models/theme.ts";
import { OptionsApp } from "../../components/options/options-app.tsx";
import { createPageTransport } from "../../lib/browser/page-transport.ts";

const router = new Router(window);
const app = new AppModel(createPageTransport(), { openPage: (hash) => (window.location.hash = hash) });

const root = document.getElementById("app");
if (root !== null) render(<OptionsApp app={app} router={router} />, root);
followTheme(app, document.documentElement);
app.start();
