export interface Toast {
  /** A toast with the id of one that is shown takes its place. */
  id: string
  /** One short sentence. */
  message: string
  /** An `error` stays until it is dismissed; anything else goes by itself. */
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
 * Shows a short message at the edge of the screen. For the browser alone; the page needs a
 * `<Toaster>`. What someone must read or act upon belongs into the page instead.
 *
 * @returns the toast's id
 */
export function showToast(message: string, options: Partial<Omit<Toast, 'message'>> = {}): string {
  const { id = `toast-${++count}`, tone = 'success' } = options
  publish([...toasts.filter((toast) => toast.id !== id), { id, message, tone }])
  return id
}

/** Takes a toast away; one that is gone already is no error. */
export function dismissToast(id: string) {
  publish(toasts.filter((toast) => toast.id !== id))
}

/** The toasts that are shown, oldest first: the same array until something changes. */
export function readToasts(): readonly Toast[] {
  return toasts
}

/** Calls back when the toasts change; gives a function that ends it. */
export function watchToasts(callback: () => void): () => void {
  listeners.add(callback)
  return () => listeners.delete(callback)
}
