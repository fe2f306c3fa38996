import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { maxQuoteLength } from '@/lib/db/schema'
import { readQuote } from '@/lib/quotes'
import { ServiceFailure } from '../posts/service-failure'
import { KeptQuote, QuoteForm } from './quote-form'

interface QuoteProps {
  /** Whether the quote is being edited. */
  isEditing: boolean
}

/**
 * The viewer's favourite quote, or the form to save one. It's private, so this part checks that the session
 * still counts.
 */
export async function Quote({ isEditing }: QuoteProps) {
  const state = await getFreshViewer()
  if (state.status === 'unavailable') return <ServiceFailure />
  if (state.status === 'signed-out') return null
  const result = await attempt('quotes.read', () => readQuote(state.viewer.id))
  if (!result.ok) {
    return <ServiceFailure title="We couldn’t load your quote" failureId={result.failureId} />
  }
  const quote = result.value
  return (
    <section
      aria-labelledby="quote"
      className="grid grid-cols-1 gap-4 rounded-lg bg-muted p-5 sm:p-6"
    >
      <h2 id="quote" className="font-medium">
        {quote === undefined
          ? 'Save an inspiring quote for yourself…'
          : 'Your quote is wonderful...'}
      </h2>
      {quote === undefined || isEditing ? (
        <QuoteForm key={quote} quote={quote} maxLength={maxQuoteLength} />
      ) : (
        <KeptQuote quote={quote} />
      )}
    </section>
  )
}
