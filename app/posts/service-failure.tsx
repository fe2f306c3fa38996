import { LoadFailure } from '@/components/load-failure'
import { PageHeader } from '@/components/ui/page-header'

interface ServiceFailureProps {
  /** The database failure's id in the log; without one, the sign-in service is down. */
  failureId?: string
  /** What couldn't be shown, as a sentence: "We couldn’t load the posts". */
  title?: string
  /** The page's own heading, if nothing else of the page is shown. */
  page?: string
}

/** Says that the sign-in service or the database isn't answering, where its content would be. */
export function ServiceFailure({ page, ...failure }: ServiceFailureProps) {
  return (
    <>
      {page !== undefined && <PageHeader title={page} className="mb-8" />}
      <Failure {...failure} />
    </>
  )
}

function Failure({ failureId, title }: Omit<ServiceFailureProps, 'page'>) {
  if (failureId === undefined) {
    return (
      <LoadFailure title="We can’t check your sign-in right now">
        The sign-in service isn’t answering. You’re not signed out: wait a moment and try again.
      </LoadFailure>
    )
  }
  return (
    <LoadFailure title={title ?? 'We couldn’t load this'} id={failureId}>
      The database isn’t answering. Nothing is lost: wait a moment and try again.
    </LoadFailure>
  )
}
