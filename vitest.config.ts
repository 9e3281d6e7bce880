import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = {
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    // Builds dist/, which test/cli runs.
    globalSetup: ['test/support/global-setup.ts'],
    maxWorkers: 2,
    // Far above what any test takes, also on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default config;
