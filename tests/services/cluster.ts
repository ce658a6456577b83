import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROCESS = fileURLToPath(new URL('../support/cluster/process.ts', import.meta.url))

/** Addresses of the processes of a cluster under test. */
export interface Cluster {
  readonly web: readonly string[]
  readonly workers: readonly string[]
}

/** Starts two web and two worker processes; `stop` ends them. */
export async function startCluster(): Promise<Cluster & { stop(): Promise<void> }> {
  const children: ChildProcess[] = []
  const start = async (role: 'web' | 'worker'): Promise<string> => {
    const child = spawn(process.execPath, ['--import', 'tsx', PROCESS, role], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    for await (const line of createInterface({ input: child.stdout }))
      return `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`
    throw new Error(`a ${role} process of the cluster ended before it listened`)
  }
  const [first, second, third, fourth] = await Promise.all(
    (['web', 'web', 'worker', 'worker'] as const).map(start),
  )
  return {
    web: [first ?? '', second ?? ''],
    workers: [third ?? '', fourth ?? ''],
    stop: async () => {
      await Promise.all(
        children.map(async child => {
          const gone = once(child, 'exit')
          child.kill('SIGKILL')
          await gone
        }),
      )
    },
  }
}
