import { expect, setting } from './fixtures'

interface Mail {
  id: string
  subject: string
  links: string[]
  code?: string
}

/** The mails to an address, the newest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
  const url = `${setting('CONSOLE_URL')}/api/mails?to=${encodeURIComponent(address)}`
  return (await (await fetch(url)).json()) as Mail[]
}

/**
 * The newest mail to an address, once there are so many.
 *
 * @param count how many mails there have to be (default 1)
 */
export async function newestMail(address: string, count = 1): Promise<Mail> {
  await expect.poll(async () => (await mailsTo(address)).length).toBeGreaterThanOrEqual(count)
  const [mail] = await mailsTo(address)
  if (!mail) throw new Error(`No mail to ${address}.`)
  return mail
}

/** The code in the newest mail to an address. */
export async function newestCode(address: string, count = 1): Promise<string> {
  return (await newestMail(address, count)).code ?? ''
}

/** The first link in the newest mail to an address. */
export async function newestLink(address: string, count = 1): Promise<string> {
  return (await newestMail(address, count)).links[0] ?? ''
}

/** Changes settings of Neon Auth; whoever changes one puts it back. */
export async function setAuthSettings(changes: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${setting('CONSOLE_URL')}/api/settings`, {
    method: 'PATCH',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${setting('CONSOLE_TOKEN')}`,
    },
    body: JSON.stringify(changes),
  })
  expect(response.ok).toBe(true)
}
