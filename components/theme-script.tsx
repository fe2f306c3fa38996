import { themeKey } from './theme'

const source = `try{var t=localStorage.getItem(${JSON.stringify(themeKey)});if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`

/**
 * Sets the chosen theme before the first paint, so a dark page never flashes white. Goes into <head>; <html>
 * needs `suppressHydrationWarning`, since it gets an attribute the server doesn't know. Browsers hide a nonce
 * once it's read, so the script needs it too.
 *
 * @see https://nextjs.org/docs/app/guides/preventing-flash-before-hydration
 */
export function ThemeScript({ nonce }: { nonce?: string }) {
  return (
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: source }} />
  )
}
