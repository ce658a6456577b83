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

/* Without recursion: what comes may be nested deeper than a program can call itself. */
function pointersTo(input: unknown): string[] {
  const pointers: string[] = []
  const waiting = [{ value: input, pointer: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, pointer } = next
    if (typeof value === 'string') {
      if (value.includes('\0')) pointers.push(pointer)
    } else if (value !== null && typeof value === 'object') {
      for (const [name, part] of Object.entries(value)) {
        if (name.includes('\0')) pointers.push(pointer)
        waiting.push({ value: part, pointer: `${pointer}/${escapePart(name)}` })
      }
    }
  }
  return pointers
}
