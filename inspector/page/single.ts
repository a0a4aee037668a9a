// The page in one piece, for recordings in one file: the styles of all screens are part of it.
import './first.css';
import './screens.css';
import './main.js';
