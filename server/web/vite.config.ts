import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/',
  build: {
    // Phones of 2018 and later (Safari 12, Chrome 71); newer syntax is rewritten.
    target: 'es2019',
    cssTarget: ['chrome71', 'safari12', 'firefox68'],
    // The content security policy has no data: source, so nothing is written into the page as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 150,
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
