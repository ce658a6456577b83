import type { Deps } from '../../app/deps.ts'
import type { Server } from '../server.ts'
import type { SiteOptions } from '../site.ts'
import { addAuditRoutes } from './audit.ts'
import { addBatchRoutes } from './batch.ts'
import { addCalendarRoutes } from './calendar.ts'
import { addCheckpointRoutes } from './checkpoints.ts'
import { addCommunityRoutes } from './communities.ts'
import { addFindingRoutes } from './findings.ts'
import { addHealthRoutes, type HealthOptions } from './health.ts'
import { addMachineRoutes } from './machines.ts'
import { addMemberRoutes } from './members.ts'
import { addMetricsRoutes } from './metrics.ts'
import { addPatrolFlagRoutes } from './patrol-flags.ts'
import { addPlanRoutes } from './patrol-plans.ts'
import { addRouteRoutes } from './patrol-routes.ts'
import { addPatrolRoutes } from './patrols.ts'
import { addPhotoRoutes } from './photos.ts'
import { addPlaceRoutes } from './places.ts'
import { addSessionRoutes } from './session.ts'
import { addSetupLinkRoutes } from './setup-link.ts'
import { addSquadRoutes } from './squads.ts'
import { addTokenRoutes } from './tokens.ts'
import { addUnitRoutes } from './units.ts'

/** Every address the server knows. */
export async function addRoutes(app: Server, deps: Deps, site: SiteOptions & HealthOptions): Promise<void> {
  app.get(
    '/api/v1/openapi.json',
    { config: { policy: 'everybody' }, schema: { hide: true } },
    async (_request, reply) => reply.send(app.swagger()),
  )
  // Until there are pages, the front door leads to where the interface can be read and tried.
  app.get('/', { config: { policy: 'everybody' }, schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/docs'),
  )
  await addHealthRoutes(app, deps, site)
  await addSetupLinkRoutes(app, deps, site)
  await addSessionRoutes(app, deps, site)
  await addTokenRoutes(app, deps)
  await addCommunityRoutes(app, deps)
  await addPlaceRoutes(app, deps)
  await addUnitRoutes(app, deps)
  await addMemberRoutes(app, deps)
  await addSquadRoutes(app, deps)
  await addPhotoRoutes(app, deps)
  await addFindingRoutes(app, deps)
  await addAuditRoutes(app, deps)
  await addMachineRoutes(app)
  await addMetricsRoutes(app, deps)
  await addPatrolRoutes(app, deps)
  await addCheckpointRoutes(app, deps)
  await addRouteRoutes(app, deps)
  await addPlanRoutes(app, deps)
  await addCalendarRoutes(app, deps)
  await addPatrolFlagRoutes(app, deps)
  await addBatchRoutes(app, deps)
}
