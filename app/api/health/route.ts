/**
 * Whether this process answers at all. Depends on nothing else, so only the app's own faults cause a restart.
 */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
}
