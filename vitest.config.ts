import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['{src,db,tools,bench,tests}/**/*.test.{ts,tsx}'],
    exclude: ['build/**', 'node_modules/**', 'data/**'],
    globalSetup: ['tests/setup/global.ts'],
    setupFiles: ['tests/setup/each-file.ts'],
    reporters: ['tests/setup/reporter.ts'],
    // Two processes run all the files and read our code once each, which saves a quarter of the time. What a file opens
    // goes with it (tests/setup/closing.ts); our modules hold nothing that two files could fight about.
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    // A test that asserts nothing cannot fail, and one left alone hides the others.
    expect: { requireAssertions: true },
    allowOnly: false,
    env: { NODE_ENV: 'test', TZ: 'UTC' },
  },
})
