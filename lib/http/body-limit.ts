/** Largest body of a form or action, in bytes: proxy.ts enforces it, and forms check it before sending. */
export const maxFormBody = 128 * 1024
