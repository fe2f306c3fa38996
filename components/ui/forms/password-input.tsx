'use client'

import { useState, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { Icon } from '../icon'
import { Input } from './input'

/**
 * A password with a button that shows it. Without JavaScript it's a plain password input without the button.
 * Set `autoComplete` to `current-password` or `new-password`.
 */
export function PasswordInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        dir="ltr"
        type={shown ? 'text' : 'password'}
        spellCheck={false}
        autoCapitalize="none"
        autoCorrect="off"
        className={cn('pr-12 noscript:pr-3', className)}
        {...props}
      />
      <button
        type="button"
        aria-label="Show password"
        aria-pressed={shown}
        aria-controls={props.id}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-md text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 noscript:hidden"
      >
        <Icon name={shown ? 'eye-off' : 'eye'} className="size-5" />
      </button>
    </div>
  )
}
