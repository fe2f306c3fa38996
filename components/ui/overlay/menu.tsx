'use client'

import { useId, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** What the arrow keys reach; of a group of radio buttons, the checked one. */
const stops = 'a[href], button:not(:disabled), input:checked'

interface MenuProps {
  /** The accessible name of the button and the panel. */
  label: string
  /** What the button shows: an icon, a picture. */
  trigger: ReactNode
  triggerClassName?: string
  className?: string
  /** Links, buttons, forms, or a group of radio buttons. */
  children: ReactNode
}

/**
 * A button that opens a small panel below it.
 *
 * It's a native popover: it opens, closes on Escape or a click elsewhere, and returns the focus, all without
 * any script. No library's menu can do that, and they're several times the size of all our scripts. Its
 * content stays links, buttons and forms (the "disclosure" pattern), not `role="menu"`, whose items could be
 * none of these. The script moves the focus in, adds arrow keys, and closes it after following a link or when
 * the focus leaves.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/examples/disclosure-navigation/
 */
export function Menu({ label, trigger, triggerClassName, className, children }: MenuProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  function moveFocus(event: KeyboardEvent) {
    if (event.target instanceof HTMLInputElement) return
    const items = [...(panel.current?.querySelectorAll<HTMLElement>(stops) ?? [])]
    const position = items.findIndex((item) => item === document.activeElement)
    const next = {
      ArrowDown: (position + 1) % items.length,
      ArrowUp: (position <= 0 ? items.length : position) - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    items[next]?.focus()
  }

  function closeWhenLeft({ relatedTarget }: FocusEvent) {
    if (!(relatedTarget instanceof Node)) return
    if (panel.current?.contains(relatedTarget) || button.current?.contains(relatedTarget)) return
    panel.current?.hidePopover()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-expanded={open}
        aria-controls={id}
        popoverTarget={id}
        style={{ anchorName: `--${id}` }}
        className={triggerClassName}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          panel.current?.showPopover()
        }}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        role="group"
        aria-label={label}
        popover="auto"
        style={{ positionAnchor: `--${id}` }}
        className={cn('menu-panel', className)}
        onToggle={(event) => {
          setOpen(event.newState === 'open')
          if (event.newState === 'open') panel.current?.querySelector<HTMLElement>(stops)?.focus()
        }}
        onKeyDown={moveFocus}
        onBlur={closeWhenLeft}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a[href]'))
            panel.current?.hidePopover()
        }}
      >
        {children}
      </div>
    </>
  )
}
