import { randomUUID } from 'node:crypto'
import { BASE_ERROR_CODES } from 'better-auth'
import type { GenericEndpointContext } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { generateState } from 'better-auth/oauth2'
import { z } from 'zod'
import { challengeSchema, setChallenge, verificationNotFound } from './social-verifier'

/** Better Auth 1.6's body, without `idToken`: Neon Auth ignores it and always redirects. */
const startSchema = z.object({
  provider: z.string(),
  callbackURL: z.string().optional(),
  newUserCallbackURL: z.string().optional(),
  errorCallbackURL: z.string().optional(),
  disableRedirect: z.boolean().optional(),
  requestSignUp: z.boolean().optional(),
  scopes: z.array(z.string()).optional(),
  loginHint: z.string().optional(),
})

/** A started sign-in, waiting in `neon_auth.verification` for its browser. */
const startedSchema = startSchema
  .pick({ provider: true, requestSignUp: true, scopes: true, loginHint: true })
  .extend({
    callbackURL: z.string(),
    newUserCallbackURL: z.string().optional(),
    errorCallbackURL: z.string().optional(),
    challenge: challengeSchema,
  })

const addressErrors = {
  callbackURL: BASE_ERROR_CODES.INVALID_CALLBACK_URL,
  newUserCallbackURL: BASE_ERROR_CODES.INVALID_NEW_USER_CALLBACK_URL,
  errorCallbackURL: BASE_ERROR_CODES.INVALID_ERROR_CALLBACK_URL,
}

/**
 * The absolute URL, on a trusted origin. A path belongs to the calling app: its server makes the call
 * and names it in Origin.
 * @throws APIError 400 MISSING_ORIGIN for a path without an Origin, 403 for an untrusted URL
 */
function resolveAddress(
  ctx: GenericEndpointContext,
  label: keyof typeof addressErrors,
  address: string,
): string {
  const origin = ctx.headers?.get('origin') ?? ctx.headers?.get('referer')
  if (!URL.canParse(address) && !origin) {
    throw new APIError('BAD_REQUEST', { code: 'MISSING_ORIGIN', message: 'Missing origin' })
  }
  if (URL.canParse(address, origin ?? undefined)) {
    const { href } = new URL(address, origin ?? undefined)
    if (ctx.context.isTrustedOrigin(href)) return href
  }
  throw APIError.from('FORBIDDEN', addressErrors[label])
}

const startedIdentifier = (token: string) => `social-sign-in:${token}`

function findProvider(ctx: GenericEndpointContext, id: string) {
  const provider = ctx.context.socialProviders.find((one) => one.id === id)
  if (!provider) throw APIError.from('NOT_FOUND', BASE_ERROR_CODES.PROVIDER_NOT_FOUND)
  return provider
}

/**
 * `POST /sign-in/social`: answers with a URL of Neon Auth itself and sets the challenge. The answer
 * reaches the browser through the app's server, so it can't set a cookie for Neon Auth's own host;
 * that happens when the browser opens the URL.
 */
export const startSocialSignIn = createAuthEndpoint(
  '/sign-in/social',
  { method: 'POST', body: startSchema },
  async (ctx) => {
    const { body } = ctx
    findProvider(ctx, body.provider)
    const resolve = (label: keyof typeof addressErrors) => {
      const address = body[label]
      return address ? resolveAddress(ctx, label, address) : undefined
    }
    const started: z.infer<typeof startedSchema> = {
      provider: body.provider,
      requestSignUp: body.requestSignUp,
      scopes: body.scopes,
      loginHint: body.loginHint,
      callbackURL: resolve('callbackURL') ?? resolveAddress(ctx, 'callbackURL', '/'),
      newUserCallbackURL: resolve('newUserCallbackURL'),
      errorCallbackURL: resolve('errorCallbackURL'),
      challenge: setChallenge(ctx),
    }
    const token = randomUUID()
    await ctx.context.internalAdapter.createVerificationValue({
      identifier: startedIdentifier(token),
      value: JSON.stringify(started),
      expiresAt: new Date(started.challenge.expiresAt),
    })
    const url = `${ctx.context.baseURL}/sign-in/social/init?token=${token}`
    return ctx.json({ url, redirect: body.disableRedirect !== true })
  },
)

/**
 * `GET /sign-in/social/init`: the browser is now on Neon Auth's host, so it gets Better Auth's state
 * cookie, then goes on to the provider. It can be opened again (Back, another try).
 */
export const openSocialSignIn = createAuthEndpoint(
  '/sign-in/social/init',
  { method: 'GET', query: z.object({ token: z.string().optional() }) },
  async (ctx) => {
    const identifier = startedIdentifier(ctx.query.token ?? '')
    const row = await ctx.context.internalAdapter.findVerificationValue(identifier)
    if (!row || row.expiresAt < new Date()) throw verificationNotFound()

    const { challenge, ...started } = startedSchema.parse(JSON.parse(row.value))
    const provider = findProvider(ctx, started.provider)
    const stateContext = { ...ctx, body: started }
    const { state, codeVerifier } = await generateState(stateContext, undefined, { challenge })
    const url = await provider.createAuthorizationURL({
      state,
      codeVerifier,
      redirectURI: `${ctx.context.baseURL}/callback/${provider.id}`,
      scopes: started.scopes,
      loginHint: started.loginHint,
    })
    throw ctx.redirect(url.href)
  },
)
