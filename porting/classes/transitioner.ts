import { Transitioner as EngineTransitioner } from '../../runtime/transitioner.js';

export class Transitioner extends EngineTransitioner {}
