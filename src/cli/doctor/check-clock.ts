import type { Clock, Reader } from '../../app/deps.ts'
import { inPages } from '../../app/in-pages.ts'
import type { Remark } from './remark.ts'

/** Deadlines are told to the second; a minute off is somebody's deadline. */
const WARNED_MS = 5_000
const WRONG_MS = 60_000

const KEEP_TIME = '启用时间同步 · let the machine keep time: timedatectl set-ntp true'

/** Our clock against another one, whose reading was taken just now; the HTTP Date header is whole seconds. */
export function compareClocks(
  ours: number,
  theirs: number,
  whose: { readonly zh: string; readonly en: string },
): Remark {
  const apart = Math.abs(ours - theirs)
  const seconds = (apart / 1_000).toFixed(1)
  if (apart < WARNED_MS)
    return {
      level: 'fine',
      zh: `时钟与${whose.zh}一致`,
      en: `the clock agrees with ${whose.en} (${seconds} s)`,
    }
  return {
    level: apart < WRONG_MS ? 'warning' : 'fault',
    zh: `时钟与${whose.zh}相差 ${seconds} 秒`,
    en: `the clock is ${seconds} s off ${whose.en}`,
    todo: KEEP_TIME,
  }
}

/** No entry of the journal can lie in the future, unless the clock was set back since. */
export async function checkAgainstJournal(read: Reader, clock: Clock): Promise<Remark> {
  let latest = Number.NEGATIVE_INFINITY
  const ids = inPages<{ id: string }>((last, limit) => read.setup.listCommunities(last?.id ?? '', limit))
  for await (const { id } of ids) {
    const head = await read.journal.head(id)
    const [entry] = head ? await read.journal.after(id, head.seq - 1, 1) : []
    if (entry) latest = Math.max(latest, entry.at)
  }
  const ahead = latest - clock.now()
  if (ahead < WARNED_MS)
    return {
      level: 'fine',
      zh: '时钟不早于最后一条台账',
      en: 'the clock is not before the last journal entry',
    }
  return {
    level: 'fault',
    zh: `最后一条台账比时钟晚 ${Math.round(ahead / 1_000)} 秒:时钟被调慢过`,
    en: `the last journal entry lies ${Math.round(ahead / 1_000)} s in the future: the clock was set back`,
    todo: KEEP_TIME,
  }
}
