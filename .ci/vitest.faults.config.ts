import { defineConfig, mergeConfig } from 'vitest/config'

/* The fault tests at the size of the promises they keep; minutes rather than seconds. */
Object.assign(process.env, {
  XUNCHA_KILL_CYCLES: '200',
  XUNCHA_KILL_CYCLES_POSTGRES: '200',
  XUNCHA_OPEN_FINDINGS: '10000',
  XUNCHA_NOTICES: '1000',
  XUNCHA_NOTICE_KILLS: '100',
  XUNCHA_TIMERS: '10000',
  XUNCHA_POSTGRES_CRASHES: '20',
  XUNCHA_FAILOVERS: '5',
  XUNCHA_REDIS_FAULTS: '20',
  XUNCHA_REDIS_ROWS: '1000',
  XUNCHA_REDIS_AWAY_MS: '600000',
  XUNCHA_EVERY_CALL: '1',
  XUNCHA_CUTS: '120',
  XUNCHA_SLOW: '1000',
  XUNCHA_RACES: '1000',
  XUNCHA_FROZEN: '100',
  XUNCHA_LOCKED_MS: '10000',
  XUNCHA_TESTS_ON_DISK: '1',
})
const { default: everyday } = await import('./vitest.config.ts')

export default mergeConfig(everyday, defineConfig({ test: { maxWorkers: 1 } }))
