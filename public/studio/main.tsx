import { Frame } from '../desk/frame.tsx'
import { mount } from '../desk/mount.tsx'
import { Studio } from './studio.tsx'
// Last: a page's own styles stand above the shared ones.
import './studio.css'
import './picture.css'
import './connect.css'
import './lineup.css'
import './shows.css'
import './orders.css'
import './camera/setup.css'
import './camera/stage.css'

mount(
  <Frame place="studio">
    <Studio />
  </Frame>,
)
