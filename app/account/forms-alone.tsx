import { Section } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { VerificationForm } from './_address/form'
import { DeletionForm } from './_deletion/form'
import { MethodsForm } from './_methods/form'
import { PasswordForm } from './_password/form'
import { ProfileForm } from './_profile/form'
import { SessionsForm } from './_sessions/form'

/**
 * The account page as the answer to a form of it, when nobody is known to be signed in: the form that was
 * sent says so and holds what was typed, and nothing of anybody's is shown. Only without JavaScript.
 */
export function FormsAlone() {
  return (
    <div className="grid grid-cols-1">
      <PageHeader title="Account" className="mb-8" />
      <Section id="profile" title="Profile" description="Your name and picture.">
        <ProfileForm name="" image="" />
      </Section>
      <Section id="address" title="Address" description="Where mails to you go. It stays as it is.">
        <VerificationForm />
      </Section>
      <Section
        id="password"
        title="Password"
        description="Changing it signs you out everywhere else."
      >
        <PasswordForm email="" />
      </Section>
      <Section id="methods" title="Ways to sign in" description="A code by email always works too.">
        <MethodsForm>{null}</MethodsForm>
      </Section>
      <Section id="sessions" title="Sessions" description="Where you are signed in.">
        <SessionsForm>{null}</SessionsForm>
      </Section>
      <Section
        id="deletion"
        title="Delete account"
        description="Your account, posts, drafts and quote go for good."
      >
        <DeletionForm hasPassword />
      </Section>
    </div>
  )
}
