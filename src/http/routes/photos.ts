import multipart from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Deps } from '../../app/deps.ts'
import { AppError } from '../../app/errors.ts'
import {
  developPhoto,
  keepPhoto,
  PHOTO_SOURCES,
  type PhotoSource,
  readPhoto,
} from '../../app/photos/keep-photo.ts'
import { callerOf, change } from '../answer.ts'
import { answers, closed, Id, Nullable, oneOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const MOST_BYTES = 15 * 1_048_576
/** Uploads wait in memory for their turn at the decoder, so their number is bounded. */
const MOST_AT_ONCE = 16

const Photo = closed({
  id: Type.String(),
  sha256: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  bytes: Type.Integer(),
  takenAt: Nullable(Type.String()),
  flags: Type.Array(Type.String()),
})

/** Photos: upload one, see one. */
export async function addPhotoRoutes(app: Server, deps: Deps): Promise<void> {
  await app.register(multipart, {
    // The body limit does not cover multipart: every part of it has its own.
    limits: { files: 1, fileSize: MOST_BYTES, fields: 4, fieldSize: 1_000, parts: 5, headerPairs: 50 },
  })

  let underWay = 0

  app.post(
    '/api/v1/photos',
    {
      config: { policy: 'signed in' },
      bodyLimit: MOST_BYTES + 65_536,
      schema: {
        summary: '上传照片 · upload one photo in the multipart field “file”',
        description:
          'A field “source” before it may say `camera` (taken for this) or `gallery` (chosen from the album).',
        tags: ['photos'],
        consumes: ['multipart/form-data'],
        response: answers({ 201: Photo }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      if (underWay >= MOST_AT_ONCE) throw new AppError('photo.busy', { retryAfterSeconds: 2 })
      underWay += 1
      const photo = await receiveFile(request)
        .then(({ bytes, source }) => developPhoto(deps, caller, bytes, source))
        .finally(() => {
          underWay -= 1
        })
      const work = async (tx: Parameters<Parameters<Deps['db']['transaction']>[0]>[0]) => ({
        status: 201,
        body: await keepPhoto(deps, tx, caller, photo),
      })
      return change(deps, request, reply, work, { sha256: photo.sha256 })
    },
  )

  app.get(
    '/api/v1/photos/:id',
    {
      config: { policy: 'signed in' },
      schema: {
        summary: '查看照片 · one photo, without its metadata',
        tags: ['photos'],
        params: closed({ id: Id }),
        querystring: closed({ size: Type.Optional(oneOf(['thumb', 'full'])) }),
        response: answers({}),
      },
    },
    async (request, reply) => {
      const size = request.query.size ?? 'full'
      const source = { read: deps.db.read, photoFiles: deps.photoFiles }
      const bytes = await readPhoto(source, callerOf(request), request.params.id, size)
      return reply
        .header('content-type', 'image/jpeg')
        .header('content-disposition', `inline; filename="${request.params.id}.jpg"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, max-age=3600')
        .send(bytes)
    },
  )
}

/* A form that breaks off or carries something else is the sender's mistake, whatever the parser calls it. */
async function receiveFile(
  request: FastifyRequest,
): Promise<{ bytes: Buffer; source: PhotoSource | undefined }> {
  if (!request.isMultipart()) throw new AppError('request.unsupported_type')
  try {
    const file = await request.file()
    if (file?.fieldname !== 'file') throw new AppError('photo.missing')
    const said = file.fields.source
    const value = said && 'value' in said ? said.value : undefined
    return { bytes: await file.toBuffer(), source: PHOTO_SOURCES.find(source => source === value) }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const status = (thrown as { statusCode?: number }).statusCode
    throw new AppError(status === 413 ? 'request.too_large' : 'photo.missing')
  }
}
