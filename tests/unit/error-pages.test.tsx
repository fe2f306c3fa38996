import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import PageError from '@/app/error'
import GlobalError from '@/app/global-error'

describe.each([
  ['error', PageError],
  ['global-error', GlobalError],
])('%s', (_, Page) => {
  const render = (error: unknown) =>
    renderToStaticMarkup(<Page error={error} retry={() => undefined} />)

  it('shows the id under which the server logged the error, and nothing else of it', () => {
    const html = render(Object.assign(new Error('secret'), { digest: '1234567890' }))
    expect(html).toContain('Reference 1234567890')
    expect(html).not.toContain('secret')
    expect(html).toContain('Try again')
  })

  it.each([undefined, 'text', new Error('secret')])('stands without an id, too (%s)', (error) => {
    const html = render(error)
    expect(html).toContain('We couldn’t show this page')
    expect(html).not.toMatch(/Reference|secret/)
  })
})
