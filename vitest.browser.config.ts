import { defineConfig } from 'vitest/config';

/** The browser suite: the real server and a real Chromium; see .ci/run. */
export default defineConfig({
  test: {
    include: ['apps/*/test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
