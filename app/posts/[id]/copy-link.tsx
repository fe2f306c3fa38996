'use client'

import { buttonStyles } from '@/components/ui/button'
import { showToast } from '@/components/ui/overlay/toast'

/** Copies the public address of a post; without JavaScript it leads there, to be copied by hand. */
export function CopyLink({ id }: { id: number }) {
  const path = `/p/${id}`
  return (
    <a
      href={path}
      className={buttonStyles({ variant: 'secondary', size: 'sm' })}
      onClick={(event) => {
        // A click that opens it elsewhere is left alone.
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        copy(new URL(path, window.location.href).href, path)
      }}
    >
      Copy link
    </a>
  )
}

/** Where the browser does not let a page copy, the page itself is the way on. */
function copy(address: string, path: string) {
  const leave = () => window.location.assign(path)
  if (!('clipboard' in navigator)) return leave()
  navigator.clipboard.writeText(address).then(() => showToast('Link copied'), leave)
}
