import { defineConfig } from "vitest/config";
import { summaryReporter } from "./support/summary-reporter.ts";

/**
 * Each file has its own servers, ports and extension, and each of two workers a browser that its files take in turn. With
 * patience for a busy machine, on which a browser loses an event now and then: only what fails twice has failed, and the
 * report names what was tried again.
 */
const BROWSER_TEST = {
  isolate: false,
  retry: 1,
  environment: "node",
  expect: { poll: { timeout: 30_000 } },
  testTimeout: 120_000,
  hookTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Nothing in these tests waits for time; on a busy machine some take longer than the usual five seconds.
    testTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    reporters: ["default", summaryReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          // In one world for all, which each test leaves as it was, also when it has failed.
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          include: ["tests/{unit,app,providers}/**/*.test.ts"],
          exclude: ["tests/unit/browser/**"],
        },
      },
      {
        extends: true,
        // Each has a browser's API of its own in the global names that modules take at their start.
        test: { name: "unit-browser", environment: "node", include: ["tests/unit/browser/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "build", environment: "node", testTimeout: 120_000, include: ["tests/build/*.test.ts"] },
      },
      {
        extends: true,
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        test: {
          name: "components",
          environment: "happy-dom",
          include: ["tests/components/**/*.test.{ts,tsx}"],
          setupFiles: ["tests/components/support/english.ts"],
        },
      },
      {
        extends: true,
        test: {
          ...BROWSER_TEST,
          name: "e2e-chromium",
          include: ["tests/e2e/*.test.ts"],
          globalSetup: "tests/support/browser-pool.ts",
          env: { BROWSER: "chromium" },
        },
      },
      {
        extends: true,
        test: {
          ...BROWSER_TEST,
          name: "e2e-firefox",
          include: ["tests/e2e/*.test.ts"],
          // Has a browser of its own, which is Chromium; ends the worker by way of Chromium's own debugging protocol.
          exclude: ["tests/e2e/demo.test.ts", "tests/e2e/faults.test.ts"],
          globalSetup: ["tests/support/browser-pool.ts", "tests/support/firefox-start-cache.ts"],
          env: { BROWSER: "firefox" },
        },
      },
    ],
  },
});
