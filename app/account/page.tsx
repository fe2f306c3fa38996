import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ServiceFailure } from '@/app/posts/service-failure'
import { LoadFailure } from '@/components/load-failure'
import { Badge } from '@/components/ui/badge'
import { buttonStyles } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { FormMessage } from '@/components/ui/forms/form-message'
import { ToastOnLoad } from '@/components/ui/overlay/toast-on-load'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import { listSignedInPlaces, listSignInMethods } from '@/lib/auth/account'
import { providerErrorMessage } from '@/lib/auth/flow/provider'
import { getFreshSession, isFormSubmission } from '@/lib/auth/session'
import { readTagline } from '@/lib/profiles'
import { attempt } from '@/lib/server/attempt'
import { signInPath } from '@/lib/http/next-path'
import { VerificationForm } from './_address/form'
import { DeletionForm } from './_deletion/form'
import { SignInMethods } from './_methods/section'
import { PasswordForm } from './_password/form'
import { ProfileForm } from './_profile/form'
import { Sessions } from './_sessions/section'

export const metadata: Metadata = { title: 'Account' }

const results: Record<string, string> = {
  connected: 'Provider connected',
  verified: 'Email verified',
  'password-reset': 'Password changed. You’re signed out everywhere else.',
}

/** Empty lists for someone unknown. */
const nothing: { ok: true; data: never[] } = { ok: true, data: [] }

/**
 * As the answer to one of its forms, without JavaScript, the page stays even if nobody is known to be signed
 * in. The form says so and keeps what was typed; nobody's data is shown. It must be the same tree, since
 * React finds a form's state by its place.
 *
 * No skeleton: without JavaScript, late parts can't move into place, and here that would be every form on the
 * page.
 */
export default async function AccountPage({ searchParams }: PageProps<'/account'>) {
  const { done, error, failed } = await searchParams
  const session = await getFreshSession()
  const isKept = session.status !== 'signed-in' && (await isFormSubmission())
  if (session.status === 'signed-out' && !isKept) redirect(signInPath('/account'))
  if (session.status === 'unavailable' && !isKept) {
    return <ServiceFailure page="Account" />
  }
  const data = session.status === 'signed-in' ? session.data : undefined
  const user = data?.user
  const [methods, places, tagline] = data
    ? await Promise.all([
        listSignInMethods(),
        listSignedInPlaces(data.session.id),
        attempt('account.tagline', () => readTagline(data.user.id)),
      ])
    : [nothing, nothing, { ok: true as const, value: '' }]
  const mayHavePassword =
    !data || !methods.ok || methods.data.some(({ provider }) => provider === 'credential')
  const result =
    typeof done === 'string' && Object.hasOwn(results, done) ? results[done] : undefined

  return (
    <div className="grid grid-cols-1">
      <PageHeader title="Account" className="mb-8" />
      <div className="grid gap-3 not-empty:mb-8">
        {isDown(methods) || isDown(places) ? (
          <LoadFailure title="We couldn’t load everything">
            The sign-in service isn’t answering. Wait a moment and try again.
          </LoadFailure>
        ) : (
          !tagline.ok && (
            <ServiceFailure title="We couldn’t load your tagline" failureId={tagline.failureId} />
          )
        )}
        {result && <ToastOnLoad id={`account-${String(done)}`} message={result} />}
        <FormMessage>{providerErrorMessage(error)}</FormMessage>
        {failed === 'data' && (
          <FormMessage>We couldn’t prepare your data. Please try again in a moment.</FormMessage>
        )}
        {done === 'sessions-left' && (
          <FormMessage>
            Password changed, but you may still be signed in elsewhere. Sign out those devices
            below.
          </FormMessage>
        )}
      </div>

      <Section id="profile" title="Profile" description="How others see you.">
        <ProfileForm
          name={user?.name ?? ''}
          tagline={tagline.ok ? tagline.value : undefined}
          image={user?.image ?? ''}
        />
      </Section>

      <Section
        id="address"
        title="Email"
        description="The email you sign in with. It can’t be changed."
      >
        <div className="grid grid-cols-1 gap-4">
          {user && (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <bdi className="min-w-0 wrap-anywhere">{user.email}</bdi>
              <Badge tone={user.emailVerified ? 'accent' : 'neutral'}>
                {user.emailVerified ? 'Verified' : 'Not verified'}
              </Badge>
            </p>
          )}
          {!user?.emailVerified && (
            <>
              <p className="text-sm text-muted-foreground">
                Verify your email so you can recover your account.
              </p>
              <VerificationForm />
            </>
          )}
        </div>
      </Section>

      <Section
        id="password"
        title="Password"
        description="Changing it signs you out everywhere else."
      >
        {mayHavePassword ? (
          <PasswordForm email={user?.email ?? ''} />
        ) : (
          <p className="text-sm text-muted-foreground">
            You sign in without one.{' '}
            <TextLink href="/auth/forgot-password">Set a password</TextLink>
          </p>
        )}
      </Section>

      <Section
        id="methods"
        title="Ways to sign in"
        description="You can always get a code by email, too."
      >
        {methods.ok ? <SignInMethods methods={methods.data} /> : <PartFailure />}
      </Section>

      <Section id="sessions" title="Sessions" description="Sign out devices you don’t recognise.">
        {places.ok ? (
          <Sessions places={places.data} now={new Date().toISOString()} />
        ) : places.reason === 'refused' ? (
          <p className="text-sm text-muted-foreground">
            You signed in more than a day ago.{' '}
            <TextLink href="/auth/sign-in?again=1&next=%2Faccount">Sign in again</TextLink> to see
            where you’re signed in.
          </p>
        ) : (
          <PartFailure />
        )}
      </Section>

      <Section id="data" title="Your data" description="Everything we keep about you, in one file.">
        {/* A plain link: nothing must fetch the file ahead of a click. */}
        <a href="/account/data" className={buttonStyles({ variant: 'secondary' })}>
          Download my data
        </a>
      </Section>

      <Section
        id="deletion"
        title="Delete account"
        description="Deletes your account, posts, drafts, profile and quote."
      >
        <DeletionForm hasPassword={mayHavePassword} />
      </Section>
    </div>
  )
}

/** Whether the sign-in service didn't answer; the top of the page says so once. */
function isDown(answer: { ok: boolean; reason?: string }): boolean {
  return !answer.ok && answer.reason !== 'refused'
}

/** Replaces a section's content that didn't load. */
function PartFailure() {
  return <p className="text-sm text-muted-foreground">Not available right now.</p>
}
