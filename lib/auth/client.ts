'use client'

import { createAuthClient } from '@neondatabase/neon-js/auth/next'

/**
 * Neon Auth in the browser, through `/api/auth`. Prefer a server action: it works without JavaScript and adds
 * nothing to the download. No page imports this yet.
 */
export const authClient = createAuthClient()
