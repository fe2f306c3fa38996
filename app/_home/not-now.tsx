/** Replaces a part that didn't load, when another one says why. */
export function NotNow() {
  return <p className="text-muted-foreground">Not available right now.</p>
}
