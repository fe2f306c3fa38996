export interface Toast {
  /** A toast replaces a shown one with the same id. */
  id: string
  /** One short sentence. */
  message: string
  /** An `error` stays until it's dismissed; anything else disappears by itself. */
  tone: 'success' | 'error'
}

let toasts: readonly Toast[] = []
let count = 0
const listeners = new Set<() => void>()

function publish(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/**
 * Shows a short message at the edge of the screen. Browser only; the page needs a `<Toaster>`. Put anything
 * that must be read or acted on into the page instead.
 *
 * @returns the toast's id
 */
export function showToast(message: string, options: Partial<Omit<Toast, 'message'>> = {}): string {
  const { id = `toast-${++count}`, tone = 'success' } = options
  publish([...toasts.filter((toast) => toast.id !== id), { id, message, tone }])
  return id
}

/** Removes a toast; one already gone isn't an error. */
export function dismissToast(id: string) {
  publish(toasts.filter((toast) => toast.id !== id))
}

/** The shown toasts, oldest first: the same array until something changes. */
export function readToasts(): readonly Toast[] {
  return toasts
}

/** Calls back when the toasts change; returns a function that stops it. */
export function watchToasts(callback: () => void): () => void {
  listeners.add(callback)
  return () => listeners.delete(callback)
}
