import type { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { branchSchema, snapshotSchema } from '../../branches/branches'
import { answers, createApiSection, done, doneSchema, jsonBody } from '../api'
import type { ConsoleContext } from '../context'
import { branchesOf, withAddresses } from './owned'
import { importStream } from './upload'

const branch = z
  .object({
    ...branchSchema.shape,
    databaseUrl: z.string().describe('Leads to this branch, whichever is current'),
    databaseUrlUnpooled: z.string(),
  })
  .openapi('Branch')
const snapshot = z.object(snapshotSchema.shape).openapi('Snapshot')
const params = z.object({ name: z.string() })
const name = z.string().describe('Letters, digits, and . _ / - between them')

/** Branches for programs. */
export function createBranchesApi(context: ConsoleContext) {
  const app = createApiSection()
  const tags = ['Branches']
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'All branches, the oldest first',
      responses: answers(z.array(branch), 409),
    }),
    async (c) => {
      const branches = await branchesOf(context).list()
      return c.json(
        branches.map((branch) => withAddresses(branch, context)),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Makes a branch of another one, or of the current one',
      request: { body: jsonBody(z.object({ name, from: z.string().optional() })) },
      responses: answers(doneSchema, 400, 401, 404, 409),
    }),
    (c) => {
      const wanted = c.req.valid('json')
      return done(c, branchesOf(context).create(wanted.name, wanted.from))
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/checkout',
      tags,
      summary: 'Makes it the current branch; connections to the previous one end',
      request: { params },
      responses: answers(doneSchema, 401, 404, 409),
    }),
    (c) => done(c, branchesOf(context).checkout(c.req.valid('param').name)),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/reset',
      tags,
      summary: 'Resets a branch to its parent as it is now',
      request: {
        params,
        body: jsonBody(
          z.object({
            keepAs: name.optional().describe('Keeps the previous state as this snapshot'),
          }),
        ),
      },
      responses: answers(doneSchema, 400, 401, 404, 409),
    }),
    (c) => {
      const { keepAs } = c.req.valid('json')
      return done(c, branchesOf(context).reset(c.req.valid('param').name, keepAs))
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{name}',
      tags,
      summary: 'Deletes a branch that is not the current one and has none of its own',
      request: { params },
      responses: answers(doneSchema, 401, 404, 409),
    }),
    (c) => done(c, branchesOf(context).delete(c.req.valid('param').name)),
  )
  return app
}

/** Snapshots for programs. */
export function createSnapshotsApi(context: ConsoleContext) {
  const app = createApiSection()
  const tags = ['Snapshots']
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags,
      summary: 'All snapshots, the oldest first',
      responses: answers(z.array(snapshot), 409),
    }),
    async (c) => c.json(await branchesOf(context).snapshots(), 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags,
      summary: 'Takes a snapshot of the current branch',
      request: { body: jsonBody(z.object({ name })) },
      responses: answers(doneSchema, 400, 401, 409),
    }),
    (c) => done(c, branchesOf(context).save(c.req.valid('json').name)),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{name}/restore',
      tags,
      summary: 'Restores a snapshot to the current branch',
      request: { params },
      responses: answers(
        z.object({ keptAs: z.string().describe('The snapshot of the previous state') }),
        401,
        404,
        409,
      ),
    }),
    async (c) => {
      const keptAs = await branchesOf(context).restore(c.req.valid('param').name)
      return c.json({ keptAs }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/{name}',
      tags,
      summary: 'Deletes a snapshot',
      request: { params },
      responses: answers(doneSchema, 401, 404, 409),
    }),
    (c) => done(c, branchesOf(context).deleteSnapshot(c.req.valid('param').name)),
  )
  return app
}

const ARCHIVE = 'application/gzip'

/** Everything as a file, for programs and people. */
export function createExportApi(context: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      tags: ['Snapshots'],
      summary: 'All branches and snapshots as one file, for `--import`',
      responses: {
        ...answers(doneSchema, 409),
        200: {
          description: 'A compressed archive.',
          content: { [ARCHIVE]: { schema: z.string().openapi({ format: 'binary' }) } },
        },
      },
    }),
    async (c) => {
      const archive = await branchesOf(context).export()
      return c.body(streamOf(archive), 200, {
        'content-type': ARCHIVE,
        'content-disposition': 'attachment; filename="local-neon.tar.gz"',
      })
    },
  )
  return app
}

/** Imports such a file, for programs. */
export function createImportApi(context: ConsoleContext) {
  const app = createApiSection()
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      tags: ['Snapshots'],
      summary: 'Replaces all branches and snapshots with an export',
      request: {
        body: {
          required: true,
          content: { [ARCHIVE]: { schema: z.string().openapi({ format: 'binary' }) } },
        },
      },
      responses: answers(doneSchema, 400, 401, 409),
    }),
    (c) => {
      const { body } = c.req.raw
      if (body === null) throw new HTTPException(400, { message: 'Send the file as the body.' })
      return done(c, importStream(branchesOf(context), body))
    },
  )
  return app
}

/** The answer's stream; if the archive breaks off, so does the answer. */
function streamOf(archive: Readable): ReadableStream<Uint8Array> {
  const chunks = archive[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done === true) controller.close()
      else controller.enqueue(z.instanceof(Uint8Array).parse(next.value))
    },
    cancel: () => void archive.destroy(),
  })
}
