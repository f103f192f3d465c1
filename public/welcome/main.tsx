import { mount } from '../desk/mount.tsx'
import { Welcome } from './welcome.tsx'
// Last: a page's own styles stand above the shared ones.
import './welcome.css'

mount(<Welcome />)
