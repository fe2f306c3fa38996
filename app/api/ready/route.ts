import { readiness } from './readiness'

/**
 * Whether this process can serve people: 200, or 503 without details. It can without Neon Auth, since
 * everyone can read: taking out all servers at once would end that too.
 */
export async function GET(): Promise<Response> {
  const status = await readiness()
  return Response.json(
    { status },
    {
      status: status === 'unavailable' ? 503 : 200,
      headers: { 'Cache-Control': 'no-store' },
    },
  )
}
