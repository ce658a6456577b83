import type { PhotoRow } from '../../../db/stores/photos.ts'
import type { PhotoRole } from '../../../machines/finding/context.ts'
import { instantOf } from '../../../machines/zone.ts'
import { type Caller, sees } from '../caller.ts'
import type { Reader, Writer } from '../deps.ts'
import { unknownReference } from '../errors.ts'
import { patrolRecordOf } from '../patrols/patrol-record.ts'
import { seesPatrol } from '../patrols/patrol-visibility.ts'
import { bandsOf, looksAlike } from './picture-look.ts'

/** What can be odd about a photo that is put on a record. Never a reason to refuse it. */
export type PhotoOddity = 'photo_reused' | 'photo_repeated' | 'photo_from_gallery' | 'photo_too_old'

/** Photos that are to be put on a record. */
export interface PhotoUse {
  readonly recordId: string
  readonly photoIds: readonly string[]
  /** Where the ids stand in the request. (Default: `/photoIds`) */
  readonly pointer?: string
  /** They prove something, so the same picture must not do so twice on this record. */
  readonly proof: boolean
  /** Photos of the same step that prove something else, such as how it was before. */
  readonly beside?: readonly string[]
  /** What was taken earlier cannot show this; milliseconds since 1970, `null` for any time. */
  readonly notBefore: number | null
  /** Zone of the camera's clock when it wrote none. */
  readonly timeZone: string
}

/**
 * Makes sure that the caller may put these photos on a record: they uploaded them, or see a record that shows them.
 * Tells what is odd about them: one that another record shows, one that this record shows already, one that was not
 * taken on the spot, one that was taken too early. The same photo is one with the same bytes or with the same look.
 */
export async function usePhotos(tx: Writer, caller: Caller, use: PhotoUse): Promise<PhotoOddity[]> {
  const communityId = caller.communityId ?? ''
  const odd = new Set<PhotoOddity>()
  const beside: PhotoRow[] = []
  for (const id of use.proof ? (use.beside ?? []) : []) {
    const photo = await tx.photos.find(communityId, id)
    if (photo) beside.push(photo)
  }
  for (const [n, id] of use.photoIds.entries()) {
    const photo = await tx.photos.find(communityId, id)
    const mayUse = photo && (photo.uploaderId === caller.memberId || (await isShown(tx, caller, id)))
    if (!mayUse) throw unknownReference(`${use.pointer ?? '/photoIds'}/${n}`)
    const shown = await whereShown(tx, photo, use.recordId)
    if (shown.elsewhere) odd.add('photo_reused')
    if (use.proof && (shown.here || beside.some(other => isSamePicture(other, photo))))
      odd.add('photo_repeated')
    const flags = JSON.parse(photo.flags) as readonly string[]
    if (flags.some(flag => NOT_ON_THE_SPOT.has(flag))) odd.add('photo_from_gallery')
    if (isTooOld(photo, use)) odd.add('photo_too_old')
  }
  return [...odd]
}

const NOT_ON_THE_SPOT = new Set(['no_camera_data', 'from_gallery'])

/* Whether this record shows the picture as proof already, and whether another record does. */
async function whereShown(
  tx: Writer,
  photo: PhotoRow,
  recordId: string,
): Promise<{ here: boolean; elsewhere: boolean }> {
  const { communityId, sha256, outline } = photo
  const mates = outline === null ? [] : await tx.photos.mates(photo, bandsOf(outline))
  const alike = mates.filter(mate => isAlike(mate, photo)).map(({ id }) => id)
  const same = new Set([...(await tx.photos.withBytes(communityId, sha256)), ...alike])
  let here = false
  let elsewhere = false
  for (const id of same)
    for (const by of await tx.photos.shownBy(communityId, id)) {
      if (by.recordId !== recordId) elsewhere = true
      else if (by.role !== 'comment') here = true
    }
  return { here, elsewhere }
}

/* Photos from before looks were taken have none. */
type Seen = { readonly grain: string | null }
const hasLook = (photo: Seen): photo is { readonly grain: string } => photo.grain !== null
const isAlike = (a: Seen, b: Seen): boolean => hasLook(a) && hasLook(b) && looksAlike(a, b)
const isSamePicture = (a: PhotoRow, b: PhotoRow): boolean => a.sha256 === b.sha256 || isAlike(a, b)

function isTooOld({ takenAt }: PhotoRow, { notBefore, timeZone }: PhotoUse): boolean {
  if (takenAt === null || notBefore === null) return false
  const [day = '', time = ''] = takenAt.split('T')
  const clock = time.slice(0, 8)
  const at =
    time.length > clock.length
      ? Date.parse(takenAt)
      : instantOf(day, Date.parse(`1970-01-01T${clock}Z`), timeZone)
  return at < notBefore
}

/** True when the caller may see a finding or a patrol that shows this photo. */
export async function isShown(
  read: Pick<Reader, 'photos' | 'findings' | 'patrols'>,
  caller: Caller,
  photoId: string,
): Promise<boolean> {
  if (caller.communityId === null) return false
  for (const recordId of await read.photos.recordsShowing(caller.communityId, photoId)) {
    const finding = await read.findings.find(caller.communityId, recordId)
    if (finding && sees(caller, finding)) return true
    const patrol = finding ? null : await read.patrols.find(caller.communityId, recordId)
    if (patrol && seesPatrol(caller, patrolRecordOf(patrol))) return true
  }
  return false
}

/** Notes which photos a finding shows now, and as what. */
export async function showPhotos(
  tx: Writer,
  finding: { readonly communityId: string; readonly id: string },
  photos: readonly (readonly [id: string, role: PhotoRole])[],
  added: readonly string[],
): Promise<void> {
  for (const [id, role] of photos)
    if (added.includes(id)) await tx.photos.show(finding.communityId, id, finding.id, role)
}
