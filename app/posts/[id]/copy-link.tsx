'use client'

import { opensElsewhere } from '@/components/soft-navigation'
import { buttonStyles } from '@/components/ui/button'
import { showToast } from '@/components/ui/overlay/toast'

/** Copies a post's public URL; without JavaScript it leads there, to copy it by hand. */
export function CopyLink({ id }: { id: number }) {
  const path = `/p/${id}`
  return (
    <a
      href={path}
      className={buttonStyles({ variant: 'secondary', size: 'sm' })}
      onClick={(event) => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        copy(new URL(path, window.location.href).href, path)
      }}
    >
      Copy link
    </a>
  )
}

/** If the browser doesn't let the page copy, go to the public page. */
function copy(address: string, path: string) {
  const leave = () => window.location.assign(path)
  if (!('clipboard' in navigator)) return leave()
  navigator.clipboard.writeText(address).then(() => showToast('Link copied'), leave)
}
