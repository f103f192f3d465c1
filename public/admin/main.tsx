import { Frame } from '../desk/frame.tsx'
import { mount } from '../desk/mount.tsx'
import { Admin } from './admin.tsx'
// Last: a page's own styles stand above the shared ones.
import './admin.css'
import './list/list.css'
import './stock/goods.css'

mount(
  <Frame place="admin">
    <Admin />
  </Frame>,
)
