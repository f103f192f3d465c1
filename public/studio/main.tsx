import './studio.css'
import { Frame } from '../desk/frame.tsx'
import { mount } from '../desk/mount.tsx'
import { Studio } from './studio.tsx'

mount(
  <Frame place="studio">
    <Studio />
  </Frame>,
)
