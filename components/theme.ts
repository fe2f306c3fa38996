/** `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark'

/** Where the choice is kept in the browser: `light` or `dark`; nothing means `system`. */
export const themeKey = 'theme'

const changed = 'themechange'

function toTheme(value: string | null | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** The theme that the page shows, as `data-theme` on <html> says. For the browser alone. */
export function readTheme(): Theme {
  return toTheme(document.documentElement.dataset.theme)
}

function showTheme(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  window.dispatchEvent(new Event(changed))
}

/** Shows a theme and remembers it. Where storage is forbidden it holds until the next page load. */
export function chooseTheme(theme: Theme) {
  showTheme(theme)
  try {
    if (theme === 'system') localStorage.removeItem(themeKey)
    else localStorage.setItem(themeKey, theme)
  } catch {
    // Storage can be switched off in the browser; the choice then lasts as long as the page.
  }
}

/**
 * Calls back when the theme changes, here or in another tab.
 *
 * @returns a function that ends it
 */
export function watchTheme(callback: () => void): () => void {
  function onStorage({ key, newValue }: StorageEvent) {
    if (key === themeKey || key === null) showTheme(toTheme(newValue))
  }
  const end = new AbortController()
  window.addEventListener(changed, callback, end)
  window.addEventListener('storage', onStorage, end)
  return () => end.abort()
}
