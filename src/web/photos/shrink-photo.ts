/** Longest side in pixels: enough to read a door number, a tenth of what a phone's camera makes. */
const LONGEST = 1_600
const QUALITY = 0.82

/**
 * A photo made small enough for a weak signal, upright, without the place and the person that a camera writes into it.
 * A format that this browser cannot open is left as it is: the server may know it.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return file
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const small = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
  return small ?? file
}
