import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import type { Mapping as FieldMapping } from '../../app/imports/columns.ts'
import type { ImportNews } from '../../app/imports/import-list.ts'
import { FIELDS_OF, IMPORT_KINDS, type ImportName, importNamed } from '../../app/imports/kinds.ts'
import { callerOf } from '../answer.ts'
import { problemOf } from '../problem.ts'
import { answers, closed, Id, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const MOST_BYTES = 50 * 1_048_576
const EXAMPLE = '{"reportedAt":{"column":"发现日期"},"category":{"column":"类型","values":{"堆物":"0101"}}}'

const Source = closed({
  column: Type.Optional(Type.String({ maxLength: 200 })),
  constant: Type.Optional(Type.String({ maxLength: 200 })),
  values: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 200 }))),
})
const Mapping = Type.Record(Type.String(), Source)
const FIELDS = IMPORT_KINDS.map(kind => `${kind}: ${Object.keys(FIELDS_OF[kind]).join(', ')}`).join('; ')

const DESCRIPTION = `An .xlsx or .csv file (UTF-8 or GB18030; the first line has the headings) in the multipart field “file”; before it, if it is
needed, the field “mapping”: what each field comes from (${FIELDS}), such as \`${EXAMPLE}\`. A mapping that was used is remembered.
The answer is a line of JSON (NDJSON) for each piece of news, as it comes: \`mapping\`, a \`row\` for each row that stays out, with what is wrong
and what to do, \`progress\`, and \`done\` with the counts; or \`failed\` with a problem. The same rows again change nothing (\`known\`).`

/** Imports: places, units, members, and an existing ledger of findings. */
export async function addImportRoutes(app: Server, deps: Deps): Promise<void> {
  app.post(
    '/api/v1/imports/:kind',
    {
      config: { policy: ['admin'] },
      bodyLimit: MOST_BYTES + 65_536,
      schema: {
        summary:
          '导入点位、单位、成员或台账 · import places, units, members or a ledger of findings; row by row, as news',
        description: DESCRIPTION,
        tags: ['imports'],
        consumes: ['multipart/form-data'],
        params: closed({ kind: oneOf(IMPORT_KINDS) }),
        querystring: closed({
          dryRun: Type.Optional(Type.Boolean({ default: false })),
          communityId: Type.Optional(Id),
        }),
        produces: ['application/x-ndjson'],
        response: answers({ 200: Type.String() }),
      },
    },
    async (request, reply) => {
      const { kind } = request.params
      const { file, mapping } = await receive(request, kind)
      const { dryRun = false, communityId } = request.query
      const news = importNamed(kind, deps, callerOf(request), {
        file,
        dryRun,
        ...(communityId === undefined ? {} : { communityId }),
        ...(mapping === null ? {} : { mapping }),
      })
      // What is wrong with the file as a whole is an answer of its own.
      const first = await news.next()
      reply.header('x-accel-buffering', 'no').type('application/x-ndjson; charset=utf-8')
      return reply.send(Readable.from(lines(first.value as ImportNews, news, request)) as never)
    },
  )
}

async function* lines(
  first: ImportNews,
  rest: AsyncGenerator<ImportNews>,
  request: FastifyRequest,
): AsyncGenerator<string> {
  yield `${JSON.stringify(first)}\n`
  try {
    for await (const news of rest) yield `${JSON.stringify(news)}\n`
  } catch (error) {
    yield `${JSON.stringify({ type: 'failed', problem: problemOf(request, error) })}\n`
  }
}

async function receive(
  request: FastifyRequest,
  kind: ImportName,
): Promise<{ file: Buffer; mapping: FieldMapping | null }> {
  if (!request.isMultipart()) throw new AppError('request.unsupported_type')
  const part = await request.file({ limits: { fileSize: MOST_BYTES, fieldSize: 100_000 } })
  if (!part) throw new AppError('import.file_missing')
  const file = await part.toBuffer()
  const field = part.fields.mapping
  const words = field && 'value' in field ? String(field.value) : null
  return { file, mapping: words === null ? null : await readMapping(words, kind) }
}

async function readMapping(words: string, kind: ImportName): Promise<FieldMapping> {
  // Loaded when it is needed: it takes a tenth of the time in which the program starts.
  const { Value } = await import('typebox/value')
  try {
    const mapping: unknown = JSON.parse(words)
    if (Value.Check(Mapping, mapping) && Object.keys(mapping).every(name => name in FIELDS_OF[kind]))
      return mapping as FieldMapping
  } catch {
    // The same words for whatever is wrong with it.
  }
  throw new AppError('import.mapping_invalid', { values: { example: EXAMPLE } })
}
