import type { FastifyInstance } from 'fastify'
import { AppError, type FieldError } from '../app/errors.ts'
import { escapePart } from './field-error.ts'
import { languageOf } from './problem.ts'

/**
 * Refuses a null character (U+0000) in a body or an address line, naming the field. PostgreSQL keeps no such text and
 * SQLite cuts it short here and there; nobody types one.
 */
export function refuseNul(app: FastifyInstance): void {
  app.addHook('preValidation', async request => {
    const detail = languageOf(request) === 'zh' ? '含有空字符' : 'contains a null character'
    const found = [
      ...pointersTo(request.body).map(pointer => ({ pointer, detail })),
      ...pointersTo(request.query).map(pointer => ({ pointer, detail: `${detail} (querystring)` })),
    ]
    const errors: FieldError[] = found.map(each => ({ ...each, code: 'null_character' }))
    if (errors.length > 0) throw new AppError('request.invalid', { errors })
  })
}

/**
 * JSON pointers to the texts with a null character within a value, parts of it included. Walked without recursion: what
 * is nested a hundred thousand deep is the validator's to refuse.
 */
function pointersTo(body: unknown): string[] {
  const found: string[] = []
  const ahead: { value: unknown; pointer: string }[] = [{ value: body, pointer: '' }]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { value, pointer } = next
    if (typeof value === 'string') {
      if (value.includes('\0')) found.push(pointer)
    } else if (value !== null && typeof value === 'object')
      for (const [name, part] of Object.entries(value))
        if (name.includes('\0')) found.push(pointer)
        else if (typeof part === 'string' || typeof part === 'object')
          ahead.push({ value: part, pointer: `${pointer}/${escapePart(name)}` })
  }
  return found.sort()
}
