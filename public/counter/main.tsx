import './counter.css'
import { Frame } from '../desk/frame.tsx'
import { mount } from '../desk/mount.tsx'
import { Counter } from './counter.tsx'

mount(
  <Frame place="counter">
    <Counter />
  </Frame>,
)
