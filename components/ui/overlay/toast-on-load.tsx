'use client'

import { useEffect } from 'react'
import { FormMessage } from '../forms/form-message'
import { showToast, type Toast } from './toast'

interface ToastOnLoadProps extends Pick<Toast, 'message'> {
  /** Tells one result from the next, so that a page rendered twice shows it once. */
  id: string
  tone?: Toast['tone']
}

/**
 * The result of an action that led to another page: a toast there. Without JavaScript, a message
 * where it stands.
 */
export function ToastOnLoad({ id, message, tone }: ToastOnLoadProps) {
  useEffect(() => {
    showToast(message, { id, tone })
  }, [id, message, tone])

  return (
    <noscript>
      <FormMessage tone={tone ?? 'success'}>{message}</FormMessage>
    </noscript>
  )
}
