'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** The element of that kind around an event's target, unless something has already handled the event. */
function subjectOf<Subject extends Element>({ defaultPrevented, target }: Event, kind: string) {
  return !defaultPrevented && target instanceof Element ? target.closest<Subject>(kind) : null
}

/** Whether a click opens its link in another tab or window, or saves it. */
export function opensElsewhere(
  event: Pick<MouseEvent, 'button' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>,
): boolean {
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey
}

/**
 * Follows the app's links and search forms with Next's router, so only what changes is fetched. One listener
 * instead of a client component per link, which every page would render, send and hydrate; see
 * docs/decisions/0011-plain-links.md.
 */
export function SoftNavigation() {
  const router = useRouter()
  useEffect(() => {
    function onClick(event: MouseEvent) {
      const link = subjectOf<HTMLAnchorElement>(event, 'a[data-soft]:not([target])')
      if (!link || opensElsewhere(event)) return
      event.preventDefault()
      router.push(link.href, { scroll: link.dataset.soft !== 'stay' })
    }
    function onSubmit(event: SubmitEvent) {
      const form = subjectOf<HTMLFormElement>(event, 'form[data-soft]')
      if (!form) return
      event.preventDefault()
      // The URL that the browser would go to.
      const url = new URL(form.action)
      for (const [name, value] of new FormData(form)) url.searchParams.append(name, String(value))
      router.push(url.href)
    }
    // On the document, like React's own, and after them, so a component can prevent it.
    const end = new AbortController()
    document.addEventListener('click', onClick, end)
    document.addEventListener('submit', onSubmit, end)
    return () => end.abort()
  }, [router])
  return null
}
