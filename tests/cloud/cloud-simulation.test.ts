import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { driverNames } from '../integration/app/app-fixture'
import { appUrl, deploy, startCloud, type Cloud } from './support/cloud'
import { plain, Visitor, type Page } from './support/visitor'

/**
 * The app as in the cloud: Neon only by its own host names with TLS, two servers behind an https proxy that
 * takes turns, and just the variables that docs/deploying.md names.
 */
let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud?.stop())

interface Mail {
  links: string[]
  code?: string
}

/** The newest email to someone, once there are this many. */
function mailTo(address: string, count: number): Promise<Mail> {
  return vi.waitFor(async () => {
    const url = `${cloud.neon.consoleUrl}/api/mails?to=${encodeURIComponent(address)}`
    const mails = (await (await fetch(url)).json()) as Mail[]
    if (mails.length < count || !mails[0]) throw new Error(`No mail to ${address}.`)
    return mails[0]
  })
}

/** Someone's data in the database. */
async function belongings(email: string) {
  const { rows } = await cloud.neon.pool.query(
    `SELECT (SELECT count(*) FROM neon_auth."user" WHERE email = $1)::int AS users,
            (SELECT count(*) FROM posts WHERE content LIKE '%' || $1)::int AS posts`,
    [email],
  )
  return rows[0]
}

/** The build a page comes from. */
function buildOf({ html }: Page): string | undefined {
  return / data-dpl-id="([^"]+)"/.exec(html)?.[1]
}

/** The page as another build would send it: its forms' actions have other names. */
function aged(page: Page): Page {
  return { ...page, html: page.html.replace(/\b[0-9a-f]{38}(?=[0-9a-f]{4}\b)/g, 'a'.repeat(38)) }
}

describe.concurrent.each(driverNames)('in a simulated cloud with %s', (driver) => {
  it('somebody signs up, writes through a deployment, resets the password and leaves', async () => {
    const app = await deploy(cloud, driver)
    const visit = () => new Visitor(app.front.url, cloud.certificate.cert)
    try {
      const email = `${driver}@example.com`
      const password = 'correct horse battery'
      const writer = visit()

      // Sign-up, and the emailed code.
      let page = await writer.submit(await writer.open('/auth/sign-up?next=%2Fposts'), {
        name: 'Grace Hopper',
        email,
        password,
      })
      expect(page.url).toBe(`${appUrl}/auth/verify-email`)
      const { code = '' } = await mailTo(email, 1)
      page = await writer.submit(page, { code })
      expect(page.url).toBe(`${appUrl}/posts`)
      expect(page.html).toContain('Grace Hopper')

      // A form is opened, one server moves to another build, and either server publishes the text; the
      // session works on both.
      const openedBefore = await writer.open('/posts/new')
      const before = buildOf(openedBefore)
      expect(before).toBeDefined()
      await app.replaceOne('another-build')
      const pages = [await writer.open('/posts'), await writer.open('/posts')]
      expect(new Set(pages.map(buildOf))).toEqual(new Set([before, 'another-build']))
      for (const { url } of pages) expect(url).toBe(`${appUrl}/posts`)
      page = await writer.submit(openedBefore, {
        content: `Written by ${email}`,
        intent: 'publish',
      })
      expect(page.url).toMatch(/\/posts\/\d+\?notice=published$/)
      const [, id = ''] = /posts\/(\d+)/.exec(page.url) ?? []
      const read = await visit().open(`/p/${id}`)
      expect(read.status).toBe(200)
      expect(read.html).toContain(`Written by ${email}`)
      expect(Math.min(...app.front.counts)).toBeGreaterThan(2)

      // If the new build doesn't know the form's action, the text comes back.
      const unknown = await writer.submit(aged(openedBefore), {
        content: 'Typed <before> it',
        intent: 'draft',
      })
      expect(unknown.status).toBe(409)
      expect(unknown.html).toContain('This page is from before an update')
      expect(plain(unknown.html)).toContain('Typed <before> it')

      // A forgotten password, in another browser; this signs the first one out.
      const forgetful = visit()
      await forgetful.submit(await forgetful.open('/auth/forgot-password'), { email, way: 'link' })
      const [link = ''] = (await mailTo(email, 2)).links
      page = await forgetful.submit(await forgetful.open(link), { newPassword: 'a staple instead' })
      expect(page.url).toBe(`${appUrl}/account?done=password-reset`)
      expect((await writer.open('/account')).url).toContain('/auth/sign-in')

      // With a provider, as someone else.
      const guest = visit()
      const consent = await guest.open('/auth/social/google?next=%2Fposts')
      page = await guest.submit(consent, {
        account: 'other',
        name: 'Katherine Johnson',
        email: `guest-${email}`,
        verified: 'yes',
        decision: 'allow',
      })
      expect(page.url).toBe(`${appUrl}/posts`)
      expect(page.html).toContain('Katherine Johnson')

      // The account and all its data go.
      expect(await belongings(email)).toEqual({ users: 1, posts: 1 })
      const sure = { currentPassword: 'a staple instead' }
      const account = await forgetful.open('/account')
      const asked = await forgetful.submit(account, sure, '>Delete account<')
      expect(asked.html).toContain('Yes, delete everything')
      page = await forgetful.submit(asked, { ...sure, confirmed: 'yes' }, 'Yes, delete')
      expect(page.html).toContain('Your account and everything in it have been deleted.')
      expect(forgetful.hasCookie('__Secure-neon-auth.session_token')).toBe(false)
      expect(await belongings(email)).toEqual({ users: 0, posts: 0 })
      expect((await visit().open(`/p/${id}`)).status).toBe(404)

      const events = [...app.log().matchAll(/"level":"(?:warn|error)","event":"([^"]+)"/g)]
      expect(events.map(([, event]) => event)).toEqual([])
    } finally {
      await app.stop()
    }
  })
})
