/** What a check has found. */
export interface Finding {
  /** `note`: it works, but somebody may want to know; `fault`: it does not. */
  level: 'ok' | 'note' | 'fault'
  text: string
  /** What to do. */
  advice?: string
}
