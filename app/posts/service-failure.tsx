import { LoadFailure } from '@/components/load-failure'

interface ServiceFailureProps {
  /** The id of the database's failure in the log; without one it is the sign-in service that is down. */
  failureId?: string
  /** What could not be shown, with its verb: "We couldn’t load the posts". */
  title?: string
  retryHref: string
}

/** Says that the sign-in service or the database did not answer, in place of what it would show. */
export function ServiceFailure({ failureId, title, retryHref }: ServiceFailureProps) {
  if (failureId === undefined) {
    return (
      <LoadFailure title="We can’t check your sign-in right now" retryHref={retryHref}>
        The sign-in service isn’t answering. You’re not signed out: wait a moment and try again.
      </LoadFailure>
    )
  }
  return (
    <LoadFailure title={title ?? 'We couldn’t load this'} id={failureId} retryHref={retryHref}>
      The database isn’t answering. Nothing is lost: wait a moment and try again.
    </LoadFailure>
  )
}
