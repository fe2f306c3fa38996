'use client'

import { useEffect } from 'react'
import { FormMessage } from '../forms/form-message'
import { showToast, type Toast } from './toast'

interface ToastOnLoadProps extends Pick<Toast, 'message'> {
  /** Tells results apart, so a page rendered twice shows it once. */
  id: string
  tone?: Toast['tone']
}

/**
 * The result of an action that led to another page: a toast there, or a message in place without JavaScript.
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
