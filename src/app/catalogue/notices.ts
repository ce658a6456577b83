import { define } from './entry.ts'

export const NOTICES = define({
  'inbox.not_found': {
    kind: 'missing',
    zh: ['没有这条消息', '它可能属于别人。请刷新消息列表。'],
    en: ['There is no such item in your inbox', 'It may be somebody else’s. Load your inbox again.'],
  },
})
