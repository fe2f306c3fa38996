/** Whether this process answers at all. Asks nobody, so a restart is only ever this app's own fault. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
}
