/** Floats as text for hosted mode: V8's conversions are correctly rounded. */
import { provide } from '../rlib/external.js';

provide('float.parse', (text: string) => Number(text));
