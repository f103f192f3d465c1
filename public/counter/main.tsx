import { Frame } from '../desk/frame.tsx'
import { mount } from '../desk/mount.tsx'
import { Counter } from './counter.tsx'
import { keepShell } from './device/keep-shell.ts'
// Last: a page's own styles stand above the shared ones.
import './counter.css'
import './order.css'
import './sell.css'
import './pay/pay.css'
import './shift/shift.css'
import './small.css'
import './receipt/receipt.css'
import './lists.css'

mount(
  <Frame place="counter">
    <Counter />
  </Frame>,
  { unanswered: true },
)
keepShell()
