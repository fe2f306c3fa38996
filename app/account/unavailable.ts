import type { ActionState } from '@/lib/form'

/**
 * What an account form shows when Neon Auth did not say who is there: nothing was done, and what was
 * typed stays.
 *
 * @param keep names of the fields to keep; never a password's
 */
export function viewerUnavailable(data: FormData, keep: readonly string[] = []): ActionState {
  const values: Record<string, string> = {}
  for (const name of keep) {
    const value = data.get(name)
    if (typeof value === 'string') values[name] = value.slice(0, 8000)
  }
  return {
    message:
      'The sign-in service is not answering, so nothing was changed. You are not signed out: try again in a moment.',
    values,
  }
}
