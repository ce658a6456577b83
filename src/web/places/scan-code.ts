interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>
}
declare const BarcodeDetector: undefined | (new (options: { formats: string[] }) => Detector)

/** A picture is looked at this often: a hand needs longer to come to rest. */
const EVERY_MS = 200
const WIDTH = 640

/** Reads one picture: with what the phone brings, otherwise with a decoder that is fetched only then. */
async function createReader(): Promise<(video: HTMLVideoElement) => Promise<string | null>> {
  if (typeof BarcodeDetector !== 'undefined') {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async video => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null
  }
  const { default: decode } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  return async video => {
    canvas.width = WIDTH
    canvas.height = Math.round((WIDTH * video.videoHeight) / Math.max(1, video.videoWidth))
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context || canvas.height === 0) return null
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
    try {
      return decode({ data, width, height })
    } catch {
      // No code in this picture.
      return null
    }
  }
}

/** Looks through the camera until `onCode` is content with a code; gives a way to stop. */
export async function scanCode(
  video: HTMLVideoElement,
  onCode: (code: string) => boolean,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const stop = (): void => {
    clearInterval(timer)
    for (const track of stream.getTracks()) track.stop()
  }
  video.srcObject = stream
  await video.play()
  const read = await createReader()
  let busy = false
  const timer = setInterval(async () => {
    if (busy) return
    busy = true
    const code = await read(video)
    busy = false
    if (code !== null && onCode(code)) stop()
  }, EVERY_MS)
  return stop
}
