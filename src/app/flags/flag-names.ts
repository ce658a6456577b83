/** What can be odd about a patrol or a finding, in the words of the page that lists it: each a question, no verdict. */
const FLAG_NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  presence_unproven: { zh: '没有到场凭据', en: 'Nothing proves that somebody was there' },
  outside_radius: { zh: '定位不在点位附近', en: 'The phone was not near the checkpoint' },
  impossible_speed: { zh: '两点之间移动过快', en: 'Nobody walks that fast from stop to stop' },
  one_minute: { zh: '全部点位在一分钟内打卡', en: 'All stops were made within one minute' },
  clock_skew: { zh: '手机时间不准', en: 'The phone’s clock was wrong' },
  arrived_late: { zh: '离线补报', en: 'Told late, from a phone without signal' },
  outside_window: { zh: '不在计划时间内出发', en: 'Started outside its window' },
  outside_stop_window: { zh: '不在点位要求的时间内到达', en: 'A stop outside its time' },
  off_route: { zh: '点位不在路线上', en: 'A checkpoint that is not on the route' },
  code_wrong: { zh: '点位码不符', en: 'The code is not the checkpoint’s' },
  code_missing: { zh: '没有扫点位码', en: 'The checkpoint’s code was not scanned' },
  no_checkpoint: { zh: '没有任何点位记录', en: 'No stop was made' },
  mandatory_missed: { zh: '漏走必到点位', en: 'A stop that has to be made was passed over' },
  joint_incomplete: { zh: '联合巡查参与方不足', en: 'A joint walk with fewer than two parties' },
  too_few_members: { zh: '参加人数不足', en: 'Fewer walkers than planned' },
  long_pause: { zh: '中途休息过长', en: 'A long rest' },
  sent_back: { zh: '曾被退回', en: 'Was sent back' },
  checked_by_photo: { zh: '由协调员凭照片核查', en: 'Checked by the coordinator, by photo' },
  recheck_failed: { zh: '交叉复核不通过', en: 'Another squad found it undone' },
  photo_reused: {
    zh: '照片与其他记录相同或极相似',
    en: 'The photo, or one just like it, is shown elsewhere',
  },
  photo_repeated: { zh: '同一问题前后照片相同或极相似', en: 'The same photo stands for before and after' },
  photo_from_gallery: { zh: '照片疑似选自相册,并非现场拍摄', en: 'The photo seems to come from the album' },
  photo_too_old: { zh: '照片拍摄时间早于应有时间', en: 'The photo was taken before it could show this' },
}

/** The words for a flag; its own name for one that this program does not know. */
export const flagName = (flag: string, language: 'zh' | 'en'): string => FLAG_NAMES[flag]?.[language] ?? flag
