import { z } from 'zod'
import type { Ban, NewUser } from '../../auth/users'
import { fieldErrors } from '../forms'
import type { NewUserForm } from './views'

const newUserSchema = z.object({
  name: z.string().trim().min(1, 'Type a name.').max(200, 'At most 200 characters.'),
  email: z.email('Enter an email like name@example.com.'),
  password: z.string().optional(),
  role: z.string().trim().optional(),
  emailVerified: z.boolean(),
})

/** The new user in a form, or its errors; both with what was typed. */
export function parseNewUser(
  form: URLSearchParams,
): ({ user: NewUser } & Pick<NewUserForm, 'values'>) | NewUserForm {
  const typed = Object.fromEntries(form)
  const { password: _, token: __, ...values } = typed
  const parsed = newUserSchema.safeParse({
    ...typed,
    email: typed['email']?.trim(),
    password: typed['password'] || undefined,
    role: typed['role'] || undefined,
    emailVerified: typed['emailVerified'] === 'on',
  })
  if (parsed.success) return { user: parsed.data, values }
  return { values, errors: fieldErrors(parsed.error) }
}

/** The ban in a form; without a length, it has no end. */
export function parseBan(form: URLSearchParams): Ban {
  const hours = Number(form.get('hours'))
  return {
    reason: form.get('reason')?.trim() || undefined,
    until: hours > 0 ? new Date(Date.now() + hours * 3_600_000) : undefined,
  }
}
