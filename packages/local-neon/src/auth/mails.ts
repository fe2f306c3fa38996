import type { Mailbox } from '../mailbox/mailbox'

type CodePurpose = 'sign-in' | 'email-verification' | 'forget-password' | 'change-email'

const codeSubjects: Record<CodePurpose, string> = {
  'sign-in': 'Your sign-in code',
  'email-verification': 'Verify your email',
  'forget-password': 'Reset your password',
  'change-email': 'Confirm your new email',
}

/**
 * Neon Auth's emails, in our own words: the cloud's texts aren't public, and no app depends on them.
 */
export function createMails(mailbox: Mailbox) {
  const sendLink = (to: string, subject: string, before: string, url: string) =>
    mailbox.send({ to, subject, text: `${before}\n\n${url}\n` })

  return {
    /** @param minutes how long the code is valid */
    code(to: string, purpose: CodePurpose, code: string, minutes: number) {
      const text = `Your code is ${code}.\n\nIt expires in ${minutes} minutes and works once.\n`
      mailbox.send({ to, subject: codeSubjects[purpose], text, code })
    },
    verificationLink(to: string, url: string) {
      sendLink(to, 'Verify your email', 'Open this link to verify your email:', url)
    },
    resetLink(to: string, url: string) {
      const before = 'Open this link within 15 minutes to choose a new password:'
      sendLink(to, 'Reset your password', before, url)
    },
    magicLink(to: string, url: string, minutes: number) {
      const before = `Open this link within ${minutes} minutes to sign in:`
      sendLink(to, 'Your sign-in link', before, url)
    },
    /** @param url the app's page for it, at the path in Neon's guide on organizations */
    invitation(to: string, organization: string, inviter: string, url: string) {
      sendLink(
        to,
        `Invitation to ${organization}`,
        `${inviter} has invited you. To join, open this link:`,
        url,
      )
    },
  }
}

export type Mails = ReturnType<typeof createMails>
