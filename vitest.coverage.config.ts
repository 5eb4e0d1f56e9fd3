import { defineConfig } from 'vitest/config'

/**
 * The planner, the schedule and the language: every branch is taken by a test of their own. Left out is what runs the planner
 * over whole timetables (proofs, simulator, replay), and its tests, which would take branches by chance.
 */
export default defineConfig({
  test: {
    include: [
      'test/workflow/**/*.test.ts',
      'test/domain/{contact-policy,schedule,tags,time/duration,text/present}.test.ts',
    ],
    // `parse-workflow-properties` takes the time, which counting branches would falsify.
    exclude: ['test/workflow/{calendar-test,parse-workflow-properties,prove,simulate}*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: [
        'src/workflow/**/*.ts',
        'src/domain/{contact-policy,qualification,schedule,tags}.ts',
        'src/domain/time/{duration,opening-hours,zone-clock}.ts',
        'src/domain/text/present.ts',
      ],
      exclude: ['src/workflow/proofs/**'],
      thresholds: { branches: 100 },
      reporter: [['text', { skipFull: true }]],
      reportOnFailure: true,
    },
  },
})
