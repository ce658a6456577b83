import type { Kept } from '../keep/kept.ts'
import { newId } from '../keep/new-id.ts'
import { shrinkPhoto } from './shrink-photo.ts'

/** A file that was made before the button was pressed comes from the album. */
const JUST_TAKEN_MS = 10 * 60_000

/** Lays a photo down on the phone, small, before anything else happens to it; gives its id there. */
export async function keepPhoto(kept: Kept, file: Blob): Promise<string> {
  const id = newId()
  const source = file instanceof File && Date.now() - file.lastModified > JUST_TAKEN_MS ? 'gallery' : 'camera'
  await kept.photos.put({ id, blob: await shrinkPhoto(file), source })
  return id
}
