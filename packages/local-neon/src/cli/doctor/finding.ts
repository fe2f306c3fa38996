/** A check's result. */
export interface Finding {
  /** `note`: it works, but people may want to know; `fault`: it doesn't. */
  level: 'ok' | 'note' | 'fault'
  text: string
  /** What to do. */
  advice?: string
}
