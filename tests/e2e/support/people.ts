import { request, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import { database, newAccount, setting, type Account } from './fixtures'

export interface Person extends Account {
  /** Id in Neon Auth. */
  id: string
}

/** Signs an account up without a browser; its cookies are in the context. */
export async function register(
  context: APIRequestContext,
  account = newAccount(),
): Promise<Person> {
  const response = await context.post(`${setting('APP_URL')}/api/auth/sign-up/email`, {
    data: account,
    headers: { Origin: setting('APP_URL') },
  })
  if (!response.ok()) throw new Error(`The sign-up failed: ${response.status()}`)
  const [row] = await database()`SELECT id FROM neon_auth."user" WHERE email = ${account.email}`
  return { ...account, id: String(row?.id) }
}

/** A second person in a browser of their own; close its context in the end. */
export async function anotherPerson(
  browser: Browser,
  name?: string,
): Promise<{ page: Page; person: Person }> {
  const context = await browser.newContext({ baseURL: setting('APP_URL') })
  const person = await register(context.request, newAccount(name))
  return { page: await context.newPage(), person }
}

/** Somebody who is nowhere signed in: only their posts matter. */
export async function someone(): Promise<Person> {
  const context = await request.newContext()
  const person = await register(context)
  await context.dispose()
  return person
}

/** Adds a post straight to the database; gives its id. */
export async function addPost(
  userId: string,
  content: string,
  { isPublished = true, at = new Date() }: { isPublished?: boolean; at?: Date } = {},
): Promise<number> {
  const [row] = await database()`
    INSERT INTO posts (user_id, content, is_published, created_at, published_at)
    VALUES (${userId}, ${content}, ${isPublished}, ${at}, ${at}) RETURNING id`
  return Number(row?.id)
}

/** What the database holds of a post. */
export async function postRow(id: number): Promise<Record<string, unknown> | undefined> {
  const [row] = await database()`SELECT content, is_published FROM posts WHERE id = ${id}`
  return row
}
