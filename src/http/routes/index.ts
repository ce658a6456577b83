import type { Deps } from '../../app/deps.ts'
import type { Server } from '../server.ts'
import type { SiteOptions } from '../site.ts'
import { addAuditRoutes } from './audit.ts'
import { addBatchRoutes } from './batch.ts'
import { addCalendarRoutes } from './calendar.ts'
import { addCheckpointRoutes } from './checkpoints.ts'
import { addCommunityRoutes } from './communities.ts'
import { addDeliveryRoutes } from './deliveries.ts'
import { addFindingRoutes } from './findings.ts'
import { addFlagRoutes } from './flags.ts'
import { addHealthRoutes, type HealthOptions } from './health.ts'
import { addImportRoutes } from './imports.ts'
import { addInboxRoutes } from './inbox.ts'
import { addMachineRoutes } from './machines.ts'
import { addMemberRoutes } from './members.ts'
import { addMetricsRoutes } from './metrics.ts'
import { addPlanRoutes } from './patrol-plans.ts'
import { addRouteRoutes } from './patrol-routes.ts'
import { addPatrolRoutes } from './patrols.ts'
import { addPersonalDataRoutes } from './personal-data.ts'
import { addPhotoRoutes } from './photos.ts'
import { addPlaceRoutes } from './places.ts'
import { addQueueBoard, type QueueBoardOptions } from './queue-board.ts'
import { addRecheckRoutes } from './rechecks.ts'
import { addSessionRoutes } from './session.ts'
import { addSetupLinkRoutes } from './setup-link.ts'
import { addSquadRoutes } from './squads.ts'
import { addStreamRoutes } from './stream.ts'
import { addSubscriptionRoutes } from './subscriptions.ts'
import { addTokenRoutes } from './tokens.ts'
import { addTrackRoutes } from './tracks.ts'
import { addUnitRoutes } from './units.ts'
import { addWebApp, type WebAppOptions } from './web-app.ts'
import { addWebhookRoutes } from './webhooks.ts'

/** What watches over a process may ask of any: the only addresses of one that serves no requests. */
export async function addProbeRoutes(app: Server, deps: Deps, options: HealthOptions): Promise<void> {
  await addHealthRoutes(app, deps, options)
}

/** Every address the server knows. */
export async function addRoutes(
  app: Server,
  deps: Deps,
  site: SiteOptions & HealthOptions & QueueBoardOptions & WebAppOptions,
): Promise<void> {
  app.get(
    '/api/v1/openapi.json',
    { config: { policy: 'everybody' }, schema: { hide: true } },
    async (_request, reply) => reply.send(app.swagger()),
  )
  await addProbeRoutes(app, deps, site)
  await addQueueBoard(app, site)
  await addSetupLinkRoutes(app, deps, site)
  await addSessionRoutes(app, deps, site)
  await addTokenRoutes(app, deps)
  await addCommunityRoutes(app, deps)
  await addPlaceRoutes(app, deps)
  await addUnitRoutes(app, deps)
  await addMemberRoutes(app, deps)
  await addPersonalDataRoutes(app, deps)
  await addSquadRoutes(app, deps)
  await addPhotoRoutes(app, deps)
  await addImportRoutes(app, deps)
  await addFindingRoutes(app, deps)
  await addInboxRoutes(app, deps)
  await addAuditRoutes(app, deps)
  await addMachineRoutes(app)
  await addMetricsRoutes(app, deps)
  await addPatrolRoutes(app, deps)
  await addSubscriptionRoutes(app, deps)
  await addWebhookRoutes(app, deps)
  await addDeliveryRoutes(app, deps)
  await addCheckpointRoutes(app, deps)
  await addRouteRoutes(app, deps)
  await addPlanRoutes(app, deps)
  await addCalendarRoutes(app, deps)
  await addFlagRoutes(app, deps)
  await addRecheckRoutes(app, deps)
  await addTrackRoutes(app, deps)
  await addBatchRoutes(app, deps)
  await addStreamRoutes(app, deps, site)
  await addWebApp(app, site)
}
