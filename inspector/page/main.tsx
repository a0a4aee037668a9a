import { render } from 'preact';
import './styles.css';

const root = document.getElementById('app');
if (root !== null) render(<main>pbx-automata</main>, root);
