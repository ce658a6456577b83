import { Redis } from 'ioredis'
import { impatient } from './bullmq-ends.ts'

/** Longest a request waits for the count of its kind. */
const COUNT_MS = 200

/**
 * The Redis in which several web processes count requests together; null when the queue is not kept in one. A request
 * that cannot be counted soon is let through.
 */
export function openSharedCounts(queueUrl: string | null, onTrouble: (error: Error) => void): Redis | null {
  if (queueUrl === null || !/^rediss?:/.test(queueUrl)) return null
  return new Redis(queueUrl, impatient(COUNT_MS)).on('error', onTrouble)
}
