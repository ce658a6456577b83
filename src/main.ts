import { createInProcessQueue } from '../workers/in-process-queue.ts'
import { startWorkers, type Workers } from '../workers/start.ts'
import { ensureRootAdministrator } from './app/people/bootstrap.ts'
import { compose } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { buildServer } from './http/server.ts'

/** Starts the program: settings, database, HTTP, workers; stops in the opposite order on SIGTERM and SIGINT. */
async function main(config: Config): Promise<void> {
  const deps = compose(config)
  const { setupSecret, warning } = await ensureRootAdministrator(deps, {
    bootstrap: config.bootstrapAdministrator,
  })
  let workers: Workers | null = null
  const app = await buildServer(deps, {
    timerAge: () => workers?.timerAge() ?? null,
    logger: { level: config.logLevel },
    publicOrigin: config.publicOrigin,
    requestsPerMinute: config.requestsPerMinute,
    trustedProxies: config.trustedProxies,
    webApp: new URL('../web/', import.meta.url),
  })
  if (warning) app.log.warn(warning)
  const queue = createInProcessQueue({
    onFailure: (job, error, attempt) => app.log.error({ err: error, job, attempt }, 'job failed'),
  })
  workers = await startWorkers(deps, queue, (what, error) => app.log.error({ err: error }, `${what} failed`))
  const address = await app.listen({ host: config.host, port: config.port })
  greet(config.publicOrigin ?? address, setupSecret)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await app.close()
    await workers?.stop()
    await deps.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}

function greet(address: string, setupSecret: string | null): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  say(`巡查 · Xuncha ${address}  (${address}/docs)`)
  if (setupSecret !== null)
    say(`首次使用,请打开此链接创建总管理员(仅一次有效) · first start, create the root administrator here (works once):
  ${address}/setup#${setupSecret}`)
}

try {
  await main(readConfig())
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
