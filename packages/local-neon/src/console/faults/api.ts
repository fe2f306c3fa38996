import { createRoute, z } from '@hono/zod-openapi'
import { faultSchema, services, type Fault, type Faults } from '../../faults'
import { answers, createApiSection, jsonBody } from '../api'
import type { ConsoleContext } from '../context'

const service = z.enum(services)
const faultsSchema = z.record(service, faultSchema.nullable())

function allFaults(faults: Faults): Record<(typeof services)[number], Fault | null> {
  return { database: faults.get('database'), auth: faults.get('auth') }
}

/** Faults for programs. */
export function createFaultsApi({ faults }: ConsoleContext) {
  return createApiSection()
    .openapi(
      createRoute({
        method: 'get',
        path: '/',
        tags: ['Faults'],
        summary: 'The fault of each service, or null',
        responses: answers(faultsSchema),
      }),
      (c) => c.json(allFaults(faults), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/',
        tags: ['Faults'],
        summary: 'Sets the fault of a service; null lifts it',
        request: {
          body: jsonBody(z.object({ service, fault: faultSchema.nullable() })),
        },
        responses: answers(faultsSchema, 400, 401),
      }),
      (c) => {
        const wanted = c.req.valid('json')
        faults.set(wanted.service, wanted.fault)
        return c.json(allFaults(faults), 200)
      },
    )
}
