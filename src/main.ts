import { setTimeout as after } from 'node:timers/promises'
import { createChannels } from '../workers/notify/create-channels.ts'
import { openQueues } from '../workers/open-queues.ts'
import { startWorkers, type Workers } from '../workers/start.ts'
import { ensureRootAdministrator } from './app/people/bootstrap.ts'
import { reseal } from './app/sealing/reseal.ts'
import { compose } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { WEB_APP } from './files.ts'
import { buildServer } from './http/server.ts'

/** Requests and jobs under way get this long to finish after SIGTERM. */
const STOP_MS = 8_000

/**
 * A process that is asked to end still takes what comes for a while, though /health/ready already says that it is going:
 * a request that was sent before may lie unread in its socket, and closing at once would cut it off. Counted in turns of
 * the event loop, each of which reads, because a busy machine may sleep through any span of time.
 */
const LEAVE_TURNS = 8
const LEAVE_TURN_MS = 50

/** Starts the program: settings, database, HTTP, workers; stops in the opposite order on SIGTERM and SIGINT. */
async function main(config: Config): Promise<void> {
  const deps = await compose(config)
  // Before anybody is served: without the key of its data the program would find out in the middle of the day.
  await reseal(deps)
  // A worker has no page on which anybody could be made administrator.
  const { setupSecret, warning } =
    config.mode === 'worker'
      ? { setupSecret: null, warning: null }
      : await ensureRootAdministrator(deps, { bootstrap: config.bootstrapAdministrator })
  const queues = await openQueues(config, (error, what) =>
    building.then(({ log }) => log.error({ err: error, ...what }, 'queue trouble')),
  )
  let workers: Workers | null = null
  let stopping = false
  const building = buildServer(deps, {
    timerAge: () => workers?.timerAge() ?? null,
    stopping: () => stopping,
    queueHealth: queues.jobs.health,
    ...(queues.board ? { boardQueue: queues.board } : {}),
    sharedCounts: queues.sharedCounts,
    probesOnly: config.mode === 'worker',
    logger: { level: config.logLevel },
    publicOrigin: config.publicOrigin,
    requestsPerMinute: config.requestsPerMinute,
    trustedProxies: config.trustedProxies,
    prometheus: {
      token: config.metricsToken,
      queueDepth: () => queues.jobs.depth(),
      timersFired: () => workers?.timersFired() ?? 0,
    },
    webApp: WEB_APP,
  })
  const app = await building
  if (warning) app.log.warn(warning)
  if (config.mode !== 'web') {
    const { databaseUrl, webhookPerMinute } = config
    const channels = createChannels({ ...config, addresses: deps.outside.addresses })
    workers = await startWorkers(deps, {
      queue: queues.jobs,
      wakes: queues.wakes,
      holder: databaseUrl === null ? null : deps.chance.id(deps.clock.now()),
      delivering: { channels, webhookPerMinute, alone: databaseUrl === null },
      onFailure: (what, error) => app.log.error({ err: error }, `${what} failed`),
    })
  }
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    // Whoever does not finish in time is cut off: what was answered is kept, the rest was never promised.
    setTimeout(() => app.server.closeAllConnections(), STOP_MS).unref()
    setTimeout(() => process.exit(1), STOP_MS + 1_500).unref()
    const leave = async (): Promise<void> => {
      for (let turn = 0; turn < LEAVE_TURNS; turn++) await after(LEAVE_TURN_MS)
      await app.close()
    }
    await Promise.all([leave(), workers?.stop()])
    await queues.close()
    await deps.close()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  // Last of all: whoever sees that it listens may already ask it to end.
  const address = await app.listen({ host: config.host, port: config.port })
  greet(config.publicOrigin ?? address, setupSecret)
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
