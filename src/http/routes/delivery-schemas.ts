import { Type } from 'typebox'
import { DELIVERY_STATES } from '../../app/notices/delivery-view.ts'
import { CHANNELS } from '../../app/notices/message.ts'
import { closed, Nullable, oneOf } from '../schemas.ts'

export const State = oneOf(DELIVERY_STATES)
export const ChannelName = oneOf(CHANNELS)

export const Delivery = closed({
  id: Type.String(),
  channel: ChannelName,
  targetId: Type.String(),
  event: Type.String(),
  level: Type.Integer(),
  recordType: Type.String(),
  recordId: Type.String(),
  state: State,
  urgent: Type.Boolean(),
  attempts: Type.Integer(),
  createdAt: Type.String(),
  nextAt: Nullable(Type.String()),
  sentAt: Nullable(Type.String()),
  lastError: Nullable(Type.String({ description: 'a short code such as http.500 or timeout' })),
})
