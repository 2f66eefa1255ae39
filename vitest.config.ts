import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{src,db,tools,bench,tests}/**/*.test.{ts,tsx}'],
    exclude: ['build/**', 'node_modules/**', 'data/**'],
    globalSetup: ['tests/setup/global.ts'],
    setupFiles: ['tests/setup/each-file.ts'],
    reporters: ['tests/setup/reporter.ts'],
    // One process a file, two at a time: a test never sees what another left behind, and two cores are enough.
    pool: 'forks',
    maxWorkers: 2,
    isolate: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    // A test that asserts nothing cannot fail, and one left alone hides the others.
    expect: { requireAssertions: true },
    allowOnly: false,
    env: { NODE_ENV: 'test', TZ: 'UTC' },
  },
})
