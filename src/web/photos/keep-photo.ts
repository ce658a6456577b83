import type { Kept } from '../keep/kept.ts'
import { newId } from '../keep/new-id.ts'
import { shrinkPhoto } from './shrink-photo.ts'

/** Lays a photo down on the phone, small, before anything else happens to it; gives its id there. */
export async function keepPhoto(kept: Kept, file: Blob): Promise<string> {
  const id = newId()
  await kept.photos.put({ id, blob: await shrinkPhoto(file) })
  return id
}
