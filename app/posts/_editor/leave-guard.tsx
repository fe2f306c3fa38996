'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { opensElsewhere } from '@/components/soft-navigation'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/overlay/dialog'

/**
 * Asks before someone leaves unsaved text: our dialog for links, the browser's own for closing the tab or
 * loading another page. Next has no hook for links, so clicks are caught before React sees them. The Back
 * button within the app doesn't ask: the text is kept.
 *
 * @param isUnsaved whether any text would be lost
 */
export function LeaveGuard({ isUnsaved }: { isUnsaved: () => boolean }) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  const destination = useRef('')
  const check = useRef(isUnsaved)
  useEffect(() => {
    check.current = isUnsaved
  })

  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => {
      if (check.current()) event.preventDefault()
    }
    const onClick = (event: MouseEvent) => {
      if (opensElsewhere(event)) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || link.target === '_blank' || link.origin !== location.origin) return
      if (link.pathname === location.pathname && link.hash !== '') return
      if (!check.current()) return
      event.preventDefault()
      event.stopPropagation()
      destination.current = link.pathname + link.search + link.hash
      dialog.current?.showModal()
    }
    window.addEventListener('beforeunload', onUnload)
    window.addEventListener('click', onClick, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      window.removeEventListener('click', onClick, { capture: true })
    }
  }, [])

  return (
    <Dialog
      ref={dialog}
      role="alertdialog"
      title="Leave without saving?"
      description="Your text isn’t saved. We’ll keep it in this tab until you close it."
    >
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button variant="secondary" onClick={() => dialog.current?.close()}>
          Stay
        </Button>
        <Button
          onClick={() => {
            dialog.current?.close()
            router.push(destination.current)
          }}
        >
          Leave
        </Button>
      </div>
    </Dialog>
  )
}
