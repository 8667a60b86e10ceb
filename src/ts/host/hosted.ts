/** What the hosted interpreter needs of its host: the functions, and a ticker that other threads can set. */
import { context } from '../python/interp/context.js';
import './externals.js';
import { cells } from './main-thread.js';

context.ticker = cells;
