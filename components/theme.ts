/** `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark'

/** Where the browser keeps the choice: `light` or `dark`; nothing means `system`. */
export const themeKey = 'theme'

const changed = 'themechange'

function toTheme(value: string | null | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** The page's theme, from `data-theme` on <html>. Browser only. */
export function readTheme(): Theme {
  return toTheme(document.documentElement.dataset.theme)
}

function showTheme(theme: Theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  window.dispatchEvent(new Event(changed))
}

/** Shows a theme and remembers it; without storage, until the next page load. */
export function chooseTheme(theme: Theme) {
  showTheme(theme)
  try {
    if (theme === 'system') localStorage.removeItem(themeKey)
    else localStorage.setItem(themeKey, theme)
  } catch {
    // Storage can be off in the browser; the choice then lasts as long as the page.
  }
}

/**
 * Calls back when the theme changes, here or in another tab.
 *
 * @returns a function that stops it
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
