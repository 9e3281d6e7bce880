import type { ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = {
  test: {
    include: ['test/**/*.test.ts'],
    // Far above what any test takes, also on a busy machine.
    testTimeout: 60_000,
    exclude: ['dist/**', 'node_modules/**'],
  },
};

export default config;
