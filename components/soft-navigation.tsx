'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** What an event is about, if that is of the kind and nothing on its way has dealt with it. */
function subjectOf<Subject extends Element>({ defaultPrevented, target }: Event, kind: string) {
  return !defaultPrevented && target instanceof Element ? target.closest<Subject>(kind) : null
}

/** Whether a click opens its link elsewhere: in a tab, in a window, as a file. */
function opensElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey
}

/**
 * Follows the app's links, and its forms that look for something, by Next's router: only what changes is
 * fetched. One listener in place of a client component for each link, which every page would send,
 * render and wake up; see docs/decisions/0011-plain-links.md.
 */
export function SoftNavigation() {
  const router = useRouter()
  useEffect(() => {
    function onClick(event: MouseEvent) {
      const link = subjectOf<HTMLAnchorElement>(event, 'a[data-soft]')
      if (!link || opensElsewhere(event)) return
      event.preventDefault()
      router.push(link.href, { scroll: link.dataset.soft !== 'stay' })
    }
    function onSubmit(event: SubmitEvent) {
      const form = subjectOf<HTMLFormElement>(event, 'form[data-soft]')
      if (!form) return
      event.preventDefault()
      // As the browser would put it together.
      const url = new URL(form.action)
      for (const [name, value] of new FormData(form)) url.searchParams.append(name, String(value))
      router.push(url.href)
    }
    // On the document, as React's own, and after them: what a component has prevented stays so.
    const end = new AbortController()
    document.addEventListener('click', onClick, end)
    document.addEventListener('submit', onSubmit, end)
    return () => end.abort()
  }, [router])
  return null
}
