/** Gives what a promise gives, or rejects when it takes longer than `ms`; what comes later is dropped. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let alarm: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(alarm)
  }
}
