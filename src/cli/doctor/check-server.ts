import type { Clock } from '../../app/deps.ts'
import { compareClocks } from './check-clock.ts'
import { type Remark, wordsOf } from './remark.ts'

const ANSWER_MS = 5_000

/** Whether the server is ready at an address, and what the clock there says. */
export async function checkServer(address: string, clock: Clock): Promise<Remark[]> {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS) })
    const body = await answer.text()
    const date = Date.parse(answer.headers.get('date') ?? '')
    const clocks = Number.isNaN(date) ? [] : [compareClocks(clock.now(), date, { zh: '服务器', en: address })]
    if (answer.ok)
      return [{ level: 'fine', zh: '服务器就绪', en: `the server is ready at ${address}` }, ...clocks]
    return [
      {
        level: 'fault',
        zh: '服务器未就绪',
        en: `the server is not ready at ${address}: ${answer.status} ${body.slice(0, 200)}`,
        todo: '查看服务器日志 · look into its log: journalctl -u xuncha',
      },
      ...clocks,
    ]
  } catch (error) {
    return [
      {
        level: 'warning',
        zh: '服务器没有应答',
        en: `no server answers at ${address}: ${wordsOf(error)}`,
        todo: '若应在运行:systemctl status xuncha · if it should be running: systemctl status xuncha',
      },
    ]
  }
}
