import { html, type Html } from '../ui/html'
import { count } from '../ui/parts'
import type { Explained, PlanNode } from './explain'

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

export function milliseconds(value: number): string {
  return `${value >= 100 ? Math.round(value) : value.toFixed(value >= 1 ? 1 : 2)} ms`
}

/** The plan as a tree, each node with its own share of the time. */
export function planView({ root, planning, execution, triggers }: Explained): Html {
  const whole = root.time ?? 0
  return html`<p class="muted">
      ${planning !== null && html`Planned in ${milliseconds(planning)}. `}
      ${execution !== null && html`Executed in ${milliseconds(execution)}. `}
      ${triggers.map(
        ({ name, time, calls }) =>
          html`Trigger ${name}: ${milliseconds(time)} in ${calls} ${calls === 1 ? 'call' : 'calls'}. `,
      )}
    </p>
    <ul class="plan" aria-label="Plan">
      ${nodeView(root, whole)}
    </ul>`
}

function nodeView(node: PlanNode, whole: number): Html {
  const { rows, loops, time, ownTime, cost, buffers, details, children } = node
  const share = ownTime === null || whole <= 0 ? null : Math.round((100 * ownTime) / whole)
  return html`<li>
    <div class="node">
      <div class="line">
        <strong><bdi>${node.title}</bdi></strong>
        ${node.role !== null && html`<span class="badge">${node.role}</span>`}
        ${isMisjudged(node) && html`<span class="badge bad">rows misjudged</span>`}
      </div>
      ${
        share !== null &&
        html`<meter min="0" max="100" value="${share}" aria-label="Share of the time">
          ${share} %
        </meter>`
      }
      <div class="meta">
        ${ownTime !== null && html`<span>${milliseconds(ownTime)} itself</span>`}
        ${time !== null && children.length > 0 && html`<span>${milliseconds(time)} with children</span>`}
        <span>
          ${rows.actual !== null && html`${numbers.format(rows.actual)} rows, `}${numbers.format(rows.planned)}
          expected
        </span>
        ${loops !== null && loops !== 1 && html`<span>${numbers.format(loops)} times</span>`}
        <span>cost ${cost.startup.toFixed(2)} to ${cost.total.toFixed(2)}</span>
        ${
          buffers !== null &&
          html`<span>
            ${count(buffers.hit, 'block')} cached, ${numbers.format(buffers.read)}
            read${buffers.written > 0 && `, ${numbers.format(buffers.written)} written`}
          </span>`
        }
      </div>
      <div class="details">
        ${details.map(
          ({ name, value }) =>
            html`<div>
              <span>${name}</span> <code><bdi>${value}</bdi></code>
            </div>`,
        )}
      </div>
    </div>
    ${
      children.length > 0 &&
      html`<ul>
        ${children.map((child) => nodeView(child, whole))}
      </ul>`
    }
  </li>`
}

/** Being wrong by a factor of ten misleads the planner. */
function isMisjudged({ rows: { planned, actual } }: PlanNode): boolean {
  if (actual === null) return false
  const [less, more] = planned < actual ? [planned, actual] : [actual, planned]
  return more > 100 && more > 10 * Math.max(less, 1)
}
