import { Type } from 'typebox'
import { describeMachine, describeMachines } from '../../app/definitions/describe-machine.ts'
import { send } from '../answer.ts'
import { answers, closed, Nullable, pageOf } from '../schemas.ts'
import type { Server } from '../server.ts'

const Text = Type.String()
const Texts = Type.Array(Text)
const MachineShape = closed(
  {
    name: Text,
    version: Type.Integer(),
    initial: Texts,
    states: Type.Array(
      closed({
        name: Text,
        region: Nullable(Text),
        zh: Text,
        en: Text,
        stage: Nullable(Text),
        open: Nullable(Type.Boolean()),
      }),
    ),
    events: Type.Array(
      closed({
        type: Text,
        roles: Texts,
        onBehalf: Texts,
        reporter: Texts,
        lead: Nullable(Text),
        system: Nullable(Text),
        requires: Texts,
      }),
    ),
    transitions: Type.Array(
      closed({
        from: Nullable(Text),
        event: Text,
        to: Text,
        region: Nullable(Text),
        when: Nullable(Text),
        roles: Texts,
      }),
    ),
    mermaid: Type.String({ description: 'stateDiagram-v2' }),
  },
  { $id: 'Machine' },
)

const policy = 'everybody' as const

/** The state machines that records live by. */
export async function addMachineRoutes(app: Server): Promise<void> {
  app.addSchema(MachineShape)
  const Machine = Type.Unsafe<ReturnType<typeof describeMachine>>(Type.Ref('Machine'))

  app.get(
    '/api/v1/machines',
    {
      config: { policy },
      schema: {
        summary: '状态机 · the machines that records live by',
        tags: ['machines'],
        response: answers({ 200: pageOf(Machine) }),
      },
    },
    async (_request, reply) =>
      send(reply, { status: 200, body: { items: describeMachines(), nextCursor: null } }),
  )

  app.get(
    '/api/v1/machines/:name',
    {
      config: { policy },
      schema: {
        summary: '一个状态机 · one machine',
        tags: ['machines'],
        params: closed({ name: Type.String({ minLength: 1, maxLength: 40 }) }),
        response: answers({ 200: Machine }),
      },
    },
    async (request, reply) => send(reply, { status: 200, body: describeMachine(request.params.name) }),
  )
}
