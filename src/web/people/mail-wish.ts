import type { paths } from '../api/contract.ts'

/** How a member wants to be told outside the app, as the server has it. */
export type MailWish =
  paths['/api/v1/subscriptions']['get']['responses']['200']['content']['application/json']

/** The same as a form shows it: times stay where they were while they are switched off. */
export interface MailFields {
  language: MailWish['language']
  email: string
  mail: MailWish['mail']
  quiet: boolean
  from: string
  to: string
  digest: boolean
  digestAt: string
}

export const mailFieldsOf = ({ language, email, mail, quietHours, digestAt }: MailWish): MailFields => ({
  language,
  email: email ?? '',
  mail,
  quiet: quietHours !== null,
  from: quietHours?.from ?? '21:30',
  to: quietHours?.to ?? '07:30',
  digest: digestAt !== null,
  digestAt: digestAt ?? '18:00',
})

export const wishOf = ({ language, email, mail, quiet, from, to, digest, digestAt }: MailFields) => ({
  language,
  email: email.trim() || null,
  mail,
  quietHours: quiet ? { from, to } : null,
  digestAt: digest ? digestAt : null,
})
