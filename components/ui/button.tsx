import type { ComponentProps, MouseEvent } from 'react'
import { cn } from '@/lib/cn'

interface ButtonLook {
  /** Defaults to `primary`. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger'
  /** `icon` for a button with just an icon. */
  size?: 'sm' | 'icon'
}

/**
 * A button's look (./ui.css), for links that should look like one: `<Link className={buttonStyles({ variant:
 * 'secondary' })}>`. On phones every size is 44 px high.
 */
export function buttonStyles({
  variant = 'primary',
  size,
  className,
}: ButtonLook & { className?: string } = {}): string {
  return cn('button', `button-${variant}`, size && `button-${size}`, className)
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /**
   * Whether its action is running. The button then takes no clicks but keeps the focus, which `disabled`
   * would lose for keyboard users.
   */
  pending?: boolean
}

function ignore(event: MouseEvent) {
  event.preventDefault()
}

/** A button, of type `button` by default. One with just an icon needs an `aria-label`. */
export function Button({
  variant,
  size,
  pending = false,
  type = 'button',
  className,
  ...props
}: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonStyles({ variant, size, className })}
      {...props}
      {...(pending && { 'aria-disabled': true, 'aria-busy': true, onClick: ignore })}
    />
  )
}
