import 'server-only'
import { createAuthServer } from '@neondatabase/neon-js/auth/server'
import { cookieKeys } from '../env'
import { requestContext } from './upstream/context'
import { endpoint } from './upstream/endpoint'
import { transportUrl } from './upstream/transport'

const sdk = createAuthServer({
  // ./upstream/transport sends it to NEON_AUTH_BASE_URL, with a deadline, the browser's name and address.
  baseUrl: transportUrl,
  context: requestContext,
  cookieSecret: cookieKeys.signing,
  // Failures are logged on the way, once.
  log: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
})

/**
 * The Neon Auth server instance. It reads and writes the cookies of the current request: for Server
 * Components, server actions, route handlers and proxy.ts. `answerOf` (./answer) turns the outcome of its
 * methods into a value. ./session knows who is signed in.
 *
 * Below is what the SDK (0.7.0-beta) lacks; each line can go when the SDK has it.
 */
export const auth = Object.assign(sdk, {
  // The SDK calls `revoke-all-sessions`, which Neon Auth doesn't have.
  revokeOtherSessions: endpoint('/revoke-other-sessions'),
  // The SDK has no methods for these two.
  linkSocial: endpoint('/link-social'),
  unlinkAccount: endpoint('/unlink-account'),
  admin: Object.assign(sdk.admin, {
    // The SDK uses GET, which Neon Auth doesn't answer.
    listUserSessions: endpoint('/admin/list-user-sessions'),
  }),
  emailOtp: Object.assign(sdk.emailOtp, {
    // The SDK calls `email-otp/passcode`, which Neon Auth doesn't have.
    resetPassword: endpoint('/email-otp/reset-password'),
  }),
})
