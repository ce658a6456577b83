import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Acknowledged, checkInvariants } from '../../support/check-invariants.ts'

/*
 * What a disk would hold if the power went at the moment of an acknowledgement: of each file what was there at the
 * start and what was written to it before its last fsync that succeeded. Read from the system calls of one run.
 */

/** The calls to trace, with everything they write spelled out in hexadecimal. */
export const POWER_CUT_TRACE = [
  '-xx',
  '-s',
  '200000',
  '-e',
  'trace=openat,close,pwrite64,ftruncate,fsync,fdatasync,unlink,write',
]

interface Write {
  readonly at: number
  readonly bytes: Buffer
}
type Pending = Write | { readonly truncateTo: number }

/** One file of the run: what is safe, and what waits for an fsync. */
interface Disk {
  safe: Buffer
  pending: Pending[]
}

const after = (held: Buffer, change: Pending): Buffer => {
  if ('truncateTo' in change) {
    const cut = Buffer.alloc(change.truncateTo)
    held.copy(cut)
    return cut
  }
  const grown = Buffer.alloc(Math.max(held.length, change.at + change.bytes.length))
  held.copy(grown)
  change.bytes.copy(grown, change.at)
  return grown
}

const unspell = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

/** Follows the calls and stops at each acknowledgement, with the disk as a power cut would leave it. */
async function* acknowledgements(
  trace: string,
  origin: Readonly<Record<string, Buffer>>,
): AsyncGenerator<{ readonly told: Acknowledged; readonly disks: ReadonlyMap<string, Disk> }> {
  const disks = new Map<string, Disk>()
  const open = new Map<number, string>()
  for (const [name, safe] of Object.entries(origin)) disks.set(name, { safe, pending: [] })
  for (const line of trace.split('\n')) {
    const call = /^(\w+)\((.*)\) += (-?\d+)/.exec(line)
    if (!call) continue
    const [, name = '', given = '', result = ''] = call
    if (Number(result) < 0) continue
    const fd = Number.parseInt(given, 10)
    const disk = disks.get(open.get(fd) ?? '')
    if (name === 'openat') {
      const path = unspell(/"([^"]*)"/.exec(given)?.[1] ?? '').toString()
      const file = /xuncha\.sqlite(-wal|-journal)?$/.exec(path)?.[0]
      if (!file) continue
      open.set(Number(result), file)
      if (!disks.has(file)) disks.set(file, { safe: Buffer.alloc(0), pending: [] })
    } else if (name === 'close') open.delete(fd)
    else if (name === 'unlink') {
      const path = unspell(/"([^"]*)"/.exec(given)?.[1] ?? '').toString()
      disks.delete(/[^/]*$/.exec(path)?.[0] ?? '')
    } else if (name === 'write' && fd === 1) {
      const text = unspell(/"([^"]*)"/.exec(given)?.[1] ?? '').toString()
      const told = JSON.parse(text) as Acknowledged | { refused: string }
      if ('id' in told) yield { told, disks }
    } else if (!disk) continue
    else if (name === 'pwrite64') {
      const write = /^\d+, "([^"]*)", \d+, (\d+)$/.exec(given)
      if (!write) throw new Error(`not understood: ${line.slice(0, 200)}`)
      disk.pending.push({ at: Number(write[2]), bytes: unspell(write[1] ?? '').subarray(0, Number(result)) })
    } else if (name === 'ftruncate') disk.pending.push({ truncateTo: Number(given.split(', ')[1]) })
    else if (name === 'fsync' || name === 'fdatasync') {
      disk.safe = disk.pending.reduce(after, disk.safe)
      disk.pending = []
    }
  }
}

export interface Verdict {
  readonly points: number
  /** What an acknowledged write or the whole database lost, a line each. */
  readonly lost: readonly string[]
}

/**
 * Cuts the power at every acknowledgement of a run: once with all that waited lost, once with a random beginning of it
 * on the disk after all (`chance` gives 0 to 1).
 */
export async function cutPowerAtEach(
  { trace, origin }: { readonly trace: string; readonly origin: string },
  scratch: string,
  chance: () => number,
): Promise<Verdict> {
  const first = { 'xuncha.sqlite': await readFile(join(origin, 'xuncha.sqlite')) }
  const told: Acknowledged[] = []
  const lost: string[] = []
  for await (const point of acknowledgements(await readFile(trace, 'utf8'), first)) {
    told.push(point.told)
    for (const keep of [() => 0, chance]) {
      await rm(scratch, { recursive: true, force: true })
      await mkdir(scratch)
      for (const [name, { safe, pending }] of point.disks) {
        const held = pending.slice(0, Math.floor(keep() * (pending.length + 1))).reduce(after, safe)
        if (held.length > 0) await writeFile(join(scratch, name), held)
      }
      const wrong = await checkInvariants(scratch, told)
      lost.push(...wrong.map(what => `cut after answer ${told.length}: ${what}`))
    }
  }
  return { points: told.length, lost }
}
