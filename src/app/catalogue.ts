import { COMMUNITY } from './catalogue/community.ts'
import { FINDINGS } from './catalogue/findings.ts'
import { IMPORTS } from './catalogue/imports.ts'
import { NOTICES } from './catalogue/notices.ts'
import { PATROLS } from './catalogue/patrols.ts'
import { PEOPLE } from './catalogue/people.ts'
import { PHOTOS } from './catalogue/photos.ts'
import { QUEUE } from './catalogue/queue.ts'
import { REQUESTS } from './catalogue/requests.ts'
import { ROUNDS } from './catalogue/rounds.ts'

/** Every error a caller can meet. The error reference is generated from these pages. */
export const CATALOGUE = {
  ...REQUESTS,
  ...PEOPLE,
  ...COMMUNITY,
  ...PHOTOS,
  ...FINDINGS,
  ...PATROLS,
  ...NOTICES,
  ...QUEUE,
  ...ROUNDS,
  ...IMPORTS,
}

export type ErrorCode = keyof typeof CATALOGUE
