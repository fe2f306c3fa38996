import 'server-only'
import { createAuthServer } from '@neondatabase/neon-js/auth/server'
import { cookieKeys } from '../env'
import { requestContext } from './upstream/context'
import { endpoint } from './upstream/endpoint'
import { transportUrl } from './upstream/transport'

const sdk = createAuthServer({
  // ./upstream/transport leads it to NEON_AUTH_BASE_URL, with a deadline, the browser's name and address.
  baseUrl: transportUrl,
  context: requestContext,
  cookieSecret: cookieKeys.signing,
  // What fails is logged on the way, once.
  log: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
})

/**
 * The Neon Auth server instance. It reads and writes the cookies of the current request: for Server
 * Components, server actions, route handlers and proxy.ts. `answerOf` (./answer) turns what its methods
 * answer into a value. Who is there says ./session.
 *
 * Below is what the SDK (0.7.0-beta) lacks; a line goes when the SDK learns it.
 */
export const auth = Object.assign(sdk, {
  // The SDK calls `revoke-all-sessions`, which Neon Auth does not have.
  revokeOtherSessions: endpoint('/revoke-other-sessions'),
  // The SDK has no method for these two.
  linkSocial: endpoint('/link-social'),
  unlinkAccount: endpoint('/unlink-account'),
  admin: Object.assign(sdk.admin, {
    // The SDK asks by GET, which Neon Auth does not answer.
    listUserSessions: endpoint('/admin/list-user-sessions'),
  }),
  emailOtp: Object.assign(sdk.emailOtp, {
    // The SDK calls `email-otp/passcode`, which Neon Auth does not have.
    resetPassword: endpoint('/email-otp/reset-password'),
  }),
})
