import type { IncomingMessage, ServerResponse } from 'node:http'
import { typedAccountSchema } from './accounts'
import type { Account } from './accounts'
import { readForm, RequestError } from '../http/requests'
import { redirect } from '../http/responses'
import { singleValues } from './oauth-requests'
import { sendConsentPage } from './pages/consent-page'
import type { ConsentErrors, ConsentValues } from './pages/consent-page'
import { sendErrorPage } from './pages/page'
import type { Provider } from './providers'
import type { AuthorizationRequest, ProviderState } from './state'

/** Sends the browser back to the app with these parameters and the app's own `state`. RFC 6749, 4.1.2. */
function answer(
  res: ServerResponse,
  request: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  params: Record<string, string>,
): void {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  if (request.state !== undefined) url.searchParams.set('state', request.state)
  redirect(res, url.href)
}

/** What is wrong with the parameters, as the error for the app; or null. */
function findRequestError(provider: Provider, params: Map<string, string>) {
  const responseType = params.get('response_type')
  // GitHub has no such parameter and ignores it.
  if (provider.openid && responseType !== 'code') {
    return { error: 'unsupported_response_type', error_description: 'response_type must be code.' }
  }
  if (provider.defaultScope === null && !params.get('scope')) {
    return { error: 'invalid_request', error_description: 'Missing required parameter: scope.' }
  }
  const challenge = params.get('code_challenge')
  const method = params.get('code_challenge_method')
  // RFC 7636, 4.2 to 4.4. A missing method would mean `plain`, which is not offered.
  if (challenge !== undefined && method !== 'S256') {
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256.' }
  }
  if (challenge === undefined ? method !== undefined : !/^[\w-]{43}$/.test(challenge)) {
    return { error: 'invalid_request', error_description: 'code_challenge is malformed.' }
  }
  // Nobody is ever signed in here, so there is always a question. OpenID Connect Core 1.0, 3.1.2.6.
  if (params.get('prompt') === 'none') {
    return { error: 'interaction_required', error_description: 'The person has to be asked.' }
  }
  return null
}

/** The authorization endpoint: checks the request and shows the consent page. */
export function handleAuthorize(
  state: ProviderState,
  provider: Provider,
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> | void {
  const heading = `Local ${provider.label} sign-in can’t continue`
  const params = singleValues(query)
  if (!params) {
    const message = 'The app gave a parameter of its request twice.'
    return sendErrorPage(res, 400, { heading, code: 'invalid_request', message })
  }
  // Nothing is sent to an address until it's known to be the client's. RFC 6749, 4.1.2.1.
  if (params.get('client_id') !== state.clients[provider.id].clientId) {
    const message = 'The app’s client id isn’t registered here.'
    return sendErrorPage(res, 401, { heading, code: 'invalid_client', message })
  }
  const redirectUri = params.get('redirect_uri')
  if (redirectUri === undefined || redirectUri !== state.redirectUri(provider.id)) {
    const message = 'The return URL isn’t the registered one.'
    return sendErrorPage(res, 400, { heading, code: 'redirect_uri_mismatch', message })
  }

  const request: AuthorizationRequest = {
    provider: provider.id,
    redirectUri,
    scopes: (params.get('scope') ?? provider.defaultScope ?? '').split(/[ ,]+/).filter(Boolean),
    state: params.get('state'),
    nonce: params.get('nonce'),
    codeChallenge: params.get('code_challenge'),
    loginHint: params.get('login_hint') ?? params.get('login'),
  }
  const error = findRequestError(provider, params)
  if (error) return answer(res, request, error)
  return showConsent(
    state,
    provider,
    state.requests.put(request),
    request,
    initialValues(state, request),
    {},
    res,
  )
}

function initialValues(state: ProviderState, request: AuthorizationRequest): ConsentValues {
  const hint = request.loginHint?.toLowerCase()
  const known = state.accounts.findIndex((account) => account.email.toLowerCase() === hint)
  const typed = hint?.includes('@') === true && known < 0
  return {
    choice: typed ? 'other' : String(Math.max(known, 0)),
    name: '',
    email: typed ? hint : '',
    emailVerified: true,
  }
}

function showConsent(
  state: ProviderState,
  provider: Provider,
  key: string,
  request: AuthorizationRequest,
  values: ConsentValues,
  errors: ConsentErrors,
  res: ServerResponse,
): Promise<void> {
  return sendConsentPage(res, {
    provider,
    action: `/${provider.id}/consent`,
    request: key,
    accounts: state.accounts,
    scopes: request.scopes,
    redirectUri: request.redirectUri,
    values,
    errors,
  })
}

/** The account named in the form, or what is wrong with it. */
function readAccount(
  accounts: readonly Account[],
  values: ConsentValues,
): { account: Account } | { errors: ConsentErrors } {
  const ready = values.choice === 'other' ? undefined : accounts[Number(values.choice)]
  if (ready) return { account: ready }
  const typed = typedAccountSchema.safeParse(values)
  if (typed.success) return { account: typed.data }
  const messageFor = (field: 'name' | 'email') =>
    typed.error.issues.find((issue) => issue.path[0] === field)?.message
  return { errors: { name: messageFor('name'), email: messageFor('email') } }
}

/**
 * The person's answer to the consent page.
 * @throws RequestError if it isn't a form, or comes from another site.
 */
export async function handleConsent(
  state: ProviderState,
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // The page's own form: anyone else posting here would answer in the person's name.
  const origin = req.headers.origin
  const foreign = origin !== undefined && origin !== `http://${req.headers.host}`
  if (foreign) throw new RequestError(403, 'Answer on the page itself.')

  const form = await readForm(req)
  const key = form.get('request') ?? ''
  const request = state.requests.get(key)
  if (!request || request.provider !== provider.id) {
    return sendErrorPage(res, 400, {
      heading: `Local ${provider.label} sign-in can’t continue`,
      code: 'request_expired',
      message: 'This sign-in has been answered already, or took too long.',
    })
  }
  if (form.get('decision') !== 'allow') {
    state.requests.take(key)
    const error_description = 'The user has denied your application access.'
    return answer(res, request, { error: 'access_denied', error_description })
  }
  const values: ConsentValues = {
    choice: form.get('account') ?? 'other',
    name: form.get('name') ?? '',
    email: form.get('email') ?? '',
    emailVerified: form.get('verified') === 'yes',
  }
  const result = readAccount(state.accounts, values)
  if ('errors' in result) {
    return showConsent(
      state,
      provider,
      key,
      request,
      { ...values, choice: 'other' },
      result.errors,
      res,
    )
  }
  state.requests.take(key)
  const code = state.codes.put({ request, account: result.account, redeemed: undefined })
  answer(res, request, { code })
}
