/**
 * What Unicode 3.2 says otherwise than Unicode 14, for `unicodedata.ucd_3_2_0`. Runs of code points, separated by semicolons: how far
 * the first is from the last of the run before, how many more there are, and the value; numbers to base 36.
 */
/** The assigned code points; no values. */
export const assignedRuns =
  '0,f4;2,h;t,2l;3,1q;i,27;h,f;5,1;5;4;6,6;2;2,j;2,17;2,12;a,3q;2,1y;2,11;3,1;7,f;y,11;3,6;2,12;2,1;7,g;2,m' +
  ';2,9;c,q;6,4;o;f;4;2,p;6,l;b,3x;3,e;2,d;2,t;4,q;1i,1d;9c,2;2,1g;3,h;3,4;4,o;h,2;2,7;3,1;3,l;2,6;2;4,3;3;' +
  '2,6;3,1;3,2;a;5,1;2,4;3,k;8;3,5;5,1;3,l;2,6;2,1;2,1;2,1;3;2,4;5,1;3,2;c,3;2;8,e;d,2;2,6;2;2,2;2,l;2,6;2,' +
  '1;2,4;3,9;2,2;2,2;3;g;6,9;i,2;2,7;3,1;3,l;2,6;2,1;3,3;3,7;4,1;3,2;9,1;5,1;2,2;5,a;i,1;2,5;4,2;2,3;4,1;2;' +
  '2,1;4,1;4,2;4,7;2,2;5,4;4,2;2,3;a;g,b;f,2;2,7;2,2;2,m;2,9;2,4;5,6;2,2;2,3;8,1;a,1;5,9;j,1;2,7;2,2;2,m;2,' +
  '9;2,4;5,6;2,2;2,3;8,1;8;2,1;5,9;j,1;2,7;2,2;2,m;2,f;5,5;3,2;2,3;a;9,1;5,9;j,1;2,h;4,n;2,8;2;3,6;4;5,5;2;' +
  '2,7;j,2;d,1l;5,s;12,1;2;3,1;2;3;7,3;2,6;2,2;2;2;3,1;2,c;2,2;3,4;2;2,5;3,9;3,1;z,1z;2,x;7,q;5,7;2,z;2,e;3' +
  ';1d,x;2,4;2,1;2,6;4,3;7,p;1z,11;b,14;3;5,2h;6,1v;6,29;7,6;2,1q;2;2,3;3,6;2;2,3;3,12;2;2,3;3,u;2;2,3;3,6;' +
  '2;2,3;3,6;2,6;2,m;2,u;2;2,3;3,6;2,12;2,i;7,r;10,2c;d,hh;a,s;4,28;g,c;2,6;c,m;a,j;d,c;2,2;2,1;d,2k;4,9;n,' +
  'e;2,9;7,2f;9,15;11z,4b;5,2h;7,l;3,5;3,11;3,5;3,7;2;2;2;2,u;3,1g;2,e;2,d;3,5;2,i;3,2;2,8;2,2a;5;8,4;7,7;3' +
  ',q;i,h;v,q;m,1m;3,e;8,1c;d,fy;1e,12;q,a;m,4e;2,7n;3,1;2,2s;3,9;3c,3;2,3;3,r;2,y;2;2,3;4;2,6;3,1f;4,n;2,d' +
  ';i,r;5,lr;ox,p;2,2g;d,5x;r,b;5,1r;2,2d;3,2u;6,13;5,2l;2,13;1l,18;4,z;e,16;4,24;5,1a;2,3a;5,2q;3,u;2,52t;' +
  '23,g4l;2j,wc;4,1i;1fe,8mb;2l,6r1;3,1m;46,6;d,4;6,p;2,4;2;2,1;2,1;2,2z;y,a4;h,1r;3,1h;15,c;4,f;h,3;d,m;3,' +
  '9;2,i;2,3;5,4;2,3q;3;2,59;4,5;3,5;3,5;3,2;4,6;2,6;b,4;lf,u;2,3;d,q;52,11;3,11;148j,6t;b,12;4,4z;f7,2c;2,' +
  '1y;2,1;3;3,1;3,3;2,b;2;2,3;2,1;2,1s;2,3;3,7;2,6;2,r;2,3;2,4;2;4,6;2,9d;5,81;5,1d;7wh,wye;g16,f1;fhes;v,2' +
  'n;1egx,1ekd;3,1ekd';

/** General categories that have changed. */
export const categoryRuns =
  '4n,0,So;3,0,Ll;3,0,Pd;9,0,So;4,0,Ll;d6,0,Ll;11,1,Sk;c,9,Sk;t,0,Sk;3s,0,Sk;ga,0,Po;80,0,Me;1me,0,So;cc,14' +
  ',Lo;hd,8,Nd;1b,2c,Lo;hl,0,Po;5j,0,Mn;3k,1,Mc;5s,1,Lo;1hh,0,Zs;2u,0,Ll;e,0,Ll;49,0,So;q,0,So;29,0,Nl;at,3' +
  ',Sm;4p,0,Ps;1,0,Pe;1,0,Po;2go,1,Mn;5o,0,Pc;ly2,0,Lo;ieh,0,Ps;1,0,Pe;fa,0,Pc;rg,0,Lo';

/** Bidirectional classes that have changed. */
export const bidirectionalRuns =
  '17,0,ET;2,0,ET;2,0,ES;3i,0,ON;180,0,AL;1,0,NSM;1d,0,BN;14g,0,NSM;7,0,NSM;226,0,NSM;3k,1,L;5s,1,L;1ih,0,W' +
  'S;l,0,ON;1i,1,ET;f,1,ET;4n,0,ON;68,0,ET;ge,13,EN;2r,0,EN;ly,73,ON;1f3,1,NSM;143e,0,ET;mx,1,ET;4o,0,ET;2,' +
  '0,ET;2,0,ES;6i,2,BN;16g0,0,L;1m,0,L;1m,0,L;1m,0,L;1m,0,L';

/** Decimal values that have changed (-1: none). */
export const decimalRuns =
  '4y,0,2;1,0,3;6,0,1;3ow,0,1;1,0,2;1,0,3;1,0,4;1,0,5;1,0,6;1,0,7;1,0,8;1,0,9;2kf,0,0;4,0,4;1,0,5;1,0,6;1,0' +
  ',7;1,0,8;1,0,9;7,0,0;1,0,1;1,0,2;1,0,3;1,0,4;1,0,5;1,0,6;1,0,7;1,0,8;1,0,9';

/** Mirrored properties that have changed. */
export const mirroredRuns = '30a,3,0;1ge,1,0;3r9,0,1;160o,5,0;6,1,0;16ra,0,0;1m,0,0;1m,0,0;1m,0,0;1m,0,0';

/** East Asian widths that have changed. */
export const widthRuns = '6xm,1,N;ki,1,N;22,b,N';
