import { defineConfig } from 'vitest/config'

/** The planner, the schedule and the language: every branch is taken by a test of their own, without the rest of Tend. */
export default defineConfig({
  test: {
    include: ['test/workflow/**/*.test.ts', 'test/domain/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: [
        'src/workflow/**/*.ts',
        'src/domain/{contact-policy,duration,opening-hours,present,qualification,schedule,tags,zone-clock}.ts',
      ],
      // They walk whole timetables: the command line's tests and the journeys run them.
      exclude: ['src/workflow/{calendar-test,paths,prove-,replay,simulate}*.ts'],
      thresholds: { branches: 100 },
      reporter: [['text', { skipFull: true }]],
      reportOnFailure: true,
    },
  },
})
