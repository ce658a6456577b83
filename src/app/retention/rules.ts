const DAY = 86_400_000

/**
 * What is kept for how long, and then goes: no longer than what it is kept for needs it (PIPL art. 19; domain.md 5.2).
 * Findings, patrols, the journal and the audit log stay. `keptMs` counts from the moment that the words name.
 */
export const RETENTION = {
  /** Where somebody walked: as long as it takes to look into a doubt. */
  tracks: { keptMs: 30 * DAY, zh: '巡查轨迹:走过之后', en: 'tracks of walks, after the walk' },
  /** With faces, door plates and the place in them; the redrawn photo stays. */
  spots: { keptMs: 30 * DAY, zh: '打卡位置:打卡之后', en: 'where walkers checked in, after they did' },
  originals: {
    keptMs: 180 * DAY,
    zh: '照片原图:所属问题最后一步之后',
    en: 'originals of photos, after the last step of a finding that has ended',
  },
  /** Long enough to begin a dead delivery anew, and to answer whether somebody was told. */
  deliveries: { keptMs: 90 * DAY, zh: '已了结的消息投递', en: 'deliveries that have ended' },
  /** Phones stay offline for days: a repeated request is recognised this long. */
  answers: { keptMs: 30 * DAY, zh: '为重发请求保存的答复', en: 'answers kept for repeated requests' },
  /** A window of failed sign-ins is over long before. */
  failures: { keptMs: DAY, zh: '登录失败计数', en: 'counts of failed sign-ins' },
  credentials: { keptMs: 0, zh: '登录和令牌:到期之后', en: 'sessions and tokens, after they end' },
} as const

export type Retained = keyof typeof RETENTION
export const RETAINED = Object.keys(RETENTION) as Retained[]

/** The moment before which what is kept so long has served its time. */
export const endOf = (kind: Retained, now: number): number => now - RETENTION[kind].keptMs

/** Where people were: what goes with a member's erasure, and what the audit log tells the end of. */
export const WALKED = ['tracks', 'spots'] as const
