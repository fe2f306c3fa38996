/** Stands in for a part that did not arrive, where another one says why. */
export function NotNow() {
  return <p className="text-muted-foreground">Not available right now.</p>
}
