'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { cn } from '@/lib/cn'
import { Icon } from '../icon'
import { dismissToast, readToasts, watchToasts, type Toast } from './toast'

/** How long a toast stays after the pointer leaves it, in milliseconds. */
const lifetime = 6000

const none: readonly Toast[] = []

/**
 * Where toasts appear; once, in the root layout. It's always there, since assistive technology only reads
 * what's added to a live region it already knows.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(watchToasts, readToasts, () => none)
  return (
    <section aria-label="Notifications">
      <ol aria-live="polite" aria-relevant="additions text" className="toasts">
        {toasts.map((toast) => (
          <ToastItem key={toast.id} {...toast} />
        ))}
      </ol>
    </section>
  )
}

function ToastItem({ id, message, tone }: Toast) {
  const [held, setHeld] = useState(false)

  useEffect(() => {
    if (held || tone === 'error') return
    const timer = setTimeout(() => dismissToast(id), lifetime)
    return () => clearTimeout(timer)
  }, [id, message, tone, held])

  return (
    <li
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') dismissToast(id)
      }}
    >
      <Icon
        name={tone === 'error' ? 'alert' : 'check'}
        className={cn('mt-[0.8125rem]', tone === 'error' ? 'text-destructive' : 'text-primary')}
      />
      <p className="min-w-0 flex-1 py-2.75">{message}</p>
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismissToast(id)}
        className="toast-close"
      >
        <Icon name="close" />
      </button>
    </li>
  )
}
