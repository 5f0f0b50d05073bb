import { cleanup, configure, render, type RenderResult } from "@testing-library/preact";
import axe from "axe-core";
import { afterEach, expect } from "vitest";
import { AppModel } from "../../../components/models/app-model.ts";
import { PopupModel } from "../../../components/models/popup-model.ts";
import { Router } from "../../../components/models/router.ts";
import { OptionsApp } from "../../../components/options/options-app.tsx";
import { PopupApp } from "../../../components/popup/popup-app.tsx";
import { loadTheRest } from "../../../components/ui/later.tsx";
import type { FakeTransport } from "./fake-transport.ts";

// On a busy machine a render takes longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

// When it is there is the bundler's matter.
await loadTheRest();

const running: (() => void)[] = [];

afterEach(() => {
  cleanup();
  for (const stop of running.splice(0)) stop();
});

/** The popup over a fake worker. */
export function renderPopup(transport: FakeTransport): RenderResult & { readonly model: PopupModel } {
  const model = new PopupModel(transport);
  const result = render(<PopupApp model={model} />);
  void model.start();
  running.push(() => model.app.dispose());
  return Object.assign(result, { model });
}

/** Manage OAuth over a fake worker, at an address like `#/oauths`. */
export function renderOptions(transport: FakeTransport, hash: string): RenderResult & { readonly app: AppModel } {
  window.location.hash = hash;
  const router = new Router(window);
  const app = new AppModel(transport, { openPage: (target) => (window.location.hash = target ?? "") });
  const result = render(<OptionsApp app={app} router={router} />);
  app.start();
  running.push(
    () => app.dispose(),
    () => router.dispose(),
  );
  return Object.assign(result, { app });
}

/** Fails with the rules that are broken. Colours are checked in a real browser: happy-dom computes none. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}
