import type { Clock, Reader } from '../../app/deps.ts'
import type { Remark } from './remark.ts'

/** Counted no further: a thousand says enough. */
const MOST = 1_000
/** Timers and notices are looked at every second. */
const LATE_MS = 60_000

/** What was given up, and what should have happened by now. */
export async function checkDeliveries(read: Reader, clock: Clock): Promise<Remark[]> {
  const { dead } = await read.waiting.deliveriesByChannel(clock.now(), MOST)
  const given = Object.entries(dead)
  const timers = await read.waiting.timersDue(clock.now(), MOST)
  const late = timers.oldest === null ? 0 : clock.now() - timers.oldest
  return [
    ...given.map(
      ([channel, count]): Remark => ({
        level: 'warning',
        zh: `${channel}:${count} 条通知多次发送失败,已放弃`,
        en: `${channel}: ${count} deliveries failed again and again and were given up`,
        todo: '检查对方地址后重发 · check the receiver, then redeliver: GET /api/v1/webhooks',
      }),
    ),
    ...(given.length === 0
      ? [{ level: 'fine', zh: '没有放弃的通知', en: 'no delivery was given up' } as const]
      : []),
    late < LATE_MS
      ? { level: 'fine', zh: '没有迟到的定时任务', en: 'no timer is late' }
      : {
          level: 'warning',
          zh: `${timers.count} 个定时任务已到期未执行,最早的迟了 ${Math.round(late / 1_000)} 秒`,
          en: `timers that are due and have not rung: ${timers.count}, the oldest by ${Math.round(late / 1_000)} s`,
          todo: '服务器(或 worker 进程)在运行吗? · is the server, or a worker process, running?',
        },
  ]
}
