import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, MouseEvent } from 'react'
import { cn } from '@/lib/cn'

const styles = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-md border',
    'font-medium whitespace-nowrap transition-colors select-none',
    'disabled:cursor-not-allowed disabled:opacity-60',
    'aria-busy:cursor-progress aria-disabled:cursor-not-allowed aria-disabled:opacity-60',
    '[&_svg]:size-4.5 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-primary text-primary-foreground hover:bg-primary-hover',
        secondary: 'border-input bg-card text-foreground hover:bg-muted',
        ghost: 'border-transparent text-foreground hover:bg-muted',
        danger:
          'border-transparent bg-destructive-fill text-destructive-foreground hover:bg-destructive-fill-hover',
      },
      size: {
        sm: 'h-11 px-3 text-sm sm:h-9',
        md: 'h-11 px-4 text-base sm:h-10 sm:text-sm',
        icon: 'size-11 text-sm sm:size-10',
      },
    },
    defaultVariants: { variant: 'primary', size: 'md' },
  },
)

type ButtonLook = VariantProps<typeof styles>

/**
 * The look of a button, for links that should look like one:
 * `<Link className={buttonStyles({ variant: 'secondary' })}>`. On phones every size is 44 px high.
 */
export function buttonStyles({
  className,
  ...look
}: ButtonLook & { className?: string } = {}): string {
  return cn(styles(look), className)
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /**
   * Whether its action is under way. The button then takes no clicks but keeps the focus, which
   * `disabled` would lose for a keyboard's user.
   */
  pending?: boolean
}

function ignore(event: MouseEvent) {
  event.preventDefault()
}

/**
 * A button; of type `button` unless told otherwise. One with an icon alone needs an `aria-label`.
 */
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
