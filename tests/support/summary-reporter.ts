import type { Reporter, TestModule } from "vitest/node";

/** Prints the closing line `N passed, N failed` that continuous integration reads. A file that can't load has failed. */
export function summaryReporter(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
      let passed = 0;
      let failed = unhandledErrors.length;
      let skipped = 0;
      for (const module of modules) {
        if (module.errors().length > 0) failed += 1;
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          if (state === "passed") passed += 1;
          else if (state === "failed") failed += 1;
          else skipped += 1;
        }
      }
      const skippedPart = skipped === 0 ? "" : `, ${skipped} skipped`;
      process.stdout.write(`\n${passed} passed, ${failed} failed${skippedPart}\n`);
    },
  };
}
