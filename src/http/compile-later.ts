import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { ValidateFunction } from 'ajv'

/*
 * Schemas are compiled when they are first needed. Compiling those of all routes was a third of the time that a start
 * takes, and most starts meet a few routes only.
 */

/** A validator that is compiled when it is first asked. */
export function validatorLater(compile: () => ValidateFunction): ValidateFunction {
  let validate: ValidateFunction | null = null
  const later = Object.assign(
    (...given: Parameters<ValidateFunction>): boolean => {
      validate ??= compile()
      const right = validate(...given) as boolean
      later.errors = validate.errors
      return right
    },
    // By `schemaEnv` the server knows that defaults and numbers may be written into what is validated.
    { errors: null as ValidateFunction['errors'], schemaEnv: {} },
  )
  return later as unknown as ValidateFunction
}

/** The server's own serializers, each built when the first answer of its kind is sent. */
export const buildSerializerLater: ReturnType<typeof SerializerSelector> = (external, options) => {
  const compile = SerializerSelector()(external, options)
  return route => {
    let serialize: ReturnType<typeof compile> | null = null
    return (answer: unknown) => {
      serialize ??= compile(route)
      return serialize(answer)
    }
  }
}
