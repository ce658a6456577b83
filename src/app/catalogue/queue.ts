import { define } from './entry.ts'

/** Errors of the operators' view of the job queue. */
export const QUEUE = define({
  'queue.inside_process': {
    kind: 'missing',
    zh: [
      '任务队列在进程内',
      '没有可以查看的队列;设置 QUEUE_URL 后,队列在 Redis 或 PostgreSQL 中,可在此查看。',
    ],
    en: [
      'The job queue runs inside the process',
      'There is no queue to look at; set QUEUE_URL to keep it in Redis or PostgreSQL, and see it here.',
    ],
  },
  'queue.unreachable': {
    kind: 'unavailable',
    zh: [
      '暂时连接不上任务队列',
      '请检查 QUEUE_URL 指向的 Redis 或 PostgreSQL;待办事项保存在数据库中,不会丢失。',
    ],
    en: [
      'The job queue cannot be reached',
      'Look after the Redis or PostgreSQL that QUEUE_URL names; what is to be done stands in the database and is not lost.',
    ],
  },
  'queue.read_only': {
    kind: 'forbidden',
    zh: ['此处只能查看队列', '失败的任务会自动重试;数据库中未完成的事项会自动重新进入队列。'],
    en: [
      'The queue can only be looked at here',
      'Failed jobs are tried again by themselves, and whatever is not done comes back from the database.',
    ],
  },
})
