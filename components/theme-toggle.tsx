'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { chooseTheme, readTheme, watchTheme, type Theme } from './theme'
import { buttonStyles } from './ui/button'
import { Menu } from './ui/overlay/menu'

const options = [
  { theme: 'system', label: 'System', icon: Monitor },
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
] as const

const serverTheme = (): Theme => 'system'

/**
 * Chooses between the system's theme, light and dark. The button's icon is picked by CSS from
 * `data-theme`, which stands before React does: no mismatch and no jump. Not there without
 * JavaScript, where the page follows the system.
 */
export function ThemeToggle() {
  const current = useSyncExternalStore(watchTheme, readTheme, serverTheme)
  return (
    <Menu
      label="Theme"
      className="w-40 p-1.5"
      triggerClassName={`${buttonStyles({ variant: 'ghost', size: 'icon' })} noscript:hidden`}
      trigger={
        <>
          <Monitor aria-hidden className="[[data-theme]_&]:hidden" />
          <Sun aria-hidden className="hidden [[data-theme=light]_&]:block" />
          <Moon aria-hidden className="hidden [[data-theme=dark]_&]:block" />
        </>
      }
    >
      <fieldset>
        <legend className="sr-only">Theme</legend>
        {options.map(({ theme, label, icon: Icon }) => (
          <label
            key={theme}
            className="relative flex h-11 items-center gap-3 rounded-sm px-2.5 text-sm hover:bg-muted has-checked:font-medium has-checked:text-primary has-focus-visible:outline-2 has-focus-visible:outline-ring sm:h-9"
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={current === theme}
              onChange={() => chooseTheme(theme)}
              className="absolute inset-0 cursor-pointer appearance-none rounded-sm outline-none"
            />
            <Icon aria-hidden className="size-4.5" />
            {label}
          </label>
        ))}
      </fieldset>
    </Menu>
  )
}
