import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { Icon } from '../icon'

const tones = {
  error: { icon: 'alert', role: 'alert', styles: 'bg-destructive-soft text-destructive' },
  success: { icon: 'check', role: 'status', styles: 'bg-primary-soft text-primary' },
  notice: { icon: 'info', role: 'status', styles: 'bg-muted text-muted-foreground' },
} as const

interface FormMessageProps {
  /** Defaults to `error`, which assistive technology reads out at once. */
  tone?: keyof typeof tones
  className?: string
  /** A sentence in plain words, with a way on. Nothing is rendered without it. */
  children?: ReactNode
}

/** A form's result, or what to know before filling it in; goes above its fields. */
export function FormMessage({ tone = 'error', className, children }: FormMessageProps) {
  if (!children) return null
  const { icon, role, styles } = tones[tone]
  return (
    <div role={role} className={cn('flex gap-2.5 rounded-md p-3 text-sm', styles, className)}>
      <Icon name={icon} className="mt-px" />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
