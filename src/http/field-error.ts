import type { FieldError } from '../app/errors.ts'

/** What the validator says of one wrong place. */
export interface Violation {
  readonly instancePath: string
  readonly keyword: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

type Words = (params: Readonly<Record<string, unknown>>) => readonly [zh: string, en: string]

const list = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''))

const FORMATS: Readonly<Record<string, readonly [string, string]>> = {
  uuid: ['须为 UUID', 'has to be a UUID'],
  'date-time': [
    '须为带时区的时间,例如 2026-01-05T02:00:00.000Z',
    'has to be an instant with its zone, such as 2026-01-05T02:00:00.000Z',
  ],
}

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  string: ['须为文字', 'has to be text'],
  integer: ['须为整数', 'has to be a whole number'],
  number: ['须为数字', 'has to be a number'],
  boolean: ['须为 true 或 false', 'has to be true or false'],
  array: ['须为列表', 'has to be a list'],
  object: ['须为对象', 'has to be an object'],
  null: ['须为空', 'has to be null'],
}

const WORDS: Readonly<Record<string, Words>> = {
  additionalProperties: () => ['没有这个字段,请检查拼写', 'there is no such field; check its spelling'],
  required: () => ['缺少此字段', 'this field is missing'],
  type: ({ type }) =>
    TYPES[String(type)] ?? [`类型须为 ${list(type)}`, `has to be one of the types ${list(type)}`],
  enum: ({ allowedValues }) => [
    `须为以下之一:${list(allowedValues)}`,
    `has to be one of: ${list(allowedValues)}`,
  ],
  const: ({ allowedValue }) => [`须为 ${String(allowedValue)}`, `has to be ${String(allowedValue)}`],
  format: ({ format }) =>
    FORMATS[String(format)] ?? [`格式须为 ${String(format)}`, `has to be a ${String(format)}`],
  minLength: ({ limit }) => [`至少 ${String(limit)} 个字符`, `at least ${String(limit)} characters`],
  maxLength: ({ limit }) => [`最多 ${String(limit)} 个字符`, `at most ${String(limit)} characters`],
  minimum: ({ limit }) => [`不得小于 ${String(limit)}`, `not less than ${String(limit)}`],
  maximum: ({ limit }) => [`不得大于 ${String(limit)}`, `not more than ${String(limit)}`],
  minItems: ({ limit }) => [`至少 ${String(limit)} 项`, `at least ${String(limit)} items`],
  maxItems: ({ limit }) => [`最多 ${String(limit)} 项`, `at most ${String(limit)} items`],
  uniqueItems: () => ['有重复项', 'an item stands twice'],
  pattern: ({ pattern }) =>
    pattern === '\\S' ? ['不能为空白', 'must not be blank'] : ['格式不对', 'is not of the right form'],
  discriminator: () => ['没有这种事件', 'there is no such event'],
  minProperties: () => ['至少填写一项', 'at least one field is needed'],
}

const NAMES: Readonly<Record<string, string>> = {
  additionalProperties: 'unknown_field',
  required: 'missing',
  discriminator: 'unknown_type',
}

/** Puts a violation into a JSON pointer, a code and words. Places outside the body say where they are. */
export function fieldErrorOf(
  { instancePath, keyword, message, params }: Violation,
  context: string | undefined,
  language: 'zh' | 'en',
): FieldError {
  const named =
    params.additionalProperty ??
    params.missingProperty ??
    (keyword === 'discriminator' ? params.tag : undefined)
  const pointer = typeof named === 'string' ? `${instancePath}/${escapePart(named)}` : instancePath
  const [zh, en] = WORDS[keyword]?.(params) ?? [message ?? keyword, message ?? keyword]
  const place = context === undefined || context === 'body' ? '' : ` (${context})`
  return { pointer, code: NAMES[keyword] ?? keyword, detail: (language === 'zh' ? zh : en) + place }
}

/** A name as part of a JSON pointer (RFC 6901, section 3). */
export const escapePart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
