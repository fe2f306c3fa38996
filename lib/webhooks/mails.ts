import 'server-only'

/** An email without its recipient. */
export interface MailContent {
  subject: string
  text: string
  html: string
}

const codePurposes: Record<string, { subject: string; use: string }> = {
  'sign-in': { subject: 'Your sign-in code', use: 'Enter this code to sign in:' },
  'email-verification': {
    subject: 'Verify your email',
    use: 'Enter this code to verify your email:',
  },
  'forget-password': {
    subject: 'Reset your password',
    use: 'Enter this code to choose a new password:',
  },
}

const linkPurposes: Record<string, { subject: string; use: string }> = {
  'email-verification': {
    subject: 'Verify your email',
    use: 'Open this link to verify your email:',
  },
  'forget-password': {
    subject: 'Reset your password',
    use: 'Open this link to choose a new password:',
  },
}

/** The email with a one-time code. */
export function codeMail(purpose: string, code: string, expires: Date): MailContent {
  const { subject, use } = codePurposes[purpose] ?? { subject: 'Your code', use: 'Your code:' }
  const shown = `<p style="margin:24px 0;font:600 32px/1 monospace;letter-spacing:6px">${escape(code)}</p>`
  return mail(subject, use, code, shown, expires)
}

/** The email with a link. */
export function linkMail(purpose: string, url: string, expires: Date): MailContent {
  const { subject, use } = linkPurposes[purpose] ?? {
    subject: 'Your sign-in link',
    use: 'Open this link to sign in:',
  }
  const shown = `<p style="margin:24px 0"><a href="${escape(url)}" style="color:#0c6b5d">${escape(url)}</a></p>`
  return mail(subject, use, url, shown, expires)
}

function mail(
  subject: string,
  use: string,
  secret: string,
  shown: string,
  expires: Date,
): MailContent {
  const minutes = Math.max(1, Math.round((expires.getTime() - Date.now()) / 60_000))
  const until = `It expires in ${minutes} minutes. If you didn’t ask for it, you can ignore this email.`
  return {
    subject,
    text: `${use}\n\n${secret}\n\n${until}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="margin:0;padding:32px;background:#fcfcfb">',
      '<div style="max-width:480px;margin:0 auto;color:#1b1b1f;font:16px/1.6 system-ui,sans-serif">',
      `<h1 style="margin:0 0 16px;font-size:22px">${escape(subject)}</h1><p style="margin:0">${escape(use)}</p>`,
      shown,
      `<p style="margin:0;color:#5b5b63;font-size:14px">${escape(until)}</p>`,
      '</div></body></html>',
    ].join('\n'),
  }
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
