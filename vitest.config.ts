import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need Chromium, or Postfix and Dovecot: `script/test-browser` and `script/test-mail` run them.
    exclude: ['test/browser/**', 'test/mail-server/**', 'node_modules/**'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text', 'html', 'json-summary'] },
  },
})
