import { FormMessage } from '@/components/ui/forms/form-message'

const done: Record<string, string> = {
  role: 'Role changed',
  banned: 'Banned and signed out everywhere',
  unbanned: 'Ban lifted',
  'signed-out': 'Signed out everywhere',
  removed: 'Account and everything they wrote deleted',
  'post-unpublished': 'Post unpublished. Its author still has it as a draft.',
  'post-deleted': 'Post deleted',
}

const failed: Record<string, string> = {
  self: 'You can’t do that to your own account.',
  auth: 'The sign-in service isn’t answering, so nothing was changed. Try again in a moment.',
  refused: 'The sign-in service refused. Reload the page and try again.',
  gone: 'This account was deleted.',
  'post-gone': 'This post was deleted or unpublished.',
  database: 'The database didn’t answer, so this may not have worked. Try again in a moment.',
  unreadable: 'We couldn’t read this form. Please try again.',
  reason: 'Give a reason of up to 200 characters, without line breaks.',
  confirm: 'Nothing was deleted: confirm it first.',
}

/** The result of the form that led here, only ever in our own words. */
export function FormResult({ searchParams }: { searchParams: Record<string, unknown> }) {
  const success = wordFor(done, searchParams.done)
  return (
    <FormMessage tone={success ? 'success' : 'error'}>
      {success ?? wordFor(failed, searchParams.failed)}
    </FormMessage>
  )
}

function wordFor(words: Record<string, string>, name: unknown): string | undefined {
  return typeof name === 'string' && Object.hasOwn(words, name) ? words[name] : undefined
}
