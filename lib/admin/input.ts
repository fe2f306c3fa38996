import 'server-only'
import { z } from 'zod'
import { hidden } from '../form'
import { text } from '../text'

/** Maximum length of a ban's reason, in code points. */
export const maxReasonLength = 200

/** How long a ban may last, in days; 0 has no end. */
export const banLengths = [
  { days: 1, label: 'A day' },
  { days: 7, label: 'A week' },
  { days: 30, label: '30 days' },
  { days: 365, label: 'A year' },
  { days: 0, label: 'Until lifted' },
] as const

/** The ban form's fields. */
export const banInput = z.object({
  reason: text({ what: 'reason', max: maxReasonLength }),
  days: z
    .enum(banLengths.map(({ days }) => String(days)))
    .transform((days) => (days === '0' ? undefined : Number(days) * 24 * 60 * 60)),
})

/** The role form's fields. */
export const roleInput = z.object({ role: z.enum(['user', 'admin']) })

/** A form with only a button; the page has already asked. */
export const confirmInput = z.object({ confirmed: hidden(z.literal('yes')) })
