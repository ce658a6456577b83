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

/** JSON pointers to the texts with a null character within a value, parts of it included. */
function pointersTo(value: unknown, pointer = ''): string[] {
  if (typeof value === 'string') return value.includes('\0') ? [pointer] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) =>
    name.includes('\0') ? [pointer] : pointersTo(part, `${pointer}/${escapePart(name)}`),
  )
}
