/** What the hosted interpreter needs of its host: the functions, and a ticker that other threads can set. */
import { context } from '../python/interp/context.js';
import './externals.js';
import { getCells } from './main-thread.js';
import './served.js';

context.ticker = getCells();
