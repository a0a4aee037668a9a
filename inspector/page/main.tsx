import { render } from 'preact';
import './styles.css';
import './shell.css';
import './flow/flow.css';
import './details/details.css';
import './state.css';
import './open.css';
import './screens.css';
import { begin } from './begin.js';
import { PageStore } from './page-store.js';
import { Shell } from './shell.js';

const root = document.getElementById('app');
const store = new PageStore();
begin(store);
if (root !== null) render(<Shell store={store} />, root);
