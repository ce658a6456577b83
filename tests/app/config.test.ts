import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'

describe('the settings', () => {
  it('are those of one process with everything inside it, unless said otherwise', () => {
    expect(readConfig({})).toMatchObject({ mode: 'all', queueUrl: null, databaseUrl: null })
  })

  it.each(['web', 'worker'])('refuse a %s process that shares nothing with the others', mode => {
    expect(() => readConfig({ XUNCHA_MODE: mode })).toThrow(/DATABASE_URL.*QUEUE_URL/)
    expect(() => readConfig({ XUNCHA_MODE: mode, QUEUE_URL: 'redis://127.0.0.1' })).toThrow(/SQLite/)
  })

  it.each([
    'postgres://q@db.example/q',
    'postgresql://q@one.example:5432,other.example:5433/q?sslmode=require',
  ])('take %s as a database', url => {
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  it.each(['mysql://db.example/q', 'db.example', 'postgres://one.example:x,other.example/q'])(
    'refuse %s as a database, without repeating it',
    url => {
      expect(() => readConfig({ DATABASE_URL: url })).toThrow(/^DATABASE_URL: (?!.*example)/)
    },
  )

  it.each(['redis://:secret@redis.example:6380/2', 'rediss://redis.example', 'postgres://q@db.example/q'])(
    'take %s as a queue',
    url => {
      expect(readConfig({ QUEUE_URL: url }).queueUrl).toBe(url)
    },
  )

  it.each(['amqp://x', 'localhost:6379', 'redis'])('refuse %s as a queue, without repeating it', url => {
    expect(() => readConfig({ QUEUE_URL: url })).toThrow(/^QUEUE_URL: /)
  })
})
