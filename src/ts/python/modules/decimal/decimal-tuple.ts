/** The class DecimalTuple, a named tuple, once the module has been imported. */
import { W_Cell } from '../../objects/w-function.js';

export const w_decimalTupleCell: W_Cell = new W_Cell(null);
