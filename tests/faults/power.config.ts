import { defineConfig } from 'vitest/config'

/** `npm run test:power`: the power is cut a hundred times, or as often as BHAROSA_CUTS says. Root only. */
export default defineConfig({
  test: {
    include: ['tests/faults/power.test.ts'],
    setupFiles: ['tests/setup/each-file.ts'],
    reporters: ['tests/setup/reporter.ts'],
    pool: 'forks',
    expect: { requireAssertions: true },
    env: { NODE_ENV: 'test', TZ: 'UTC', BHAROSA_CUTS: process.env.BHAROSA_CUTS ?? '100' },
  },
})
