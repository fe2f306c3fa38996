import type { ServerResponse } from 'node:http'

/**
 * Does something once all headers of an answer are known but not yet sent.
 *
 * @param work gets the status, and may return another one
 */
export function beforeHead(
  response: ServerResponse,
  work: (status: number) => number | void,
): void {
  response.writeHead = new Proxy(response.writeHead, {
    apply(writeHead, self, [status, ...rest]) {
      return Reflect.apply(writeHead, self, [work(status) ?? status, ...rest])
    },
  })
}
