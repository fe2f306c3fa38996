export const browserScripts: string[]
export function bundleBrowserScript(name: string): Promise<Uint8Array>
