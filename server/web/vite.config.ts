import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/',
  build: {
    // Phones of 2018 and later; a browser on them is from 2020 or later, as Chrome and Safari renew themselves.
    target: 'es2019',
    cssTarget: ['chrome87', 'safari14', 'firefox78'],
    // The content security policy has no data: source, so nothing is written into the page as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file: half of it words and styles; below 60 kB on the wire.
    chunkSizeWarningLimit: 200,
  },
  test: {
    include: ['test/**/*.test.ts'],
    // A slow machine is no fault: what hangs ends here, what is slow does not.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
