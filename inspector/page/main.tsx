import { render } from 'preact';
import { begin } from './begin.js';
import { PageStore } from './page-store.js';
import { Shell } from './shell.js';

const root = document.getElementById('app');
const store = new PageStore();
begin(store);
if (root !== null) render(<Shell store={store} />, root);
