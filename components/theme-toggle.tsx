'use client'

import { useSyncExternalStore } from 'react'
import { chooseTheme, readTheme, watchTheme, type Theme } from './theme'
import { buttonStyles } from './ui/button'
import { Icon } from './ui/icon'
import { Menu } from './ui/overlay/menu'

const options = [
  { theme: 'system', label: 'System', icon: 'monitor' },
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
] as const

const serverTheme = (): Theme => 'system'

/**
 * Chooses between the system's theme, light and dark. CSS picks the button's icon from `data-theme`, which is
 * set before React starts: no mismatch and no jump. Hidden without JavaScript, when the page follows the
 * system.
 */
export function ThemeToggle() {
  const current = useSyncExternalStore(watchTheme, readTheme, serverTheme)
  return (
    <Menu
      label="Theme"
      className="w-40 p-1.5"
      triggerClassName={`${buttonStyles({ variant: 'ghost', size: 'icon' })} noscript:hidden`}
      trigger={<Icon name="theme" />}
    >
      <fieldset>
        <legend className="sr-only">Theme</legend>
        {options.map(({ theme, label, icon }) => (
          <label key={theme} className="menu-choice">
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={current === theme}
              onChange={() => chooseTheme(theme)}
            />
            <Icon name={icon} />
            {label}
          </label>
        ))}
      </fieldset>
    </Menu>
  )
}
