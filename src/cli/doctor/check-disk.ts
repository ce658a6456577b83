import type { Remark } from './remark.ts'

/** Room on a disk, in bytes; a file system's `statfs`. */
export interface DiskSpace {
  readonly free: number
  readonly total: number
}

const GIB = 2 ** 30
/** A community's photos of a few weeks. */
const WARNED_BELOW = 5 * GIB
/** Soon not even the journal can be written. */
const FULL_BELOW = GIB / 2

/** Whether there is room for what comes. */
export function checkDisk({ free, total }: DiskSpace, place: string): Remark {
  const share = total > 0 ? Math.round((100 * free) / total) : 0
  const left = `${(free / GIB).toFixed(1)} GiB, ${share} %`
  const words = { zh: `磁盘剩余 ${left}`, en: `room left on the disk of ${place}: ${left}` }
  if (free >= WARNED_BELOW) return { level: 'fine', ...words }
  return {
    level: free < FULL_BELOW ? 'fault' : 'warning',
    ...words,
    todo: '扩容,或把旧备份移走;磁盘写满后拒绝写入,但不丢数据 · add room or move old backups away; a full disk refuses writes and loses nothing',
  }
}
