/** Largest body of a form or an action, in bytes: what proxy.ts accepts and what forms check before they send. */
export const maxFormBody = 128 * 1024
