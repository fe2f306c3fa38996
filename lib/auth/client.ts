'use client'

import { createAuthClient } from '@neondatabase/neon-js/auth/next'

/**
 * Neon Auth in the browser, through `/api/auth`. Prefer a server action: it works without JavaScript
 * and adds nothing to what a visitor downloads. No page imports this yet.
 */
export const authClient = createAuthClient()
